const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The folder on a server that releases are in, with a slash at its end; https, or http to this machine. Null for anything else. */
export function parseFeed(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (!isSecure || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}
