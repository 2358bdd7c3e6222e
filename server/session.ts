import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Access } from '../common/access.ts';
import { DAY_MS, MINUTE_MS } from '../common/time.ts';
import { createAttempts } from './attempts.ts';
import { cookieValue, setCookie, type CookiePlace } from './cookies.ts';

/** What came of showing a control token. */
export type Exchange =
  | { readonly kind: 'granted'; readonly setCookie: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'tooMany'; readonly retryAfterSeconds: number };

export interface Sessions {
  /** Exchanges the token of the control link for a session. */
  exchange(token: unknown, remoteAddress: string, place: CookiePlace): Exchange;
  /** What the bearer of a request's `Cookie` header may do now. */
  access(cookieHeader: string | undefined): Access;
  /** Begins a session for whoever has proved already that it is theirs. Returns its `Set-Cookie`. */
  begin(place: CookiePlace): string;
  /** Ends every session; from now on only the new token starts one. */
  withdraw(newToken: string): void;
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
  let expected = digest(token);
  const attempts = createAttempts(ATTEMPTS, nowMs);
  /** Digest of the session id → when it ends; insertion order is age. */
  const endsAt = new Map<string, number>();
  const cookieName = (): string => `wallboard-${port()}`;

  function begin(place: CookiePlace): string {
    for (const [id, end] of endsAt) if (end <= nowMs() || endsAt.size >= MAX_SESSIONS) endsAt.delete(id);
    const id = randomBytes(SESSION_BYTES).toString('base64url');
    endsAt.set(digest(id).toString('base64'), nowMs() + LIFE_DAYS * DAY_MS);
    return setCookie(cookieName(), id, (LIFE_DAYS * DAY_MS) / 1000, place);
  }

  return {
    begin,
    exchange(shown, remoteAddress, place) {
      // Nobody guesses 256 bits, so the right token never has to wait, however many wrong ones came from its address.
      if (typeof shown === 'string' && timingSafeEqual(digest(shown), expected))
        return { kind: 'granted', setCookie: begin(place) };
      const waitMs = attempts.waitMs(remoteAddress);
      if (waitMs > 0) return { kind: 'tooMany', retryAfterSeconds: Math.ceil(waitMs / 1000) };
      attempts.failed(remoteAddress);
      return { kind: 'refused' };
    },
    access(cookieHeader) {
      const id = cookieValue(cookieHeader, cookieName());
      const end = id === null ? undefined : endsAt.get(digest(id).toString('base64'));
      return end !== undefined && end > nowMs() ? 'control' : 'wall';
    },
    withdraw(newToken) {
      expected = digest(newToken);
      endsAt.clear();
    },
  };
}
