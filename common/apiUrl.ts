import { err, ok, type Result } from './result.ts';

const URL_SHAPE = /^(https?):\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?(\/[A-Za-z0-9._~\-/]*)?$/;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const MAX_LENGTH = 500;
const MAX_PORT = 65_535;

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * Checks a base address of the API: https, or http to this machine only, without user, query or fragment.
 * @returns the address in the one spelling that addresses are compared by (host in small letters, no default port, no trailing
 * slash), or one sentence that says what is wrong
 */
export function parseApiUrl(text: string): Result<string, string> {
  const match = text.length <= MAX_LENGTH ? URL_SHAPE.exec(text.trim()) : null;
  if (!match) return err('The API address must look like https://api.experiaapp.com');
  const [, scheme = '', host = '', portText, path = ''] = match;
  const port = portText === undefined ? (DEFAULT_PORTS[scheme] ?? 0) : Number(portText.slice(1));
  if (port > MAX_PORT) return err('The port of the API address is out of range');
  if (scheme === 'http' && !LOOPBACK.test(host.toLowerCase()))
    return err('The API address must use https (http is accepted for this machine only)');
  const shownPort = port === DEFAULT_PORTS[scheme] ? '' : `:${port}`;
  return ok(`${scheme}://${host.toLowerCase()}${shownPort}${path.replace(/\/+$/, '')}`);
}
