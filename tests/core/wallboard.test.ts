import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../common/channels.ts';
import { COMMANDS } from '../../common/contract.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { DEFAULT_SETTINGS } from '../../common/settings.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { dataFolderFiles } from '../../core/node/dataFolderFiles.ts';
import { startDemoServer } from '../../core/node/demoServer.ts';
import { settingsStore } from '../../core/node/settingsStore.ts';
import { systemClock } from '../../core/node/systemClock.ts';
import { undiciFetch } from '../../core/node/undiciFetch.ts';
import type { KeychainFault, Ports, SecretStore } from '../../core/ports.ts';
import { createWallboard } from '../../core/wallboard.ts';
import type { Wallboard, WallboardOptions } from '../../core/wallboard.types.ts';
import { start, type Sim } from './simulator/support.ts';
import { silentLog } from './support/world.ts';

const CANARY = 'canary-key-98765';

let folder = '';
const running: Wallboard[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'wallboard-'))));
afterEach(async () => {
  await Promise.all(running.splice(0).map((wallboard) => wallboard.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function keychain(fault: KeychainFault | null = null): SecretStore & { readonly held: Map<string, string> } {
  const held = new Map<string, string>();
  const answer = <T>(value: T): Promise<Result<T, KeychainFault>> => Promise.resolve(fault ? err(fault) : ok(value));
  return {
    held,
    get: (address) => answer(held.get(address) ?? null),
    set(address, secret) {
      held.set(address, secret);
      return answer(null);
    },
    clear(address) {
      held.delete(address);
      return answer(null);
    },
  };
}

function board(
  secrets: SecretStore,
  options: Partial<WallboardOptions> = {},
  clock = systemClock(),
  demoServer = startDemoServer,
): Wallboard {
  const ports: Ports = {
    clock,
    random: Math.random,
    fetch: undiciFetch(),
    secrets,
    files: dataFolderFiles(folder),
    settings: settingsStore(folder),
    log: silentLog,
    startDemoServer: demoServer,
  };
  const app = { name: 'Experia Wallboard', version: '0.0.0' };
  const wallboard = createWallboard(ports, { app, apiUrl: null, givenKey: null, demo: false, ...options });
  running.push(wallboard);
  return wallboard;
}

/** The first snapshot, now or later, that is as wanted. */
function until(wallboard: Wallboard, wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve) => {
    const stop = wallboard.onChange(check);
    function check(snapshot: Snapshot): void {
      if (!wanted(snapshot)) return;
      stop();
      resolve(snapshot);
    }
    check(wallboard.snapshot());
  });
}

const live = (snapshot: Snapshot): boolean => snapshot.boards[0]?.ageMs !== null;
const files = (): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');

test('without a key nothing is sent; with one from the environment the wall goes live by itself', async () => {
  const simulator = await start();
  const idle = board(keychain(), { apiUrl: simulator.url });
  await idle.start();
  expect(idle.snapshot().key).toEqual({ present: false, source: null, keychain: 'available' });
  expect(simulator.requests).toEqual([]);
  const given = board(keychain('missing'), {
    apiUrl: simulator.url,
    givenKey: { key: simulator.key, source: 'environment' },
  });
  await given.start();
  const snapshot = await until(given, live);
  expect(snapshot.boards[0]?.tiles[0]).toMatchObject({
    metric: 'totalSessions',
    reading: { value: expect.any(Number) as number },
  });
  expect(snapshot.key).toEqual({ present: true, source: 'environment', keychain: 'missing' });
});

test('first run: a key is tested, kept in the keychain, and its test already fills the wall', async () => {
  const simulator = await start({ key: CANARY });
  const secrets = keychain();
  const wallboard = board(secrets, { apiUrl: simulator.url });
  await wallboard.start();
  const tested = await wallboard.dispatch('testKey', { key: ` "${CANARY}"\n` }, 'control');
  expect(tested).toMatchObject({ ok: true, value: { failure: null, figures: 23, cost: 1, left: 199 } });
  expect(await wallboard.dispatch('setKey', { key: CANARY, keep: 'keychain' }, 'control')).toEqual(
    ok({ stored: 'keychain' }),
  );
  expect(live(wallboard.snapshot())).toBe(true);
  expect(simulator.requests).toHaveLength(1);
  expect([...secrets.held]).toEqual([[simulator.url, CANARY]]);
  expect(JSON.stringify(wallboard.snapshot()) + files()).not.toContain(CANARY);
});

test('where there is no keychain the key is refused with the reason, and kept for the session only when asked', async () => {
  const simulator = await start();
  const wallboard = board(keychain('missing'), { apiUrl: simulator.url });
  await wallboard.start();
  expect(await wallboard.dispatch('setKey', { key: simulator.key, keep: 'keychain' }, 'control')).toEqual(
    ok({ stored: null, problem: 'keychain', keychain: 'missing' }),
  );
  expect(simulator.requests).toEqual([]);
  expect(await wallboard.dispatch('setKey', { key: simulator.key, keep: 'session' }, 'control')).toEqual(
    ok({ stored: 'session' }),
  );
  await until(wallboard, live);
  expect(files()).not.toContain(simulator.key);
});

test('a rejected key shows as such, its test says what came back and what it cost, and another key goes on at once', async () => {
  const simulator = await start();
  const wallboard = board(keychain(), { apiUrl: simulator.url });
  await wallboard.start();
  expect(await wallboard.dispatch('testKey', { key: 'wrong' }, 'control')).toMatchObject(
    ok({ failure: 'auth', status: 401, cost: 1, left: 199 }),
  );
  await wallboard.dispatch('setKey', { key: 'wrong', keep: 'session' }, 'control');
  const rejected = await until(
    wallboard,
    ({ boards }) => boards[0]?.failure?.code === 'auth' && boards[0].nextInMs !== null,
  );
  expect(rejected.boards[0]?.nextInMs).toBeGreaterThan(59 * 60_000);
  await wallboard.dispatch('setKey', { key: simulator.key, keep: 'session' }, 'control');
  const good = await until(wallboard, live);
  expect(good.boards[0]?.failure).toBeNull();
});

test('an error leaves the last good figures on the wall with their age', async () => {
  const simulator: Sim = await start();
  const wallboard = board(keychain(), { apiUrl: simulator.url, givenKey: { key: simulator.key, source: 'file' } });
  await wallboard.start();
  const before = await until(wallboard, live);
  simulator.misbehave({ kind: 'status', status: 503 });
  await wallboard.dispatch('saveSettings', { ...DEFAULT_SETTINGS, site: 'Renamed' }, 'control');
  const after = wallboard.snapshot();
  expect(after.site).toBe('Renamed');
  expect(after.boards[0]?.tiles).toMatchObject(before.boards[0]?.tiles.map(({ reading }) => ({ reading })) ?? []);
  expect(after.revision).toBeGreaterThan(before.revision);
});

test('demo mode runs on the simulator, says so, survives a restart, and is left without a trace of its figures', async () => {
  const wallboard = board(keychain());
  await wallboard.start();
  expect(await wallboard.dispatch('startDemo', undefined, 'control')).toEqual(ok({ demo: true }));
  const demo = await until(wallboard, live);
  expect(demo.demo).toBe(true);
  const again = board(keychain());
  await again.start();
  expect(again.snapshot().demo).toBe(true);
  await again.dispatch('stopDemo', undefined, 'control');
  expect(again.snapshot()).toMatchObject({ demo: false, boards: [{ ageMs: null }] });
});

test('a read-only screen may ask for the snapshot and for nothing else', async () => {
  const wallboard = board(keychain());
  await wallboard.start();
  for (const name of COMMAND_NAMES) {
    const answer = await wallboard.dispatch(name, undefined, 'wall');
    const allowed = COMMANDS[name].access === 'wall';
    expect(answer, name).toMatchObject(allowed ? { ok: true } : { ok: false, error: { code: 'forbidden' } });
  }
});

test('unknown commands and inputs that are not as the contract says are refused without running', async () => {
  const wallboard = board(keychain());
  await wallboard.start();
  const unknown = wallboard.dispatch as unknown as (
    name: string,
    input: unknown,
    access: 'control',
  ) => Promise<unknown>;
  for (const name of ['toString', '__proto__', 'constructor', 'openCard', ''])
    expect(await unknown(name, undefined, 'control')).toMatchObject({ error: { code: 'unknownCommand' } });
  for (const input of [
    undefined,
    null,
    'key',
    { key: 5, keep: 'keychain' },
    { key: 'k', keep: 'disk' },
    { key: 'k', keep: 'session', more: 1 },
  ])
    expect(await wallboard.dispatch('setKey', input, 'control')).toMatchObject({ error: { code: 'invalidInput' } });
  expect(
    await wallboard.dispatch('saveSettings', { ...DEFAULT_SETTINGS, apiUrl: 'http://example.com' }, 'control'),
  ).toMatchObject({
    error: { code: 'invalidInput', message: expect.stringContaining('apiUrl') as string },
  });
  expect(wallboard.snapshot().key.present).toBe(false);
});

test('two boards with equal queries cost one request', async () => {
  const simulator = await start();
  const [first] = DEFAULT_SETTINGS.boards;
  if (!first) throw new Error('no default board');
  settingsStore(folder).save({ ...DEFAULT_SETTINGS, boards: [first, { ...first, id: 'second' }] });
  const wallboard = board(keychain(), { apiUrl: simulator.url, givenKey: { key: simulator.key, source: 'file' } });
  await wallboard.start();
  const snapshot = await until(wallboard, live);
  expect(snapshot.boards.map(({ ageMs }) => ageMs !== null)).toEqual([true, true]);
  expect(simulator.requests).toHaveLength(1);
});

test('a keychain that hangs does not hold up a wall whose key comes from elsewhere', async () => {
  const simulator = await start();
  const hanging: SecretStore = { ...keychain(), get: () => new Promise(() => undefined) };
  const givenKey = { key: simulator.key, source: 'environment' } as const;
  const wallboard = board(hanging, { apiUrl: simulator.url, givenKey });
  await wallboard.start();
  expect((await until(wallboard, live)).key).toEqual({ present: true, source: 'environment', keychain: 'unknown' });
});

test('a keychain that opens late, as after a power cut, is found without anybody', async () => {
  const simulator = await start();
  const store = keychain();
  let locked = true;
  const late: SecretStore = { ...store, get: () => Promise.resolve(locked ? err('locked') : ok(simulator.key)) };
  const system = systemClock();
  const hurried = { ...system, after: (delayMs: number, run: () => void) => system.after(delayMs / 500, run) };
  const wallboard = board(late, { apiUrl: simulator.url }, hurried);
  await wallboard.start();
  expect(wallboard.snapshot().key).toEqual({ present: false, source: null, keychain: 'locked' });
  locked = false;
  expect((await until(wallboard, live)).key).toEqual({ present: true, source: 'keychain', keychain: 'available' });
});

test('a restart under a block says why nothing comes, and when it will', async () => {
  const simulator = await start();
  const options = { apiUrl: simulator.url, givenKey: { key: simulator.key, source: 'environment' } } as const;
  for (const [status, code] of [
    [429, 'limited'],
    [401, 'auth'],
  ] as const) {
    simulator.misbehave({ kind: 'status', status, retryAfter: '3600' });
    const first = board(keychain(), options);
    await first.start();
    await until(first, ({ boards }) => boards[0]?.failure?.code === code);
    await first.stop();
    const sent = simulator.requests.length;
    const again = board(keychain(), options);
    await again.start();
    expect(again.snapshot().boards[0]).toMatchObject({ failure: { code }, nextInMs: expect.any(Number) as number });
    expect(simulator.requests).toHaveLength(sent);
    await again.stop();
    rmSync(join(folder, 'ledger.json'));
  }
});

test('a reply in which nothing can be read leaves the last good figures and says so', async () => {
  const simulator = await start();
  simulator.misbehave({ kind: 'wrongTypes' });
  const wallboard = board(keychain(), { apiUrl: simulator.url, givenKey: { key: simulator.key, source: 'file' } });
  await wallboard.start();
  const snapshot = await until(wallboard, ({ boards }) => boards[0]?.failure !== null);
  expect(snapshot.boards[0]).toMatchObject({ failure: { code: 'shape' }, ageMs: null });
});

test('a rate limit met by a key test shows on the wall when that key is kept', async () => {
  const simulator = await start();
  const wallboard = board(keychain(), { apiUrl: simulator.url });
  await wallboard.start();
  simulator.misbehave({ kind: 'status', status: 429, retryAfter: '600' });
  expect(await wallboard.dispatch('testKey', { key: simulator.key }, 'control')).toMatchObject(
    ok({ failure: 'limited', cost: 1 }),
  );
  const seen: Snapshot[] = [];
  wallboard.onChange((snapshot) => void seen.push(snapshot));
  await wallboard.dispatch('setKey', { key: simulator.key, keep: 'session' }, 'control');
  expect(seen.at(-1)?.boards[0]).toMatchObject({
    failure: { code: 'limited' },
    nextInMs: expect.any(Number) as number,
  });
});

test('screens hear the state again and again, even when nothing happens', async () => {
  const system = systemClock();
  const hurried = { ...system, after: (delayMs: number, run: () => void) => system.after(delayMs / 500, run) };
  const wallboard = board(keychain(), {}, hurried);
  await wallboard.start();
  const revision = wallboard.snapshot().revision;
  let heard = 0;
  await new Promise<void>((resolve) => wallboard.onChange(() => ((heard += 1) === 3 ? resolve() : undefined)));
  expect(wallboard.snapshot().revision).toBe(revision);
});

test('a key goes to the address it was entered for and to no other, whoever changes the address', async () => {
  const [mine, other] = [await start(), await start({ key: 'k' })];
  const secrets = keychain();
  settingsStore(folder).save({ ...DEFAULT_SETTINGS, apiUrl: mine.url });
  const wallboard = board(secrets);
  await wallboard.start();
  await wallboard.dispatch('setKey', { key: mine.key, keep: 'keychain' }, 'control');
  await until(wallboard, live);
  await wallboard.dispatch('saveSettings', { ...DEFAULT_SETTINGS, apiUrl: other.url }, 'control');
  expect(wallboard.snapshot()).toMatchObject({ key: { present: false }, boards: [{ ageMs: null }] });
  expect(await wallboard.dispatch('testKey', {}, 'control')).toMatchObject(
    ok({ failure: 'noKey', cost: 0, left: null }),
  );
  await wallboard.dispatch('saveSettings', { ...DEFAULT_SETTINGS, apiUrl: mine.url }, 'control');
  expect((await until(wallboard, live)).key).toMatchObject({ present: true, source: 'keychain' });
  expect(other.requests).toEqual([]);
});

test('a cleared key is not used again, whatever the keychain says', async () => {
  const simulator = await start();
  const refusing: SecretStore = {
    ...keychain(),
    get: () => Promise.resolve(ok(simulator.key)),
    clear: () => Promise.resolve(err('locked' as const)),
  };
  const system = systemClock();
  const hurried = { ...system, after: (delayMs: number, run: () => void) => system.after(delayMs / 500, run) };
  const wallboard = board(refusing, { apiUrl: simulator.url }, hurried);
  await wallboard.start();
  await until(wallboard, live);
  expect(await wallboard.dispatch('clearKey', undefined, 'control')).toEqual(ok({ cleared: false }));
  const sent = simulator.requests.length;
  await new Promise((resolve) => system.after(300, () => resolve(null)));
  expect(wallboard.snapshot().key.present).toBe(false);
  expect(simulator.requests).toHaveLength(sent);
});

test('tests of one key never overlap, however often they are asked for', async () => {
  const simulator = await start();
  simulator.misbehave({ kind: 'latency', delayMs: 60 });
  const wallboard = board(keychain(), { apiUrl: simulator.url });
  await wallboard.start();
  const asked = Array.from({ length: 3 }, () => wallboard.dispatch('testKey', { key: simulator.key }, 'control'));
  const answers = await Promise.all(asked);
  expect(answers.map((answer) => answer.ok && answer.value.left)).toEqual([199, 198, 197]);
});

test('a demo that could not start is tried again when asked again', async () => {
  let broken = true;
  const wallboard = board(keychain(), {}, systemClock(), () =>
    broken ? Promise.reject(new Error('no port')) : startDemoServer(),
  );
  await wallboard.start();
  expect(await wallboard.dispatch('startDemo', undefined, 'control')).toMatchObject({ ok: false });
  expect(wallboard.snapshot().demo).toBe(false);
  expect(settingsStore(folder).load().settings.mode).toBe('live');
  broken = false;
  expect(await wallboard.dispatch('startDemo', undefined, 'control')).toEqual(ok({ demo: true }));
  expect((await until(wallboard, live)).demo).toBe(true);
});

const slowly = (store: SecretStore, delayMs: number): SecretStore => ({
  ...store,
  get: (address) => new Promise((resolve) => setTimeout(() => resolve(store.get(address)), delayMs)),
});

test('two quick changes of the address end at the last one, live, however slow the keychain is', async () => {
  const [first, second] = [await start({ key: 'first' }), await start({ key: 'second' })];
  const secrets = keychain();
  secrets.held.set(first.url, 'first').set(second.url, 'second');
  settingsStore(folder).save({ ...DEFAULT_SETTINGS, apiUrl: first.url });
  const wallboard = board(slowly(secrets, 60));
  await wallboard.start();
  const change = (site: string): Promise<unknown> =>
    wallboard.dispatch('saveSettings', { ...DEFAULT_SETTINGS, apiUrl: second.url, site }, 'control');
  await Promise.all([change('one'), change('two')]);
  const snapshot = await until(wallboard, live);
  expect(snapshot).toMatchObject({ site: 'two', key: { present: true, source: 'keychain' } });
  expect(second.requests.length).toBeGreaterThan(0);
});

test('a demo that is left before the keychain has answered goes live when it does', async () => {
  const simulator = await start();
  const secrets = keychain();
  secrets.held.set(simulator.url, simulator.key);
  const wallboard = board(slowly(secrets, 150), { apiUrl: simulator.url, demo: true });
  await wallboard.start();
  await wallboard.dispatch('stopDemo', undefined, 'control');
  expect((await until(wallboard, live)).demo).toBe(false);
});

test('a key from the environment is still there after a visit to another address', async () => {
  const [mine, other] = [await start(), await start({ key: 'other' })];
  const secrets = keychain();
  secrets.held.set(other.url, 'other');
  settingsStore(folder).save({ ...DEFAULT_SETTINGS, apiUrl: mine.url });
  const wallboard = board(secrets, { givenKey: { key: mine.key, source: 'environment' } });
  await wallboard.start();
  for (const apiUrl of [other.url, mine.url]) {
    await wallboard.dispatch('saveSettings', { ...DEFAULT_SETTINGS, apiUrl }, 'control');
    await until(wallboard, live);
  }
  expect(wallboard.snapshot().key.source).toBe('environment');
  expect(other.requests).toHaveLength(1);
});

test('a test of a key against a silent server holds up neither a clear nor a stop, and nothing is sent after it', async () => {
  const simulator = await start();
  simulator.misbehave({ kind: 'hang', at: 'request' });
  const wallboard = board(keychain(), { apiUrl: simulator.url });
  await wallboard.start();
  const asked = Array.from({ length: 3 }, () => wallboard.dispatch('testKey', { key: simulator.key }, 'control'));
  while (simulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await wallboard.dispatch('clearKey', undefined, 'control');
  const cancelled = await Promise.all(asked);
  expect(cancelled).toMatchObject([1, 0, 0].map((cost) => ok({ failure: 'cancelled', cost })));
  void wallboard.dispatch('testKey', { key: simulator.key }, 'control');
  void wallboard.dispatch('testKey', { key: simulator.key }, 'control');
  await wallboard.stop();
  expect(simulator.requests.length).toBeLessThanOrEqual(2);
});
