import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { lookup } from 'node:dns/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { forkKeychainWorker } from '../../../core/node/forkKeychainWorker.ts';
import { keychainStore, type KeychainWorker } from '../../../core/node/keychain.ts';
import { answerKeychain, readRequest, type Keytar } from '../../../core/node/keychainAnswer.ts';
import type { KeychainRequest } from '../../../core/node/keychainMessages.ts';

const secret = 'canary-secret-4711';
const address = 'https://api.example';

/** A keychain in memory, by service and account. */
const keytar = (change: Partial<Keytar> = {}): Keytar => {
  const held = new Map<string, string>();
  return {
    getPassword: (service, account) => Promise.resolve(held.get(`${service}/${account}`) ?? null),
    setPassword: (service, account, password) => Promise.resolve(void held.set(`${service}/${account}`, password)),
    deletePassword: (service, account) => Promise.resolve(held.delete(`${service}/${account}`)),
    ...change,
  };
};

/** A worker that answers in this process and notes its end. */
function workers(load: () => Promise<Keytar>) {
  const state = { alive: 0, mostAlive: 0, opened: 0 };
  const open = (): KeychainWorker => {
    state.opened += 1;
    state.alive += 1;
    state.mostAlive = Math.max(state.mostAlive, state.alive);
    return { ask: (request) => answerKeychain(request, load), kill: () => void (state.alive -= 1) };
  };
  return { state, open };
}

const storeOf = (keychain: Keytar, timeOutMs?: number) =>
  keychainStore(workers(() => Promise.resolve(keychain)).open, timeOutMs);

test('a key is set, read back, and cleared', async () => {
  const store = storeOf(keytar());
  expect(await store.set(address, secret)).toEqual({ ok: true, value: null });
  expect(await store.get(address)).toEqual({ ok: true, value: secret });
  expect(await store.clear(address)).toEqual({ ok: true, value: null });
  expect(await store.get(address)).toEqual({ ok: true, value: null });
});

test('a key is found under its own API address only', async () => {
  const store = storeOf(keytar());
  await store.set(address, secret);
  expect(await store.get('https://other.example')).toEqual({ ok: true, value: null });
  await store.clear('https://other.example');
  expect(await store.get(address)).toEqual({ ok: true, value: secret });
});

test.each([
  ['missing', 'Failed to load keytar native addon for linux-x64'],
  ['missing', 'The name org.freedesktop.secrets was not provided by any .service files'],
  ['locked', 'Cannot create an item in a locked collection'],
  ['denied', 'User interaction is not permitted; access denied'],
] as const)('a keychain that is %s is told apart by its error, of which no text is kept', async (fault, message) => {
  const failing = (): Promise<never> => Promise.reject(new Error(`${message} ${secret}`));
  const store = storeOf(keytar({ getPassword: failing, setPassword: failing, deletePassword: failing }));
  for (const answer of [await store.get(address), await store.set(address, secret), await store.clear(address)])
    expect(answer).toEqual({ ok: false, error: fault });
});

test('an addon that does not load counts as a missing keychain', async () => {
  const { open } = workers(() => Promise.reject(new Error("Cannot find module 'keytar'")));
  expect(await keychainStore(open).get(address)).toEqual({ ok: false, error: 'missing' });
});

test.each([
  ['does not start', () => Promise.reject(new Error('ENOENT'))],
  ['answers with something else', () => Promise.resolve({ ok: true, value: 4711 })],
  ['answers with an unknown fault', () => Promise.resolve({ ok: false, error: 'toString' })],
])('a worker that %s counts as a missing keychain', async (_what, ask) => {
  expect(await keychainStore(() => ({ ask, kill: () => undefined })).get(address)).toEqual({
    ok: false,
    error: 'missing',
  });
});

test('what cannot be read back is not kept: a locked keychain answers with nothing', async () => {
  const store = storeOf(keytar({ setPassword: () => Promise.resolve() }));
  expect(await store.set(address, secret)).toEqual({ ok: false, error: 'locked' });
});

test('a keychain that waits for a prompt nobody answers is given up, and its worker ended', async () => {
  const { state, open } = workers(() => new Promise(() => undefined));
  expect(await keychainStore(open, 20).set(address, secret)).toEqual({ ok: false, error: 'timeout' });
  expect(state.alive).toBe(0);
});

