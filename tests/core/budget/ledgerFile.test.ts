import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { debit, freeAt, usedAt, type Block } from '../../../core/budget/ledger.ts';
import { openLedgerBook } from '../../../core/budget/ledgerFile.ts';
import type { Files } from '../../../core/ports.ts';
import { memoryFiles, silentLog, World } from '../support/world.ts';

const LIMIT = 200;

async function bookWith(
  requests: number,
  world: World,
  files = memoryFiles(),
): Promise<ReturnType<typeof memoryFiles>> {
  const { clock } = world.process();
  const book = await openLedgerBook(files, clock, silentLog);
  for (let i = 0; i < requests; i += 1) {
    await book.put('k', debit(book.get('k'), 'poll', clock.monotonicMs()));
    await world.advance(SECOND_MS);
  }
  return files;
}

test('a restart in the same boot remembers every request and lets time pass', async () => {
  const world = new World();
  const files = await bookWith(LIMIT, world);
  await world.advance(30 * MINUTE_MS);
  const { clock } = world.process();
  const again = await openLedgerBook(files, clock, silentLog);
  expect(usedAt(again.get('k'), clock.monotonicMs())).toBe(LIMIT);
  await world.advance(31 * MINUTE_MS);
  expect(usedAt(again.get('k'), clock.monotonicMs())).toBe(0);
});

test('a forward jump of the wall clock releases nothing, and neither does a boot', async () => {
  const world = new World();
  const files = await bookWith(LIMIT, world);
  world.wallOffsetMs += 48 * 60 * MINUTE_MS;
  await world.advance(30 * MINUTE_MS);
  world.reboot();
  const { clock } = world.process();
  const book = await openLedgerBook(files, clock, silentLog);
  expect(usedAt(book.get('k'), clock.monotonicMs())).toBe(LIMIT);
  expect(freeAt(book.get('k'), LIMIT, clock.monotonicMs())).toBeGreaterThan(clock.monotonicMs() + 55 * MINUTE_MS);
});

const DAMAGED: readonly (readonly [string, string])[] = [
  ['empty', ''],
  ['NUL bytes', '\0\0\0\0'],
  ['truncated', '{"version":1,"bootId":null,"savedAt":12,"keys":{"k":{"entr'],
  ['of another shape', '{"version":1,"entries":[]}'],
];
/** No request of before the loss can count any more: the last may have arrived just before its deadline. */
const LOST_FOR_MS = HOUR_MS + 32 * SECOND_MS;

const blockOf = async (files: Files, world: World, key = 'k'): Promise<Block | null> =>
  (await openLedgerBook(files, world.process().clock, silentLog)).get(key).block;

test.each(DAMAGED)(
  'a ledger file that is %s counts as spent at this moment, and a copy of it is kept',
  async (_, text) => {
    const world = new World();
    const files = memoryFiles();
    files.content.set('ledger.json', text);
    const now = world.process().clock.monotonicMs();
    expect(await blockOf(files, world)).toEqual({ untilMs: now + LOST_FOR_MS, code: 'countLost' });
    expect(files.content.get('ledger.damaged.json')).toBe(text);
  },
);

test('a folder that was never used begins with a ledger of its own, and nothing spent', async () => {
  const world = new World();
  const files = memoryFiles();
  // What an owner may have put there, and what either shell writes before it asks for anything.
  for (const name of ['settings.json', 'control-token', 'lock.db', 'windows.json']) files.content.set(name, '{}');
  expect(await blockOf(files, world)).toBeNull();
  files.content.set('starts.json', '{}');
  expect(await blockOf(files, world)).toBeNull();
});

test.each(['starts.json', 'key-addresses.json', 'history.db'])(
  'a ledger that is missing beside %s was lost, and counts as spent',
  async (name) => {
    const world = new World();
    const files = memoryFiles();
    files.content.set(name, '');
    expect(await blockOf(files, world)).toMatchObject({ code: 'countLost' });
  },
);

test('a ledger that is a link to nowhere was lost, and so was one of which nobody can tell', async () => {
  const world = new World();
  const dangling: Files = { ...memoryFiles(), has: (name) => name === 'ledger.json' };
  expect(await blockOf(dangling, world)).toMatchObject({ code: 'countLost' });
  const silent: Files = {
    ...memoryFiles(),
    has: () => {
      throw new Error('EIO');
    },
  };
  expect(await blockOf(silent, world)).toMatchObject({ code: 'countLost' });
  const unreadable: Files = { ...memoryFiles(), read: () => Promise.reject(new Error('EISDIR')) };
  expect(await blockOf(unreadable, world)).toMatchObject({ code: 'countLost' });
});

