import { expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../common/channels.ts';
import { COMMANDS } from '../../common/contract.ts';
import { ok } from '../../common/result.ts';
import { DEFAULT_SETTINGS } from '../../common/settings.ts';
import { startDemoServer } from '../../core/node/demoServer.ts';
import { systemClock } from '../../core/node/systemClock.ts';
import { start, type Sim } from './simulator/support.ts';
import { board, removeFile, keychain, live, save, storedSettings, until } from './support/composed.ts';

test('without a key nothing is sent; with one from the environment the wall goes live by itself', async () => {
  const simulator = await start();
  const idle = board(keychain(), { apiUrl: simulator.url });
  await idle.start();
  expect(idle.snapshot().key).toMatchObject({ present: false, source: null, keychain: 'available' });
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
  expect(snapshot.key).toMatchObject({ present: true, source: 'environment', keychain: 'missing' });
});

test('an error leaves the last good figures on the wall with their age', async () => {
  const simulator: Sim = await start();
  const wallboard = board(keychain(), { apiUrl: simulator.url, givenKey: { key: simulator.key, source: 'file' } });
  await wallboard.start();
  const before = await until(wallboard, live);
  simulator.misbehave({ kind: 'status', status: 503 });
  await save(wallboard, { site: 'Renamed' });
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
  for (const name of ['toString', '__proto__', 'constructor', 'openEverything', ''])
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
  expect(await save(wallboard, { apiUrl: 'http://example.com' })).toMatchObject({
    error: { code: 'invalidInput', message: expect.stringContaining('apiUrl') as string },
  });
  expect(wallboard.snapshot().key.present).toBe(false);
});

test('two boards with equal queries cost one request', async () => {
  const simulator = await start();
  const [first] = DEFAULT_SETTINGS.boards;
  if (!first) throw new Error('no default board');
  storedSettings().save({ ...DEFAULT_SETTINGS, boards: [first, { ...first, id: 'second' }] });
  const wallboard = board(keychain(), { apiUrl: simulator.url, givenKey: { key: simulator.key, source: 'file' } });
  await wallboard.start();
  const snapshot = await until(wallboard, live);
  expect(snapshot.boards.map(({ ageMs }) => ageMs !== null)).toEqual([true, true]);
  expect(simulator.requests).toHaveLength(1);
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
    // As a new folder.
    for (const name of ['ledger.json', 'starts.json', 'key-addresses.json']) removeFile(name);
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

test('a demo that could not start is tried again when asked again', async () => {
  let broken = true;
  const wallboard = board(keychain(), {}, systemClock(), (wallMs) =>
    broken ? Promise.reject(new Error('no port')) : startDemoServer(wallMs),
  );
  await wallboard.start();
  expect(await wallboard.dispatch('startDemo', undefined, 'control')).toMatchObject({ ok: false });
  expect(wallboard.snapshot().demo).toBe(false);
  expect(storedSettings().load().settings.mode).toBe('live');
  broken = false;
  expect(await wallboard.dispatch('startDemo', undefined, 'control')).toEqual(ok({ demo: true }));
  expect((await until(wallboard, live)).demo).toBe(true);
});
