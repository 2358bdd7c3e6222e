import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '../../common/access.ts';
import { DEFAULT_QUERY } from '../../common/query.ts';
import type { BoardSnapshot, Reading, Snapshot } from '../../common/snapshot.ts';
import { forAccess } from '../../core/state/forAccess.ts';
import { createEventStreams } from '../../server/events.ts';
import { fakeWallboard } from './support/fakeWallboard.ts';
import { handTimers, openStream, openTestShell, type TestShell } from './support/shell.ts';
import { StuckResponse } from './support/stuckResponse.ts';

let server: TestShell;
beforeEach(async () => {
  server = await openTestShell({ screens: 3 });
});
afterEach(() => server.close());

describe('the event stream', () => {
  it('brings the current state at once, then each change', async () => {
    const stream = await openStream(server.port);
    await stream.until(1);
    expect(stream.events[0]).toMatchObject({ event: 'snapshot', data: { revision: 1 } });
    server.wallboard.change('South');
    await stream.until(2);
    expect(stream.events[1]).toMatchObject({ event: 'snapshot', data: { revision: 2, site: 'South' } });
  });

  it('is not to be cached or held back, and is of the right type', async () => {
    const { headers } = (await openStream(server.port)).response;
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-accel-buffering']).toBe('no');
  });

  it('brings a heartbeat with every tick of the 15 s timer', async () => {
    const stream = await openStream(server.port);
    await stream.until(1);
    server.timers.advance(15_000);
    server.timers.advance(15_000);
    await stream.until(3);
    expect(stream.events.map(({ event }) => event)).toEqual(['snapshot', 'heartbeat', 'heartbeat']);
  });

  it('serves no more screens than it should, and one more as soon as one has gone', async () => {
    const streams = await Promise.all([1, 2, 3].map(() => openStream(server.port)));
    const refused = await server.call({ path: '/events' });
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('5');
    streams[0]?.close();
    await expect.poll(async () => (await openStream(server.port)).response.statusCode).toBe(200);
  });

  it('can be asked about with HEAD, which says whether there is a place and takes none', async () => {
    const ask = () => server.call({ method: 'HEAD', path: '/events' });
    for (let time = 0; time < 4; time += 1) {
      const free = await ask();
      expect([free.status, free.headers['x-wallboard'], free.text]).toEqual([200, undefined, '']);
    }
    const streams = await Promise.all([1, 2, 3].map(() => openStream(server.port)));
    for (const refused of [await ask(), await server.call({ path: '/events' })])
      expect([refused.status, refused.headers['x-wallboard']]).toEqual([503, 'full']);
    streams[0]?.close();
    await expect.poll(async () => (await ask()).status).toBe(200);
  });

  it('ends at once when the server closes, and lets go of the wallboard', async () => {
    const stream = await openStream(server.port);
    await server.close();
    await stream.ended;
    expect(server.wallboard.listeners).toBe(0);
  });
});

describe('a screen without the control link', () => {
  const nothing: Reading = { value: null, problem: null };
  const board: BoardSnapshot = {
    id: 'a',
    title: 'A',
    query: DEFAULT_QUERY,
    offset: '+03:00',
    sla: DEFAULT_QUERY.sla,
    gauges: [],
    tiles: [],
    companions: { totalSessions: nothing, totalClosedSessions: nothing, weakTime: nothing },
    ageMs: null,
    intervalMs: 60_000,
    figuresEndInMs: null,
    nextInMs: null,
    failure: null,
    screen: { light: 'light', brightness: 100, changesInMs: null, next: null, resting: false },
  };
  const emails = (email: string, access: Access): string[] => {
    const boards = [{ ...board, query: { ...DEFAULT_QUERY, email } }];
    const snapshot: Snapshot = { ...fakeWallboard().snapshot(), boards };
    return forAccess(snapshot, access).boards.map(({ query }) => query.email);
  };

  it('learns that one agent is filtered, but not who', () => {
    expect(emails('somebody@example.com', 'wall')).toEqual(['•••']);
    expect(emails('', 'wall')).toEqual(['']);
    expect(emails('somebody@example.com', 'control')).toEqual(['somebody@example.com']);
  });
});

describe('a slow client', () => {
  function connect() {
    const wallboard = fakeWallboard();
    const timers = handTimers();
    const streams = createEventStreams({
      ...wallboard,
      timers,
      limits: { screens: 9, screensPerAddress: 9 },
      opened: () => undefined,
      isFull: () => undefined,
    });
    const response = new StuckResponse();
    const screen = { address: '192.0.2.1', screenId: 'a', sinceMs: 0 };
    streams.open(response as unknown as ServerResponse, () => 'wall', screen);
    response.takesMore = false;
    return { wallboard, timers, streams, response };
  }

  it('gets only the newest state when it drains, however many it missed', () => {
    const { wallboard, response } = connect();
    wallboard.change('one');
    response.written.length = 0;
    for (const site of ['two', 'three', 'four']) wallboard.change(site);
    expect(response.written).toEqual([]);
    response.takesMore = true;
    response.emit('drain');
    expect(response.written).toHaveLength(1);
    expect(response.written[0]).toContain('"site":"four"');
  });

  it('gets nothing more when it drains and has missed nothing', () => {
    const { wallboard, response } = connect();
    wallboard.change('one');
    response.written.length = 0;
    response.emit('drain');
    expect(response.written).toEqual([]);
  });

  it('is dropped once it has been stuck for more than a minute, not before', () => {
    const { wallboard, timers, streams, response } = connect();
    wallboard.change();
    timers.advance(60_000);
    expect(response.destroyed).toBe(false);
    timers.advance(15_000);
    expect(response.destroyed).toBe(true);
    expect(streams.size).toBe(0);
  });
});
