import { describe, expect, test } from 'vitest';
import { DEFAULT_QUERY } from '../../common/query.ts';
import { createApiClock } from '../../core/apiClock.ts';
import { openLedgerBook } from '../../core/budget/ledgerFile.ts';
import { usedAt } from '../../core/budget/ledger.ts';
import { createExperiaClient } from '../../core/experia/client.ts';
import { systemClock } from '../../core/node/systemClock.ts';
import { createRequestLoop } from '../../core/poller/requestLoop.ts';
import { API_PARTITION, createNetFetch, speakHttp1 } from '../../electron/netFetch.ts';
import {
  BREAKS,
  countingServer,
  goodReply,
  replyText,
  TEMPTING_HEADERS,
  type CountingServer,
} from '../core/node/support/countingServer.ts';
import { memoryFiles, silentLog } from '../core/support/world.ts';
import { Network } from '../standin/network.ts';

const never = new AbortController().signal;
const KEPT = ['Connection: keep-alive', 'Keep-Alive: timeout=600'];

/** A session as Chromium has it: it does whatever Chromium does unasked. */
class FakeSession {
  readonly network = new Network();
  fetch = (input: unknown, init: RequestInit = {}): Promise<Response> => this.network.fetch(String(input), init);
  closeAllConnections = (): Promise<void> => Promise.resolve(this.network.closeAll());
}
const post = { method: 'POST', headers: {}, body: '{}', signal: never } as const;
const throughChromium = () => createNetFetch(() => new FakeSession());

async function calm(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('HTTP through Chromium', () => {
  test('follows no redirect, sends no cookie, keeps no copy, and lives in sessions without a place on disk', async () => {
    const seen: unknown[] = [];
    const opened: string[] = [];
    const fetch = createNetFetch((partition) => {
      opened.push(partition);
      return {
        closeAllConnections: () => Promise.resolve(void seen.push('connections closed')),
        fetch: (...call: unknown[]) => {
          seen.push(call);
          return Promise.resolve(new Response('{}'));
        },
      };
    });
    const request = { ...post, headers: { 'x-api-key': 'k' } };
    const response = await fetch('https://api.example.com/x', request);
    const limits = { redirect: 'manual', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' };
    expect(seen).toEqual(['connections closed', ['https://api.example.com/x', { ...request, ...limits }]]);
    expect(opened).toEqual([`${API_PARTITION}-1`]);
    expect(API_PARTITION).not.toMatch(/^persist:/);
    await response.body?.cancel();
    await fetch('https://api.example.com/x', request);
    expect(opened).toHaveLength(1);
  });

  test('speaks neither HTTP/2 nor QUIC, in which a server can hand a request back to be sent again', () => {
    const switches: string[] = [];
    speakHttp1({ commandLine: { appendSwitch: (name) => void switches.push(name) } });
    expect(switches).toEqual(['disable-http2', 'disable-quic']);
  });

  test('never closes the connections of another request that is under way', async () => {
    const server = await countingServer((socket, { number }) => {
      if (number === 2) socket.write(goodReply());
    });
    const fetch = throughChromium();
    const abort = new AbortController();
    let first = 'under way';
    const hanging = fetch(server.url, { ...post, signal: abort.signal }).catch(() => (first = 'failed'));
    while (server.requests() === 0) await calm();
    const second = await fetch(server.url, post);
    expect(await new Response(second.body).text()).toContain('SUCCESS');
    expect(first).toBe('under way');
    abort.abort();
    await hanging;
  });
});

/** A session that was used just now, so that Chromium has a connection which it knows to work. */
async function used(server: CountingServer): Promise<FakeSession> {
  const session = new FakeSession();
  await (await session.fetch(server.url, post)).text();
  return session;
}

describe('what Chromium sends again without telling', () => {
  test.each([
    [
      'a request on a connection that was in use before and has died',
      (n: number) => (n === 2 ? null : goodReply(KEPT)),
      3,
    ],
    [
      'a request that is answered with 408 on such a connection',
      (n: number) => (n === 2 ? replyText(408) : goodReply(KEPT)),
      3,
    ],
    ['a request that is answered with 421', (n: number) => (n === 2 ? replyText(421) : goodReply(KEPT)), 3],
  ])('%s: the stand-in does it too', async (_what, answer, expected) => {
    const server = await countingServer((socket, { number }) => {
      const text = answer(number);
      if (text === null) socket.resetAndDestroy();
      else socket.write(text);
    });
    const session = await used(server);
    await (await session.fetch(server.url, post)).text();
    expect(server.requests()).toBe(expected);
  });
});

/** What the loop counts for one poll, and what arrives at a server that answers like this. */
async function counted(answer: Parameters<typeof countingServer>[0]): Promise<{ arrived: number; counted: number }> {
  const server = await countingServer(answer);
  const clock = systemClock();
  const book = await openLedgerBook(memoryFiles(), clock, silentLog);
  const client = createExperiaClient(throughChromium(), clock);
  const ended = Promise.withResolvers<undefined>();
  const loop = createRequestLoop({
    endpoint: { url: server.url, key: 'k' },
    keyHash: 'k',
    book,
    client,
    clock,
    apiClock: createApiClock(clock),
    random: () => 0.5,
    log: silentLog,
    report: ({ type }) => void (type === 'requestEnded' && ended.resolve(undefined)),
  });
  loop.setQueries([DEFAULT_QUERY]);
  await ended.promise;
  await calm();
  const result = { arrived: server.requests(), counted: usedAt(book.get('k'), clock.monotonicMs()) };
  await loop.stop();
  return result;
}

describe('what is counted in the desktop app', () => {
  test('is never less than what arrives, whatever the status of the answer; one for one wherever that is sure', async () => {
    const wrong: number[] = [];
    for (let status = 200; status < 600; status += 1) {
      const headers = [...TEMPTING_HEADERS, ...KEPT];
      const is = await counted((socket) => void socket.write(replyText(status, undefined, headers)));
      const isSure = ![408, 421, 429].includes(status);
      if (is.counted < is.arrived || (isSure && (is.counted !== 1 || is.arrived !== 1))) wrong.push(status);
    }
    expect(wrong).toEqual([]);
  });

  test.each(Object.keys(BREAKS))('is never less than what arrives when the connection breaks: %s', async (how) => {
    const is = await counted((socket) => BREAKS[how]?.(socket));
    expect(is.arrived).toBe(1);
    expect(is.counted).toBeGreaterThanOrEqual(is.arrived);
  });

  test('is two where a 421 made Chromium send again', async () => {
    expect(await counted((socket) => void socket.write(replyText(421)))).toEqual({ arrived: 2, counted: 2 });
  });

  test('is one for each request where a server closes every connection that it has answered on before', async () => {
    const server = await countingServer((socket, { ofSocket }) => {
      if (ofSocket === 1) socket.write(goodReply(KEPT));
      else socket.resetAndDestroy();
    });
    const client = createExperiaClient(throughChromium(), systemClock());
    for (let sent = 1; sent <= 10; sent += 1) {
      expect(await client.summary({ url: server.url, key: 'k' }, DEFAULT_QUERY, never)).toMatchObject({ ok: true });
      expect(server.requests()).toBe(sent);
    }
  });
});
