import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadArtifact, ElectronDownloadCacheMode } from '@electron/get';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { MINUTE_MS } from '../common/time.ts';
import { trustSystemCertificates } from '../core/node/undiciFetch.ts';
import { runTool } from './run.ts';

const DOWNLOAD_MS = 15 * MINUTE_MS;

/** The proxies of the environment, or else those of npm's own settings. */
function proxies(): { httpProxy: string; httpsProxy: string; noProxy: string } {
  const first = (...names: readonly string[]): string => names.flatMap((name) => process.env[name] || [])[0] ?? '';
  const httpProxy = first('http_proxy', 'HTTP_PROXY', 'npm_config_http_proxy', 'npm_config_proxy');
  return {
    httpProxy,
    httpsProxy: first('https_proxy', 'HTTPS_PROXY', 'npm_config_https_proxy') || httpProxy,
    noProxy: first('no_proxy', 'NO_PROXY', 'npm_config_noproxy'),
  };
}

/** What is asked for is told by a download that does not take place. */
class NotInCache extends Error {
  readonly url: string;
  constructor(url: string) {
    super('not in the cache');
    this.url = url;
  }
}

/**
 * Whether the runtime is in Electron's cache or can be reached, by Electron's own rules about caches and mirrors: a network
 * that lets nothing through is noticed within the time given.
 * @param electronPackage the folder of the `electron` package
 */
export async function isFetchable(electronPackage: string, withinMs: number): Promise<boolean> {
  try {
    const read = async (name: string): Promise<string> => readFile(join(electronPackage, name), 'utf8');
    const { version } = JSON.parse(await read('package.json')) as { version: string };
    const checksums = JSON.parse(await read('checksums.json')) as Record<string, string>;
    const cacheRoot = process.env['electron_config_cache'];
    await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums,
      cacheMode: ElectronDownloadCacheMode.ReadWrite,
      ...(cacheRoot ? { cacheRoot } : {}),
      downloader: { download: (url) => Promise.reject(new NotInCache(url)) },
    });
    return true;
  } catch (thrown) {
    return thrown instanceof NotInCache && (await isThere(thrown.url, withinMs));
  }
}

async function isThere(url: string, withinMs: number): Promise<boolean> {
  trustSystemCertificates();
  try {
    const response = await fetch(url, {
      dispatcher: new EnvHttpProxyAgent(proxies()),
      signal: AbortSignal.timeout(withinMs),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Fetches and unpacks the runtime. @returns why it may not have worked, to be put behind a sentence; it repeats no address */
export async function fetchRuntime(): Promise<string> {
  const { httpProxy, httpsProxy, noProxy } = proxies();
  const { output } = await runTool('electron/install.js', [], {
    output: 'keep',
    timeoutMs: DOWNLOAD_MS,
    env: {
      ELECTRON_GET_USE_PROXY: 'true',
      http_proxy: httpProxy,
      https_proxy: httpsProxy,
      no_proxy: noProxy,
      NODE_USE_SYSTEM_CA: '1',
      ELECTRON_GET_NO_PROGRESS: '1',
      ELECTRON_RUN_AS_NODE: undefined,
    },
  });
  const reason = /Response code \d{3}|\bE[A-Z]{4,}\b/.exec(output)?.[0];
  return reason === undefined ? '' : ` (${reason})`;
}
