import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keychainStore, type Keytar } from '../../../core/node/keychain.ts';

const secret = 'canary-secret-4711';

const keytar = (change: Partial<Keytar> = {}): (() => Promise<Keytar>) => {
  let held: string | null = null;
  const base: Keytar = {
    getPassword: () => Promise.resolve(held),
    setPassword: (_service, _account, password) => Promise.resolve(void (held = password)),
    deletePassword: () => {
      held = null;
      return Promise.resolve(true);
    },
  };
  return () => Promise.resolve({ ...base, ...change });
};

test('a key is set, read back, and cleared', async () => {
  const store = keychainStore(keytar());
  expect(await store.set(secret)).toEqual({ ok: true, value: null });
  expect(await store.get()).toEqual({ ok: true, value: secret });
  expect(await store.clear()).toEqual({ ok: true, value: null });
  expect(await store.get()).toEqual({ ok: true, value: null });
});

test.each([
  ['missing', 'Failed to load keytar native addon for linux-x64'],
  ['missing', 'The name org.freedesktop.secrets was not provided by any .service files'],
  ['locked', 'Cannot create an item in a locked collection'],
  ['denied', 'User interaction is not permitted; access denied'],
] as const)('a keychain that is %s is told apart by its error, of which no text is kept', async (fault, message) => {
  const failing = (): Promise<never> => Promise.reject(new Error(`${message} ${secret}`));
  const store = keychainStore(keytar({ getPassword: failing, setPassword: failing, deletePassword: failing }));
  for (const answer of [await store.get(), await store.set(secret), await store.clear()])
    expect(answer).toEqual({ ok: false, error: fault });
});

test('an addon that does not load counts as a missing keychain', async () => {
  const store = keychainStore(() => Promise.reject(new Error("Cannot find module 'keytar'")));
  expect(await store.get()).toEqual({ ok: false, error: 'missing' });
});

test('a keychain that waits for a prompt nobody answers is given up', async () => {
  const store = keychainStore(keytar({ setPassword: () => new Promise(() => undefined) }), 20);
  expect(await store.set(secret)).toEqual({ ok: false, error: 'timeout' });
});

test('what cannot be read back is not kept: a locked keychain answers with nothing', async () => {
  const store = keychainStore(keytar({ setPassword: () => Promise.resolve() }));
  expect(await store.set(secret)).toEqual({ ok: false, error: 'locked' });
});

const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const real = process.platform === 'linux' && has('dbus-run-session') && has('gnome-keyring-daemon');
if (!real) console.log('skipped: the real keychain (needs dbus, gnome-keyring and libsecret on Linux)');

test.skipIf(!real)('the real keychain keeps a key from one process to the next', { timeout: 60_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), 'keychain-'));
  const run = (code: string): string =>
    `"${process.execPath}" --input-type=module -e "import { keychainStore } from '${new URL('../../../core/node/keychain.ts', import.meta.url).href}'; const s = keychainStore(); ${code}"`;
  const script = [
    `printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null`,
    run(`console.log(JSON.stringify(await s.set('${secret}')))`),
    run('console.log(JSON.stringify(await s.get()))'),
    run('console.log(JSON.stringify(await s.clear()))'),
    run('console.log(JSON.stringify(await s.get()))'),
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
  ]);
});
