/**
 * Chromium knows no `app://`. Pages of a privileged scheme are served to it as `https://<host>.<scheme>.standin.test/`,
 * and mapped back wherever the main process sees an address.
 */
const SUFFIX = 'standin.test';
const HTTP_FORM = /^(blob:)?https:\/\/([^/]+)\.([^./]+)\.standin\.test/;

export const INTERCEPTED = `https://*.${SUFFIX}/*`;

const schemes = new Set<string>();

export const addScheme = (scheme: string): void => void schemes.add(scheme);
export const hasScheme = (scheme: string): boolean => schemes.has(scheme);

/** The address Chromium is given. */
export function toChromium(address: string): string {
  return address.replace(/^([a-z][\w+.-]*):\/\/([^/?#]*)/i, (whole, scheme: string, host: string) =>
    hasScheme(scheme) ? `https://${host}.${scheme}.${SUFFIX}` : whole,
  );
}

/** The address the main process sees. */
export const fromChromium = (address: string): string =>
  address.replace(
    HTTP_FORM,
    (_whole, blob: string | undefined, host: string, scheme: string) => `${blob ?? ''}${scheme}://${host}`,
  );

export const isMapped = (address: string): boolean => HTTP_FORM.test(address);