test('a loss is on the disk before anything of the damaged file is moved, and where it cannot be, the file stays as it is', async () => {
  const world = new World();
  const files = memoryFiles();
  files.content.set('ledger.json', '{"version":1,');
  const steps: string[] = [];
  const watched: Files = {
    ...files,
    write(name, text) {
      steps.push(name);
      return files.write(name, text);
    },
  };
  await blockOf(watched, world);
  expect(steps).toEqual(['ledger.json', 'ledger.damaged.json']);

  files.content.set('ledger.json', '{"version":1,');
  files.failing = true;
  for (let start = 0; start < 3; start += 1) {
    const now = world.process().clock.monotonicMs();
    expect(await blockOf(files, world)).toEqual({ untilMs: now + LOST_FOR_MS, code: 'countLost' });
    await world.advance(10 * MINUTE_MS);
  }
});

test('a ledger that could not be saved is not believed after a restart', async () => {
  const world = new World();
  const files = await bookWith(3, world);
  const book = await openLedgerBook(files, world.process().clock, silentLog);
  files.failing = true;
  expect(await book.put('k', debit(book.get('k'), 'poll', world.process().clock.monotonicMs()))).toBe(false);
  files.failing = false;
  expect(await blockOf(files, world)).toMatchObject({ code: 'countLost' });
});

test('a ledger that could be saved again in time is believed', async () => {
  const world = new World();
  const files = await bookWith(3, world);
  const { clock } = world.process();
  const book = await openLedgerBook(files, clock, silentLog);
  files.failing = true;
  await book.put('k', debit(book.get('k'), 'poll', clock.monotonicMs()));
  files.failing = false;
  expect(await book.flush()).toBe(true);
  const again = await openLedgerBook(files, clock, silentLog);
  expect(again.get('k')).toMatchObject({ block: null, entries: { length: 4 } });
});

test('the file holds no key, only what its hash has spent', async () => {
  const world = new World();
  const files = await bookWith(3, world);
  const saved = JSON.parse(files.content.get('ledger.json') ?? '') as { keys: Record<string, { entries: unknown[] }> };
  expect(Object.keys(saved.keys)).toEqual(['k']);
  expect(saved.keys['k']?.entries).toHaveLength(3);
});

test('a lost ledger stays spent for an hour, also for a process that is killed at once, for a key set later, and over a boot', async () => {
  const world = new World();
  const files = memoryFiles();
  files.content.set('ledger.json', 'garbage');
  const first = world.process();
  await openLedgerBook(files, first.clock, silentLog);
  first.kill();
  await world.advance(10 * MINUTE_MS);
  expect(await blockOf(files, world, 'set later')).toMatchObject({ code: 'countLost' });
  await world.advance(LOST_FOR_MS - 10 * MINUTE_MS - SECOND_MS);
  expect(await blockOf(files, world)).toMatchObject({ code: 'countLost' });
  await world.advance(2 * SECOND_MS);
  expect(await blockOf(files, world)).toBeNull();

  files.content.set('ledger.json', 'garbage');
  await openLedgerBook(files, world.process().clock, silentLog);
  // Nobody knows how long the machine was off.
  world.reboot();
  await world.advance(30 * MINUTE_MS);
  expect(await blockOf(files, world)).toMatchObject({ code: 'countLost' });
});

test('however many keys are tested, none loses what it has spent', async () => {
  const world = new World();
  const files = memoryFiles();
  const { clock } = world.process();
  const book = await openLedgerBook(files, clock, silentLog);
  await book.put('mine', debit(book.get('mine'), 'poll', clock.monotonicMs()));
  for (let i = 0; i < 150; i += 1) {
    const ledger = book.get(`other${i}`);
    if (ledger.block) continue;
    await book.put(`other${i}`, debit(ledger, 'test', clock.monotonicMs()));
  }
  const saved = await openLedgerBook(files, world.process().clock, silentLog);
  expect(usedAt(saved.get('mine'), clock.monotonicMs())).toBe(1);
  const count = (text = files.content.get('ledger.json') ?? ''): number =>
    Object.keys((JSON.parse(text) as { keys: object }).keys).length;
  expect(count()).toBe(100);
  await world.advance(62 * MINUTE_MS);
  await book.put('mine', debit(book.get('mine'), 'poll', clock.monotonicMs()));
  expect(count()).toBe(1);
});
