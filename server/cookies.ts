/** The value of a cookie in a request's `Cookie` header. */
export function cookieValue(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}

/** Where a cookie goes back to. */
export interface CookiePlace {
  /** With a slash at both ends. */
  readonly path: string;
  readonly isSecure: boolean;
}

/** Of no use to scripts and to other sites. `Secure` only where viewers come by https: over plain http it would be lost. */
export const setCookie = (
  name: string,
  value: string,
  maxAgeSeconds: number,
  { path, isSecure }: CookiePlace,
): string =>
  `${name}=${value}; Path=${path}; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${isSecure ? '; Secure' : ''}`;