test('callers take turns: one worker at a time, each ended after its answer', async () => {
  const { state, open } = workers(() => Promise.resolve(keytar()));
  const store = keychainStore(open);
  await Promise.all([store.get(address), store.set(address, secret), store.clear(address)]);
  expect(state).toEqual({ alive: 0, mostAlive: 1, opened: 3 });
});

test('waiting for a turn counts: all callers of a silent keychain are answered in time, and none starts late', async () => {
  const { state, open } = workers(() => new Promise(() => undefined));
  const store = keychainStore(open, 100);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const asked = Promise.all([store.get(address), store.get(address), store.set(address, secret)]);
  await vi.advanceTimersByTimeAsync(100);
  const answers = await asked;
  for (const answer of answers) expect(answer).toEqual({ ok: false, error: 'timeout' });
  expect(state).toEqual({ alive: 0, mostAlive: 1, opened: 1 });
});

test.each([
  [{ action: 'get', address }, true],
  [{ action: 'set', address, secret }, true],
  [{ action: 'set', address }, false],
  [{ action: 'list', address }, false],
  [{ action: 'get' }, false],
  [null, false],
])('the worker reads %j as a request: %s', (message, isRequest) => {
  expect(readRequest(message)).toEqual(isRequest ? message : null);
});

/** A message bus that takes connections and never says anything. */
async function silentBus(): Promise<{ address: string; sockets: Socket[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'bus-'));
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'bus'), resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { address: `unix:path=${join(folder, 'bus')}`, sockets };
}

const onLinux = test.runIf(
  process.platform === 'linux' && spawnSync('sh', ['-c', 'ldconfig -p | grep libsecret']).status === 0,
);

onLinux('a keychain service that never answers blocks nothing and leaves no process behind', async () => {
  const bus = await silentBus();
  const before = process.env['DBUS_SESSION_BUS_ADDRESS'];
  process.env['DBUS_SESSION_BUS_ADDRESS'] = bus.address;
  onTestFinished(() => {
    if (before === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS'];
    else process.env['DBUS_SESSION_BUS_ADDRESS'] = before;
  });
  const store = keychainStore(forkKeychainWorker, 3_000);
  const asked = Promise.all([1, 2, 3, 4, 5].map(() => store.set(address, secret)));
  await expect.poll(() => bus.sockets.length).toBe(1);
  const closed = new Promise((resolve) => bus.sockets[0]?.once('close', resolve));
  bus.sockets[0]?.resume();
  await readFile(import.meta.filename);
  await lookup('localhost');
  for (const answer of await asked) expect(answer).toEqual({ ok: false, error: 'timeout' });
  await closed;
  expect(bus.sockets).toHaveLength(1);
});

test('a worker that ends without an answer counts as a missing keychain', async () => {
  const request: KeychainRequest = { action: 'get', address };
  await expect(forkKeychainWorker(join(import.meta.dirname, 'no-such-worker.js')).ask(request)).rejects.toThrow();
});

const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const real = process.platform === 'linux' && has('dbus-run-session') && has('gnome-keyring-daemon');
if (!real) console.log('skipped: the real keychain (needs dbus, gnome-keyring and libsecret on Linux)');

test.skipIf(!real)('the real keychain keeps a key from one process to the next', () => {
  const home = mkdtempSync(join(tmpdir(), 'keychain-'));
  const source = (name: string): string => new URL(`../../../core/node/${name}`, import.meta.url).href;
  const setUp =
    `import { keychainStore } from '${source('keychain.ts')}'; ` +
    `import { forkKeychainWorker } from '${source('forkKeychainWorker.ts')}'; ` +
    `const s = keychainStore(forkKeychainWorker); const at = '${address}';`;
  const run = (code: string): string => `"${process.execPath}" --input-type=module -e "${setUp} ${code}"`;
  const script = [
    `printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null`,
    run(`console.log(JSON.stringify(await s.set(at, '${secret}')))`),
    run('console.log(JSON.stringify(await s.get(at)))'),
    run(`console.log(JSON.stringify(await s.get(at + '.other')))`),
    run('console.log(JSON.stringify(await s.clear(at)))'),
    run('console.log(JSON.stringify(await s.get(at)))'),
  ].join('\n');
  const env = { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: home };
  const printed = execFileSync('dbus-run-session', ['--', 'sh', '-c', script], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  rmSync(home, { recursive: true, force: true });
  expect(
    printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { ok: true, value: null },
    { ok: true, value: secret },
    { ok: true, value: null },
    { ok: true, value: null },
    { ok: true, value: null },
  ]);
});
