import { expect, test } from 'vitest';
import { err, ok } from '../../common/result.ts';
import { DEFAULT_SETTINGS } from '../../common/settings.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { systemClock } from '../../core/node/systemClock.ts';
import type { SecretStore } from '../../core/ports.ts';
import { start } from './simulator/support.ts';
import { board, files, keychain, live, save, storedSettings, until } from './support/composed.ts';

const CANARY = 'canary-key-98765';

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

test('a keychain that hangs does not hold up a wall whose key comes from elsewhere', async () => {
  const simulator = await start();
  const hanging: SecretStore = { ...keychain(), get: () => new Promise(() => undefined) };
  const givenKey = { key: simulator.key, source: 'environment' } as const;
  const wallboard = board(hanging, { apiUrl: simulator.url, givenKey });
  await wallboard.start();
  expect((await until(wallboard, live)).key).toMatchObject({
    present: true,
    source: 'environment',
    keychain: 'unknown',
  });
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
  expect(wallboard.snapshot().key).toMatchObject({ present: false, source: null, keychain: 'locked' });
  locked = false;
  expect((await until(wallboard, live)).key).toMatchObject({
    present: true,
    source: 'keychain',
    keychain: 'available',
  });
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

test('a key goes to the address it was entered for and to no other, whoever changes the address', async () => {
  const [mine, other] = [await start(), await start({ key: 'k' })];
  const secrets = keychain();
  storedSettings().save({ ...DEFAULT_SETTINGS, apiUrl: mine.url });
  const wallboard = board(secrets);
  await wallboard.start();
  await wallboard.dispatch('setKey', { key: mine.key, keep: 'keychain' }, 'control');
  await until(wallboard, live);
  await save(wallboard, { apiUrl: other.url });
  expect(wallboard.snapshot()).toMatchObject({ key: { present: false }, boards: [{ ageMs: null }] });
  expect(await wallboard.dispatch('testKey', {}, 'control')).toMatchObject(
    ok({ failure: 'noKey', cost: 0, left: null }),
  );
  await save(wallboard, { apiUrl: mine.url });
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

const slowly = (store: SecretStore, delayMs: number): SecretStore => ({
  ...store,
  get: (address) => new Promise((resolve) => setTimeout(() => resolve(store.get(address)), delayMs)),
});

test('two quick changes of the address end at the last one, live, however slow the keychain is', async () => {
  const [first, second] = [await start({ key: 'first' }), await start({ key: 'second' })];
  const secrets = keychain();
  secrets.held.set(first.url, 'first').set(second.url, 'second');
  storedSettings().save({ ...DEFAULT_SETTINGS, apiUrl: first.url });
  const wallboard = board(slowly(secrets, 60));
  await wallboard.start();
  const { settingsRevision } = wallboard.snapshot();
  const change = (site: string, basedOn: number): Promise<unknown> => {
    const settings = { ...DEFAULT_SETTINGS, apiUrl: second.url, site };
    return wallboard.dispatch('saveSettings', { settings, basedOn }, 'control');
  };
  await Promise.all([change('one', settingsRevision), change('two', settingsRevision + 1)]);
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
  storedSettings().save({ ...DEFAULT_SETTINGS, apiUrl: mine.url });
  const givenKey = { key: mine.key, source: 'environment' } as const;
  const before = board(keychain(), { apiUrl: mine.url, givenKey });
  await before.start();
  await until(before, live);
  await before.stop();
  const wallboard = board(secrets, { givenKey });
  await wallboard.start();
  for (const apiUrl of [other.url, mine.url]) {
    await save(wallboard, { apiUrl });
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

test('a screen on the floor may set up a wall that has no key, and change nothing of one that has', async () => {
  const simulator = await start();
  const wallboard = board(keychain(), { apiUrl: simulator.url });
  await wallboard.start();
  const forbidden = { ok: false, error: { code: 'forbidden' } };
  expect(await wallboard.dispatch('testKey', { key: simulator.key }, 'kiosk')).toMatchObject({ value: { cost: 1 } });
  const first = { key: simulator.key, keep: 'session' } as const;
  expect(await wallboard.dispatch('setKey', first, 'kiosk')).toMatchObject({ value: { stored: 'session' } });
  expect(await wallboard.dispatch('setKey', { key: 'other', keep: 'session' }, 'kiosk')).toMatchObject(forbidden);
  expect(await wallboard.dispatch('testKey', {}, 'kiosk')).toMatchObject(forbidden);
  expect(await wallboard.dispatch('startDemo', undefined, 'kiosk')).toMatchObject(forbidden);
  expect(await wallboard.dispatch('setKey', { key: simulator.key, keep: 'session' }, 'control')).toMatchObject({
    ok: true,
  });
});
