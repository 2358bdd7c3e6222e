/** The app's own scheme and host. Everything the renderer is made of comes from here, and nothing else is loaded. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'wallboard';

const START_PAGES = new Set(['/', '/index.html']);

/** Address of the wall; `board` is the id of the board to show first. */
export function startUrl(board: string | null): string {
  const query = board === null ? '' : `?board=${encodeURIComponent(board)}`;
  return `${APP_SCHEME}://${APP_HOST}/index.html${query}`;
}

/** Origins of custom schemes read as "null", so scheme and host are compared instead. */
function parseOwn(address: string): URL | null {
  const url = URL.parse(address);
  return url?.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === ''
    ? url
    : null;
}

export const isOwnAddress = (address: string): boolean => parseOwn(address) !== null;

/** True for the app's one page, whatever its query and fragment. */
export function isStartPage(address: string): boolean {
  const url = parseOwn(address);
  return url !== null && START_PAGES.has(url.pathname);
}
