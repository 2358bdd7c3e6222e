import { HOUR_MS, SECOND_MS } from '../../common/time.ts';

/** No server may silence the wall for longer than its own counting window (API page: 200 per hour). */
export const MAX_RETRY_AFTER_MS = HOUR_MS;

/**
 * The wait a `Retry-After` header asks for (RFC 9110, 10.2.3: seconds or an HTTP date).
 * @param nowMs the clock that a date is read against: that of whoever wrote it, where known
 * @returns milliseconds from 0 to one hour; null when the header is missing or makes no sense
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * SECOND_MS, MAX_RETRY_AFTER_MS);
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return null;
  const date = Date.parse(text);
  if (!Number.isFinite(date)) return null;
  return Math.min(Math.max(date - nowMs, 0), MAX_RETRY_AFTER_MS);
}
