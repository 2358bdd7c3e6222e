import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Access } from '../common/access.ts';
import { DAY_MS, MINUTE_MS } from '../common/time.ts';
import { createAttempts } from './attempts.ts';

/** What came of showing a control token. */
export type Exchange =
  | { readonly kind: 'granted'; readonly setCookie: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'tooMany'; readonly retryAfterSeconds: number };

export interface Sessions {
  /** Exchanges the token of the control link for a session. */
  exchange(token: unknown, remoteAddress: string): Exchange;
  /** What the bearer of a request's `Cookie` header may do now. */
  access(cookieHeader: string | undefined): Access;
}

export interface SessionOptions {
  readonly token: string;
  /** Cookies are shared by all ports of a host, so each server needs its own name. */
  readonly port: () => number;
  readonly nowMs: () => number;
}

const SESSION_BYTES = 32;
const LIFE_DAYS = 30;
const MAX_SESSIONS = 200;
/** Wrong tokens a remote address may show in a minute. */
const ATTEMPTS = { max: 10, windowMs: MINUTE_MS };

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Sessions live in memory and end with the process; the control link, kept in the data folder, starts new ones. Only
 * digests are held, and only digests are compared, so neither time nor a memory dump gives one away.
 */
export function createSessions({ token, port, nowMs }: SessionOptions): Sessions {
  const expected = digest(token);
  const attempts = createAttempts(ATTEMPTS, nowMs);
  /** Digest of the session id → when it ends; insertion order is age. */
  const endsAt = new Map<string, number>();
  const cookieName = (): string => `wallboard-${port()}`;

  function open(): string {
    for (const [id, end] of endsAt) if (end <= nowMs() || endsAt.size >= MAX_SESSIONS) endsAt.delete(id);
    const id = randomBytes(SESSION_BYTES).toString('base64url');
    endsAt.set(digest(id).toString('base64'), nowMs() + LIFE_DAYS * DAY_MS);
    // No `Secure`: the wall is served over plain http in the local network.
    return `${cookieName()}=${id}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${(LIFE_DAYS * DAY_MS) / 1000}`;
  }

  return {
    exchange(shown, remoteAddress) {
      const waitMs = attempts.waitMs(remoteAddress);
      if (waitMs > 0) return { kind: 'tooMany', retryAfterSeconds: Math.ceil(waitMs / 1000) };
      if (typeof shown === 'string' && timingSafeEqual(digest(shown), expected))
        return { kind: 'granted', setCookie: open() };
      attempts.failed(remoteAddress);
      return { kind: 'refused' };
    },
    access(cookieHeader) {
      const id = cookieValue(cookieHeader, cookieName());
      const end = id === null ? undefined : endsAt.get(digest(id).toString('base64'));
      return end !== undefined && end > nowMs() ? 'control' : 'wall';
    },
  };
}

function cookieValue(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}
