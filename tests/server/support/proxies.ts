import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call, Reply } from './shell.ts';

const PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'tls-proxy.md');
const UP_MS = 15_000;
export const PROXIES = ['nginx', 'caddy'] as const;
export type ProxyName = (typeof PROXIES)[number];

const isInstalled = (program: string): boolean =>
  spawnSync(program, [program === 'nginx' ? '-v' : 'version'], { stdio: 'ignore' }).status === 0;

/** Why a proxy cannot be tried here; null when it can. */
export function whyNot(proxy: ProxyName): string | null {
  if (process.platform !== 'linux') return 'needs Linux, where this machine has more than one loopback address';
  if (!isInstalled(proxy)) return `needs ${proxy}`;
  return isInstalled('openssl') ? null : 'needs openssl, for a certificate';
}

/** The example that the documentation gives for a proxy, word for word. */
export function exampleOf(proxy: ProxyName): string {
  const language = proxy === 'nginx' ? 'nginx' : 'caddyfile';
  const example = new RegExp('```' + language + '\\n([^]*?)```').exec(readFileSync(PAGE, 'utf8'))?.[1];
  if (!example) throw new Error(`docs/tls-proxy.md has no example for ${proxy}`);
  return example;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export interface RunningProxy {
  readonly port: number;
  readonly certificate: string;
  close(): Promise<void>;
}

/**
 * Runs the real proxy with an example of the documentation. Only what belongs to the machine is put in its place: the ports,
 * the certificate, and where the proxy keeps its own files.
 */
export async function startProxy(
  proxy: ProxyName,
  example: string,
  { port, wallPort }: { readonly port: number; readonly wallPort: number },
): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), `wallboard-${proxy}-`));
  const [certificate, key] = [join(folder, 'wall.pem'), join(folder, 'wall.key')];
  const subject = ['-subj', '/CN=wall.example', '-addext', 'subjectAltName=DNS:wall.example'];
  const files = ['-keyout', key, '-out', certificate];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' });
  const site = example
    .replaceAll('/etc/ssl/wall.example.pem', certificate)
    .replaceAll('/etc/ssl/wall.example.key', key)
    .replaceAll('127.0.0.1:8787', `127.0.0.1:${wallPort}`);
  const child = proxy === 'nginx' ? runNginx(folder, site, port) : runCaddy(folder, site, port);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close');
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  if (await isUp(child, port)) return { port, certificate: readFileSync(certificate, 'utf8'), close };
  await close();
  throw new Error(`${proxy} did not start: ${said}`);
}

function runNginx(folder: string, site: string, port: number): ChildProcess {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  writeFileSync(join(folder, 'site.conf'), site.replace('listen 443', `listen 127.0.0.1:${port}`));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; pid ${join(folder, 'pid')}; events {}
     http { access_log off; ${temporary.join(' ')} include ${join(folder, 'site.conf')}; }`,
  );
  return spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function runCaddy(folder: string, site: string, port: number): ChildProcess {
  // Without a grace period it would wait for the event streams of screens to end.
  const options = '{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1\n\tgrace_period 1s\n}\n';
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, options + site.replace(/^wall\.example \{/m, `wall.example:${port} {`));
  return spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
}

/** Waits until the proxy takes connections, or has ended. */
async function isUp(child: ChildProcess, port: number): Promise<boolean> {
  const giveUp = AbortSignal.timeout(UP_MS);
  while (!giveUp.aborted && child.exitCode === null && child.signalCode === null) {
    if (await takesConnections(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** A viewer at an address of his own, whose browser trusts the certificate. */
export function viewer({ port, certificate }: RunningProxy, localAddress = '127.0.0.2') {
  const host = `wall.example:${port}`;
  const origin = `https://${host}`;
  function send({ method = 'GET', path = '/', headers = {}, body }: Call): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = httpsRequest(
        {
          host: '127.0.0.1',
          port,
          localAddress,
          servername: 'wall.example',
          ca: certificate,
          agent: false,
          method,
          path,
          headers: { host, ...headers },
        },
        resolve,
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }
  async function call(options: Call): Promise<Reply> {
    const response = await send(options);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(Buffer.from(chunk));
    return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() };
  }
  const post = (path: string, body: unknown, headers: Call['headers'] = {}): Promise<Reply> =>
    call({
      method: 'POST',
      path,
      body: JSON.stringify(body),
      headers: { origin, 'content-type': 'application/json', 'x-wallboard': '1', ...headers },
    });
  return { origin, send, call, post };
}
