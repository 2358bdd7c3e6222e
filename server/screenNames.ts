import { DAY_MS } from '../common/time.ts';
import { cookieValue } from './cookies.ts';
import { signedNames, type SignedName } from './signedNames.ts';

export interface ScreenNames {
  readonly cookieName: () => string;
  /** The screen that a request's `Cookie` header names; a new one where it names none. */
  of(cookieHeader: string | undefined): SignedName;
}

export interface ScreenNameOptions {
  /** What names are signed with; kept over restarts, and so are the names. */
  readonly key: string;
  readonly port: () => number;
  readonly wallMs: () => number;
}

/** The longest that browsers keep a cookie. It is given anew with each connection. */
export const SCREEN_NAME_SECONDS = (400 * DAY_MS) / 1000;

/** Names of screens, in a cookie each, so that those that have been here longest keep their places when there are too many. */
export function createScreenNames({ key, port, wallMs }: ScreenNameOptions): ScreenNames {
  const names = signedNames(key);
  const cookieName = (): string => `wallboard-screen-${port()}`;
  return {
    cookieName,
    of: (cookieHeader) => names.read(cookieValue(cookieHeader, cookieName())) ?? names.create(wallMs()),
  };
}
