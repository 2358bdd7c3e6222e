import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';

/** Where keychains of the machine are talked to; the worker's process takes it from ours. */
const BUS = 'DBUS_SESSION_BUS_ADDRESS';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'keychain-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A machine without any keychain service. */
export const noService = (): void => void vi.stubEnv(BUS, 'disabled:');

/** A machine whose `libsecret` cannot be loaded. */
export function brokenLibrary(): void {
  const libraries = folder();
  writeFileSync(join(libraries, 'libsecret-1.so.0'), '');
  vi.stubEnv('LD_LIBRARY_PATH', libraries);
}

/** A keychain service that takes connections and says nothing. @returns its connections so far */
export async function silentService(): Promise<readonly Socket[]> {
  const path = join(folder(), 'bus');
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket.resume());
  }).listen(path);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  vi.stubEnv(BUS, `unix:path=${path}`);
  return sockets;
}

const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

const canLoadKeytar = (): boolean =>
  spawnSync(process.execPath, ['--input-type=module', '-e', "await import('keytar')"]).status === 0;

/** Why no keychain service can be talked to here, not even one that keeps silent; null when one can. */
export const whyNoService = process.platform === 'linux' && canLoadKeytar() ? null : 'needs libsecret on Linux';

/** Why there can be no locked keychain here; null when there can. */
export const whyNoLockedService =
  whyNoService ??
  (has('dbus-run-session') && has('gnome-keyring-daemon') ? null : 'needs dbus and gnome-keyring on Linux');

/** A keychain that is there and locked, with nobody to unlock it: GNOME's own, on a bus of its own. */
export async function lockedService(): Promise<void> {
  const home = folder();
  const keyrings = join(home, 'keyrings');
  mkdirSync(keyrings);
  // A default keyring whose password nobody has: opened once with one, then the daemon is started anew without it.
  const script = [
    'printf "secret of nobody" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1',
    'gnome-keyring-daemon --replace --components=secrets --daemonize >/dev/null 2>&1',
    `echo "$${BUS}"`,
    'cat',
  ].join('\n');
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
    env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: home, DISPLAY: '' },
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  onTestFinished(async () => {
    const closed = once(child, 'exit');
    child.stdin.end();
    await closed;
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  vi.stubEnv(BUS, line.toString().trim());
}
