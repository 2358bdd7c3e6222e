import { HOUR_MS, SECOND_MS } from '../../common/time.ts';
import type { HttpResponse } from '../ports.ts';

/** What a reply's headers tell, whatever its status. */
export interface ReplyHead {
  /** The API's clock when it answered (`Date`), in milliseconds since 1970 UTC; null when it does not say. */
  readonly dateMs: number | null;
  /** What the API counts; null when it does not say. */
  readonly rate: RateState | null;
}

/** How many requests the API has left for the key, everybody's use counted. */
export interface RateState {
  readonly limit: number | null;
  readonly remaining: number;
  /** Milliseconds until it counts afresh, from 0 to one hour; null when it does not say. */
  readonly resetMs: number | null;
}

/** The common spellings. The API page names none of them. */
const PREFIXES = ['x-ratelimit-', 'x-rate-limit-', 'ratelimit-', 'rate-limit-'];
const SUFFIXES = ['', '-hour'];
/** A reset above this is a time in seconds since 1970 UTC, and above a thousand times this one in milliseconds. */
const LEAST_TIME = 1e9;

type Headers = HttpResponse['headers'];

/** A count that may be followed by parameters, or by a second limit after a comma. */
function leadingNumber(text: string | null): number | null {
  const match = /^\s*(\d{1,15}(\.\d{1,9})?)\s*([,;].*)?$/.exec(text ?? '');
  return match ? Number(match[1]) : null;
}

function spelled(headers: Headers, what: string): string | null {
  for (const prefix of PREFIXES)
    for (const suffix of SUFFIXES) {
      const text = headers.get(`${prefix}${what}${suffix}`);
      if (text !== null) return text;
    }
  return null;
}

/** @param nowMs the API's clock when it answered */
function resetMsOf(text: string | null, nowMs: number): number | null {
  const number = leadingNumber(text);
  const clamped = (ms: number): number => Math.min(Math.max(ms, 0), HOUR_MS);
  if (number !== null) {
    if (number <= LEAST_TIME) return clamped(number * SECOND_MS);
    return clamped((number > LEAST_TIME * SECOND_MS ? number : number * SECOND_MS) - nowMs);
  }
  const date = /[A-Za-z]/.test(text ?? '') ? Date.parse(text ?? '') : NaN;
  return Number.isFinite(date) ? clamped(date - nowMs) : null;
}

/** The one-header form: `limit=200, remaining=57, reset=120`, or `"default";r=57;t=120`. */
function combined(text: string | null, nowMs: number): RateState | null {
  const part = (names: string): string | null =>
    new RegExp(`(?:^|[\\s,;])(?:${names})=(\\d{1,15})`, 'i').exec(text ?? '')?.[1] ?? null;
  const remaining = part('r|remaining');
  if (remaining === null) return null;
  const limit = part('q|limit');
  return {
    limit: limit === null ? null : Number(limit),
    remaining: Number(remaining),
    resetMs: resetMsOf(part('t|reset'), nowMs),
  };
}

function spelledOut(headers: Headers, nowMs: number): RateState | null {
  const remaining = leadingNumber(spelled(headers, 'remaining'));
  if (remaining === null) return combined(headers.get('ratelimit'), nowMs);
  return {
    limit: leadingNumber(spelled(headers, 'limit')),
    remaining,
    resetMs: resetMsOf(spelled(headers, 'reset'), nowMs),
  };
}

/** A limit of nothing is no limit. */
function rateOf(headers: Headers, nowMs: number): RateState | null {
  const rate = spelledOut(headers, nowMs);
  return rate?.limit === 0 ? null : rate;
}

/** @param wallMs this machine's clock, against which times are read where the reply has no date of its own */
export function readHead(headers: Headers, wallMs: number): ReplyHead {
  const date = Date.parse(headers.get('date') ?? '');
  const dateMs = Number.isFinite(date) ? date : null;
  return { dateMs, rate: rateOf(headers, dateMs ?? wallMs) };
}
