import tls from 'node:tls';
import { Agent, EnvHttpProxyAgent, fetch, type Dispatcher } from 'undici';
import { SECOND_MS } from '../../common/time.ts';
import type { Fetch } from '../ports.ts';

const CONNECT_TIME_OUT_MS = 10 * SECOND_MS;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Trusts what the machine trusts: a company's own certificate authority is in the system's store, not in Node's. */
function trustSystemCertificates(): void {
  try {
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]);
  } catch {
    // Without a readable system store Node's own list stays.
  }
}

/** Plain Node's fetch: the proxy of the environment (`HTTPS_PROXY`, `NO_PROXY`), never for this machine itself. */
export function undiciFetch(): Fetch {
  trustSystemCertificates();
  const connect = { timeout: CONNECT_TIME_OUT_MS };
  const direct: Dispatcher = new Agent({ connect });
  const proxied: Dispatcher = new EnvHttpProxyAgent({ connect });
  return (url, { method, headers, body, signal }) =>
    fetch(url, {
      method,
      headers: { ...headers },
      body,
      signal,
      redirect: 'manual',
      dispatcher: LOOPBACK.test(new URL(url).hostname) ? direct : proxied,
    });
}
