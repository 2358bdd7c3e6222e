import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../common/snapshot.ts';
import { follow } from '../../renderer/transport/follow.ts';
import { createStateRequests, type Place } from '../../renderer/transport/requests.ts';
import { snapshot } from './snapshots.ts';
import { FakeEventSource } from './support/eventSource.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers questions with its state; what comes by the stream comes by hand. */
function setUp() {
  const sources: FakeEventSource[] = [];
  const seen: number[] = [];
  const links: string[] = [];
  const server = { now: snapshot({ revision: 1 }) as Snapshot | null, place: 'free' as Place, asked: 0 };
  const following = follow(
    { snapshot: ({ revision }) => void seen.push(revision), link: (state) => void links.push(state) },
    {
      ask: async () => {
        server.asked += 1;
        return server.now;
      },
      place: async () => server.place,
      openStream: () => {
        const source = new FakeEventSource('events');
        sources.push(source);
        return source;
      },
      random: () => 1,
    },
  );
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
  /** The state goes into the stream; what holds it back decides whether it comes. */
  const stream = (revision: number): void => sources.at(-1)?.emit('snapshot', JSON.stringify(snapshot({ revision })));
  return { following, server, sources, seen, links, pass, stream };
}

describe('a screen whose stream comes through', () => {
  it('has its first answer without waiting for the stream', async () => {
    const { seen, pass } = setUp();
    await pass(0);
    expect(seen).toEqual([1]);
  });

  it('asks once a minute whether it still does, and otherwise only listens', async () => {
    const { server, stream, sources, links, pass } = setUp();
    stream(1);
    for (let minute = 0; minute < 10; minute += 1)
      for (let quarter = 0; quarter < 4; quarter += 1) {
        await pass(15_000);
        stream(1);
      }
    expect(server.asked).toBe(11);
    expect([sources.length, new Set(links)]).toEqual([1, new Set(['up'])]);
  });

  it('is not taken for held back when a change and the question cross each other', async () => {
    const { server, stream, links, pass } = setUp();
    stream(1);
    await pass(30_000);
    stream(1);
    await pass(29_000);
    server.now = snapshot({ revision: 2 });
    await pass(5000);
    stream(2);
    await pass(30_000);
    expect(links).not.toContain('polled');
  });

  it('compares nothing with a server that has started anew', async () => {
    const { server, stream, links, pass } = setUp();
    stream(9);
    server.now = snapshot({ revision: 30, coreId: 'core-b' });
    await pass(30_000);
    expect(links).not.toContain('polled');
  });
});

describe('a screen whose stream is held back', () => {
  it('asks each 5 s instead, says so, and holds no connection', async () => {
    const { server, sources, seen, links, pass } = setUp();
    await pass(5000);
    expect(links.at(-1)).toBe('polled');
    expect(sources.map(({ closed }) => closed)).toEqual([true]);
    for (const revision of [2, 3]) {
      server.now = snapshot({ revision });
      await pass(5000);
      expect(seen.at(-1)).toBe(revision);
    }
    expect(links).not.toContain('down');
  });

  it.each([
    ['late by one state', [1, 2, 3]],
    ['from some moment on', [9, 9, 9]],
  ])('finds out when it is %s', async (_what, streamed) => {
    const { server, stream, links, pass } = setUp();
    server.now = snapshot({ revision: 9 });
    stream(streamed[0] ?? 0);
    await pass(4000);
    server.now = snapshot({ revision: 12 });
    stream(streamed[1] ?? 0);
    await pass(60_000 - 4000);
    await pass(5000);
    expect(links.at(-1)).toBe('polled');
  });

  it('finds out when its streams end without a word although there is a place for them', async () => {
    const { sources, links, pass } = setUp();
    for (const pauseMs of [1000, 2000, 4000]) {
      sources.at(-1)?.emit('error');
      await pass(pauseMs);
    }
    expect([sources.length, links.at(-1)]).toEqual([3, 'polled']);
  });

  it('tries the stream again after ten minutes, and stays with it when it comes through', async () => {
    const { sources, stream, links, pass } = setUp();
    await pass(5000 + 599_000);
    expect(sources).toHaveLength(1);
    await pass(1000);
    expect(sources).toHaveLength(2);
    stream(1);
    await pass(6000);
    expect([links.at(-1), sources[1]?.closed]).toEqual(['up', false]);
  });

  it('says when nobody answers any more, and comes back by the stream', async () => {
    const { server, sources, stream, links, pass } = setUp();
    await pass(5000);
    server.now = null;
    server.place = 'unknown';
    await pass(5000);
    expect(links.at(-1)).toBe('down');
    server.now = snapshot({ revision: 1, coreId: 'core-b' });
    await pass(1000);
    expect(sources).toHaveLength(2);
    stream(1);
    expect(links.at(-1)).toBe('up');
  });
});

describe('a screen that is one too many', () => {
  it('is told so, gets no figures by asking, and comes in when there is a place', async () => {
    const { server, sources, stream, seen, links, pass } = setUp();
    server.place = 'none';
    sources[0]?.emit('error');
    await pass(1000);
    expect(links.at(-1)).toBe('full');
    await pass(120_000);
    expect([links.at(-1), sources.length, seen]).toEqual(['full', 1, []]);
    server.place = 'free';
    await pass(30_000);
    expect(sources).toHaveLength(2);
    stream(1);
    expect(links.at(-1)).toBe('up');
  });

  it.each([
    [503, { 'X-Wallboard': 'full' }, 'none'],
    [503, {}, 'unknown'],
    [502, { 'X-Wallboard': 'full' }, 'unknown'],
    [200, {}, 'free'],
    [405, {}, 'unknown'],
  ] as const)('knows that from the server, and from nobody before it: %d %j', async (status, headers, place) => {
    const asked: unknown[] = [];
    const { place: ask } = createStateRequests(async (url, { method }) => {
      asked.push([method, url]);
      return new Response(null, { status, headers });
    });
    expect(await ask()).toBe(place);
    expect(asked).toEqual([['HEAD', 'events']]);
  });
});

describe('a page that nobody looks at and that shares no connection', () => {
  it('holds none, still knows how things are, and is back at once', async () => {
    const { following, server, sources, stream, seen, links, pass } = setUp();
    stream(1);
    following.keepConnection(false);
    expect(sources[0]?.closed).toBe(true);
    server.now = snapshot({ revision: 2 });
    await pass(20 * 60_000);
    expect([seen.at(-1), sources.length, new Set(links)]).toEqual([2, 1, new Set(['up'])]);
    server.now = snapshot({ revision: 3 });
    following.keepConnection(true);
    await pass(0);
    expect([seen.at(-1), sources.length]).toEqual([3, 2]);
  });
});

it('ends with everything that was under way', async () => {
  const { following, server, sources, seen, pass } = setUp();
  following.end();
  await pass(120_000);
  expect([sources.map(({ closed }) => closed), seen, server.asked]).toEqual([[true], [], 1]);
});
