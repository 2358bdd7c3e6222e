import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Access } from '../common/access.ts';
import { DAY_MS, MINUTE_MS } from '../common/time.ts';
import { createAttempts } from './attempts.ts';
import { cookieValue, setCookie, type CookiePlace } from './cookies.ts';
import { signedNames, type SignedNames } from './signedNames.ts';

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
  /** Never jumps. */
  readonly nowMs: () => number;
  /** Milliseconds since 1970 UTC: sessions outlive this process. */
  readonly wallMs: () => number;
}

const LIFE_MS = 30 * DAY_MS;
/** Wrong tokens a remote address may show in a minute. */
const ATTEMPTS = { max: 10, windowMs: MINUTE_MS };

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** A key for this one purpose, so that a signature made for anything else is no session. */
const sessionsOf = (token: string): SignedNames => signedNames(createHmac('sha256', token).update('session').digest());

/**
 * Sessions are signed with a key that is made of the control link's token. So nothing is kept of them, they survive a restart
 * as the link does, and a new link ends them all, wherever and whenever it is made.
 */
export function createSessions({ token, port, nowMs, wallMs }: SessionOptions): Sessions {
  let expected = digest(token);
  let sessions = sessionsOf(token);
  const attempts = createAttempts(ATTEMPTS, nowMs);
  const cookieName = (): string => `wallboard-${port()}`;

  const begin = (place: CookiePlace): string =>
    setCookie(cookieName(), sessions.create(wallMs()).value, LIFE_MS / 1000, place);

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
      const session = sessions.read(cookieValue(cookieHeader, cookieName()));
      return session !== null && session.sinceMs + LIFE_MS > wallMs() ? 'control' : 'wall';
    },
    withdraw(newToken) {
      expected = digest(newToken);
      sessions = sessionsOf(newToken);
    },
  };
}
