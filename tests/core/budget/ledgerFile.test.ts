import { expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { debit, freeAt, usedAt } from '../../../core/budget/ledger.ts';
import { openLedgerBook } from '../../../core/budget/ledgerFile.ts';
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

test.each([
  ['empty', ''],
  ['NUL bytes', '\0\0\0\0'],
  ['truncated', '{"version":1,"bootId":null,"savedAt":12,"keys":{"k":{"entr'],
  ['of another shape', '{"version":1,"entries":[]}'],
])('a ledger file that is %s is kept aside and counts as full, spread over the hour', async (_, text) => {
  const world = new World();
  const files = memoryFiles();
  files.content.set('ledger.json', text);
  const { clock } = world.process();
  const book = await openLedgerBook(files, clock, silentLog);
  const now = clock.monotonicMs();
  expect(files.content.get('ledger.json.unusable')).toBe(text);
  expect(usedAt(book.get('k'), now)).toBe(LIMIT);
  expect(freeAt(book.get('k'), LIMIT, now)).toBeLessThan(now + 25 * SECOND_MS);
  expect(freeAt(book.get('k'), LIMIT, now)).toBeGreaterThan(now);
});

test('the file holds no key, only what its hash has spent', async () => {
  const world = new World();
  const files = await bookWith(3, world);
  const saved = JSON.parse(files.content.get('ledger.json') ?? '') as { keys: Record<string, { entries: unknown[] }> };
  expect(Object.keys(saved.keys)).toEqual(['k']);
  expect(saved.keys['k']?.entries).toHaveLength(3);
});

test('a lost ledger stays full for an hour, also for a process that is killed at once and for a key set later', async () => {
  const world = new World();
  const files = memoryFiles();
  files.content.set('ledger.json', 'garbage');
  const first = world.process();
  const book = await openLedgerBook(files, first.clock, silentLog);
  await book.flush();
  first.kill();
  await world.advance(10 * MINUTE_MS);
  const { clock } = world.process();
  const again = await openLedgerBook(files, clock, silentLog);
  expect(usedAt(again.get('set later'), clock.monotonicMs())).toBeGreaterThan(160);
  await world.advance(55 * MINUTE_MS);
  expect(usedAt(again.get('set later'), clock.monotonicMs())).toBe(0);
});

test('however many keys are tested, none loses what it has spent', async () => {
  const world = new World();
  const files = memoryFiles();
  const { clock } = world.process();
  const book = await openLedgerBook(files, clock, silentLog);
  await book.put('mine', debit(book.get('mine'), 'poll', clock.monotonicMs()));
  for (let i = 0; i < 150; i += 1) {
    const ledger = book.get(`other${i}`);
    if (freeAt(ledger, LIMIT, clock.monotonicMs()) > clock.monotonicMs()) continue;
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
