import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { countStart, startDelayMs } from '../../core/startDelay.ts';
import { memoryFiles, silentLog, World } from './support/world.ts';

const start = (world: World, files = memoryFiles()) => countStart(files, world.process().clock, silentLog);

test('three starts in an hour are nobody’s worry; from the fourth on each waits twice as long, up to five minutes', () => {
  const seconds = Array.from({ length: 12 }, (_, i) => startDelayMs(i + 1) / SECOND_MS);
  expect(seconds).toEqual([0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
  expect(startDelayMs(10_000)).toBe(5 * MINUTE_MS);
});

test('a process that dies over and over waits longer each time, and an hour later not at all', async () => {
  const world = new World();
  const files = memoryFiles();
  const delays: number[] = [];
  for (let i = 0; i < 6; i += 1) {
    delays.push((await start(world, files)).delayMs);
    await world.advance(MINUTE_MS);
  }
  expect(delays).toEqual([0, 0, 0, 5 * SECOND_MS, 10 * SECOND_MS, 20 * SECOND_MS]);
  await world.advance(HOUR_MS);
  expect((await start(world, files)).delayMs).toBe(0);
});

test('an end in good order is no start too many: updates and restarts by hand never wait', async () => {
  const world = new World();
  const files = memoryFiles();
  for (let i = 0; i < 10; i += 1) {
    const { delayMs, endedWell } = await start(world, files);
    expect(delayMs).toBe(0);
    await endedWell();
  }
});

test('an end in good order takes back its own start and none of those that went wrong before it', async () => {
  const world = new World();
  const files = memoryFiles();
  for (let i = 0; i < 3; i += 1) await start(world, files);
  await (await start(world, files)).endedWell();
  expect((await start(world, files)).delayMs).toBe(5 * SECOND_MS);
});

test.each([
  ['missing', null],
  ['empty', ''],
  ['garbage', '\0\0'],
  ['of another shape', '{"version":1,"starts":"many"}'],
  ['of a newer version', '{"version":2,"starts":[]}'],
  ['without end', JSON.stringify({ version: 1, starts: Array.from({ length: 5000 }, () => 1) })],
])('a list of starts that is %s counts as none, and is a good one afterwards', async (_what, text) => {
  const world = new World();
  const files = memoryFiles();
  if (text !== null) files.content.set('starts.json', text);
  expect((await start(world, files)).delayMs).toBe(0);
  expect(JSON.parse(files.content.get('starts.json') ?? '')).toMatchObject({
    version: 1,
    starts: [expect.any(Number)],
  });
});

test('a disk that cannot be written neither stops the start nor delays it', async () => {
  const world = new World();
  const files = memoryFiles();
  files.failing = true;
  const { delayMs, endedWell } = await start(world, files);
  expect(delayMs).toBe(0);
  await expect(endedWell()).resolves.toBeUndefined();
});

test('starts of a future that a wrong clock wrote do not count, and the list never grows without end', async () => {
  const world = new World();
  const files = memoryFiles();
  world.wallOffsetMs += 24 * HOUR_MS;
  for (let i = 0; i < 200; i += 1) await start(world, files);
  expect((JSON.parse(files.content.get('starts.json') ?? '') as { starts: number[] }).starts).toHaveLength(100);
  world.wallOffsetMs -= 24 * HOUR_MS;
  expect((await start(world, files)).delayMs).toBe(0);
});
