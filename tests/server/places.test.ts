import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEventStreams } from '../../server/events.ts';
import { LIMITS } from '../../server/http.ts';
import { createScreenNames } from '../../server/screenNames.ts';
import { fakeWallboard } from './support/fakeWallboard.ts';
import {
  handTimers,
  openStream,
  openTestShell,
  SCREEN_KEY,
  TOKEN,
  type Stream,
  type TestShell,
} from './support/shell.ts';
import { StuckResponse } from './support/stuckResponse.ts';

let server: TestShell;
beforeEach(async () => {
  server = await openTestShell({ screens: 3 });
});
afterEach(() => server.close());

function placesFor(screens: number, screensPerAddress: number) {
  const told: string[] = [];
  const streams = createEventStreams({
    ...fakeWallboard(),
    timers: handTimers(),
    limits: { screens, screensPerAddress },
    opened: () => undefined,
    isFull: (address, outcome) => void told.push(`${address} ${outcome}`),
  });
  let count = 0;
  /** A new name each time, given out at `sinceMs`; the response of a stream that was opened. */
  const open = (address: string, sinceMs: number, screenId = `screen-${(count += 1)}`): StuckResponse | null => {
    const response = new StuckResponse();
    const screen = { address, screenId, sinceMs };
    return streams.open(response as unknown as ServerResponse, () => 'wall', screen) ? response : null;
  };
  return { streams, told, open };
}

describe('one remote address', () => {
  it('takes up its share of the screens and no more, while others still get theirs', () => {
    const { streams, told, open } = placesFor(4, 2);
    const isOpen = ['a', 'a', 'a', 'b', 'b', 'b', 'c'].map((address, at) => open(address, at) !== null);
    expect(isOpen).toEqual([true, true, false, true, true, false, false]);
    expect(streams.size).toBe(4);
    expect(told).toEqual(['a refused', 'b refused', 'c refused']);
  });

  it('has 32 of 200 screens unless told otherwise', () => {
    expect(LIMITS).toMatchObject({ screens: 200, screensPerAddress: 32 });
  });
});

describe('a screen that has been here before', () => {
  it('has its place whenever it comes back, though seven addresses have taken all they could', () => {
    const { streams, told, open } = placesFor(LIMITS.screens, LIMITS.screensPerAddress);
    const flood = Array.from({ length: 7 * 32 }, (_, n) => open(`192.0.2.${n % 7}`, 1000 + n));
    expect([streams.size, flood.filter((stream) => stream === null).length]).toEqual([200, 24]);
    const walls = Array.from({ length: 20 }, (_, n) => open('198.51.100.1', n));
    expect(walls.every((wall) => wall !== null && !wall.destroyed)).toBe(true);
    // The youngest went, and the flood cannot come back for them.
    expect(flood.slice(180, 200).every((stream) => stream?.destroyed)).toBe(true);
    expect(open('192.0.2.9', 5000)).toBeNull();
    expect(walls.every((wall) => wall !== null && !wall.destroyed)).toBe(true);
    expect([streams.size, told.filter((line) => line.endsWith('tookPlace')).length]).toEqual([200, 20]);
  });

  it('has its place at an address that others share, and takes it from nobody elsewhere', () => {
    const { open } = placesFor(10, 2);
    const elsewhere = open('b', 90);
    const flood = [open('a', 50), open('a', 60)];
    expect(open('a', 10)).not.toBeNull();
    expect([elsewhere?.destroyed, ...flood.map((stream) => stream?.destroyed)]).toEqual([false, false, true]);
  });

  it('is worth a few windows, not any number of places', () => {
    const { open } = placesFor(20, 20);
    for (let n = 0; n < 20; n += 1) open('a', 50 + n);
    const taken = Array.from({ length: 20 }, () => open('b', 1, 'one-name')).filter((stream) => stream !== null);
    expect(taken).toHaveLength(8);
  });

  it('that is as old as all the others is refused rather than put in the place of one of them', () => {
    const { open } = placesFor(2, 2);
    const first = [open('a', 5), open('b', 5)];
    expect(open('c', 5)).toBeNull();
    expect(first.map((stream) => stream?.destroyed)).toEqual([false, false]);
  });
});

it('a desk has its place whatever the name of its screen, though others have taken all of them', async () => {
  const flood = await Promise.all([1, 2, 3].map(() => openStream(server.port)));
  expect((await openStream(server.port)).response.statusCode).toBe(503);
  const desk = await openStream(server.port, { cookie: await server.control() });
  expect(desk.response.statusCode).toBe(200);
  await Promise.race(flood.map((stream) => stream.ended));
  expect((await openStream(server.port)).response.statusCode).toBe(503);
});

describe('the name of a screen', () => {
  const cookiesOf = (stream: Stream): readonly string[] => stream.response.headers['set-cookie'] ?? [];

  it('is a cookie that scripts and other sites cannot use, and says nothing about anybody', async () => {
    const [cookie = '', ...more] = cookiesOf(await openStream(server.port));
    expect(more).toEqual([]);
    expect(cookie).toMatch(
      /^wallboard-screen-\d+=[\w-]{22}\.[0-9a-z]+\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=34560000$/,
    );
  });

  it('stays the same when the screen comes back, over a restart too', async () => {
    const [given = ''] = cookiesOf(await openStream(server.port));
    const cookie = given.split(';')[0] ?? '';
    expect(cookiesOf(await openStream(server.port, { cookie }))).toEqual([given]);
    const names = (key: string) => createScreenNames({ key, port: () => server.port, wallMs: () => 9e12 });
    expect(names(SCREEN_KEY).of(cookie)).toMatchObject({ sinceMs: 1_000_000 });
    expect(names(TOKEN).of(cookie)).toMatchObject({ sinceMs: 9e12 });
  });

  it.each(['', 'x', `${'A'.repeat(22)}.0.${'A'.repeat(43)}`, `${'A'.repeat(22)}.0.`, '..', '__proto__'])(
    'cannot be made up: %j is a new screen',
    async (value) => {
      const { port } = server;
      const names = createScreenNames({ key: SCREEN_KEY, port: () => port, wallMs: () => 777 });
      expect(names.of(`wallboard-screen-${port}=${value}`).sinceMs).toBe(777);
    },
  );

  it('is not needed: a screen that keeps no cookie is served as long as there is room', async () => {
    const streams = await Promise.all([1, 2, 3].map(() => openStream(server.port)));
    for (const stream of streams) await stream.until(1);
    expect((await server.call({ path: '/events' })).status).toBe(503);
    expect(server.warnings).toEqual([['screens.full', { address: '127.0.0.1', outcome: 'refused' }]]);
  });

  it('gets a wall back in through the real server, and ends the stream of the newcomer', async () => {
    const wall = await openStream(server.port);
    const cookie = cookiesOf(wall)[0]?.split(';')[0] ?? '';
    wall.close();
    server.timers.advance(1);
    const flood: Stream[] = [];
    await expect
      .poll(async () => {
        const stream = await openStream(server.port);
        if (stream.response.statusCode === 200) flood.push(stream);
        return flood.length;
      })
      .toBe(3);
    const back = await openStream(server.port, { cookie });
    await back.until(1);
    expect(back.response.statusCode).toBe(200);
    await Promise.race(flood.map(({ ended }) => ended));
  });
});
