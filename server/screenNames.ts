import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { DAY_MS } from '../common/time.ts';
import { cookieValue } from './cookies.ts';

/** A screen that has been here before, or is here for the first time. */
export interface NamedScreen {
  /** Random; says nothing about who looks at the screen. */
  readonly id: string;
  /** When the name was given out, in milliseconds since 1970 UTC. */
  readonly sinceMs: number;
  /** The cookie's value. */
  readonly value: string;
}

export interface ScreenNames {
  readonly cookieName: () => string;
  /** The screen that a request's `Cookie` header names; a new one where it names none. */
  of(cookieHeader: string | undefined): NamedScreen;
}

export interface ScreenNameOptions {
  /** What names are signed with; kept over restarts, and so are the names. */
  readonly key: string;
  readonly port: () => number;
  readonly wallMs: () => number;
}

const ID_BYTES = 16;
/** The longest that browsers keep a cookie. It is given anew with each connection. */
export const SCREEN_NAME_SECONDS = (400 * DAY_MS) / 1000;
const NAME_SHAPE = /^([\w-]{22})\.([0-9a-z]{1,12})\.([\w-]{43})$/;

/**
 * Names of screens, in a cookie each, so that those that have been here longest keep their places when there are too many.
 * Nothing of them is kept here: a name carries its own date, signed.
 */
export function createScreenNames({ key, port, wallMs }: ScreenNameOptions): ScreenNames {
  const cookieName = (): string => `wallboard-screen-${port()}`;
  const sign = (id: string, since: string): Buffer => createHmac('sha256', key).update(`${id}.${since}`).digest();

  function create(): NamedScreen {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const sinceMs = wallMs();
    const since = Math.max(0, Math.round(sinceMs)).toString(36);
    return { id, sinceMs, value: `${id}.${since}.${sign(id, since).toString('base64url')}` };
  }

  return {
    cookieName,
    of(cookieHeader) {
      const value = cookieValue(cookieHeader, cookieName()) ?? '';
      const [, id = '', since = '', signature = ''] = NAME_SHAPE.exec(value) ?? [];
      const shown = Buffer.from(signature, 'base64url');
      const right = sign(id, since);
      if (shown.length !== right.length || !timingSafeEqual(shown, right)) return create();
      return { id, sinceMs: parseInt(since, 36), value };
    },
  };
}
