import tls, { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { createExperiaClient } from '../../../core/experia/client.ts';
import { systemClock } from '../../../core/node/systemClock.ts';
import { undiciFetch } from '../../../core/node/undiciFetch.ts';
import type { Clock } from '../../../core/ports.ts';
import { pem } from '../../faults/support/gate.ts';
import { BREAKS, countingServer, goodReply, replyText, TEMPTING_HEADERS } from './support/countingServer.ts';

const never = new AbortController().signal;
/** A clock whose 30 s pass in a moment. */
const fast: Clock = { ...systemClock(), after: (delayMs, callback) => systemClock().after(delayMs / 100, callback) };
const client = createExperiaClient(undiciFetch(), systemClock());
const ask = (url: string, via = client) => via.summary({ url, key: 'k' }, DEFAULT_QUERY, never);

/** Whatever would be sent once more is sent within a few turns of the event loop, or with the next request. */
async function calm(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const STATUSES = Array.from({ length: 400 }, (_, i) => 200 + i);

describe('one call is one request on the wire', () => {
  test.each(['keep-alive', 'close'])(
    'whatever the status of the answer, with everything in it that asks for another (%s)',
    async (connection) => {
      let status = 0;
      const headers = [...TEMPTING_HEADERS, `Connection: ${connection}`];
      const server = await countingServer((socket) => void socket.write(replyText(status, undefined, headers)));
      const wrong: number[] = [];
      for (status of STATUSES) {
        const before = server.requests();
        await ask(server.url);
        await calm();
        if (server.requests() - before !== 1) wrong.push(status);
      }
      expect(wrong).toEqual([]);
    },
  );

  test.each(Object.keys(BREAKS))('however the connection breaks: %s', async (how) => {
    const server = await countingServer((socket) => BREAKS[how]?.(socket));
    const result = await ask(server.url, createExperiaClient(undiciFetch(), fast));
    await calm();
    expect(server.requests()).toBe(1);
    expect(result).toMatchObject({ ok: false, error: { sent: true } });
  });

  test('where the connection of the last one is closed as the next is sent', async () => {
    const server = await countingServer((socket, { number }) => {
      if (number % 2 === 1) socket.write(goodReply(['Connection: keep-alive', 'Keep-Alive: timeout=600']));
      else socket.resetAndDestroy();
    });
    for (let pair = 1; pair <= 5; pair += 1) {
      expect(await ask(server.url)).toMatchObject({ ok: true });
      expect(await ask(server.url)).toMatchObject({ ok: false, error: { code: 'network', sent: true } });
      await calm();
      expect(server.requests()).toBe(pair * 2);
    }
    expect(server.connections()).toBe(10);
  });

  test('that is cancelled or never answered', async () => {
    const server = await countingServer(() => undefined);
    const abort = new AbortController();
    const hanging = client.summary({ url: server.url, key: 'k' }, DEFAULT_QUERY, abort.signal);
    while (server.requests() === 0) await calm();
    abort.abort();
    expect(await hanging).toMatchObject({ error: { code: 'cancelled', sent: true } });
    expect(await ask(server.url, createExperiaClient(undiciFetch(), fast))).toMatchObject({
      error: { code: 'timeout' },
    });
    await calm();
    expect(server.requests()).toBe(2);
  });
});

describe('over TLS', () => {
  const trusted = tls.getCACertificates('default');
  afterEach(() => tls.setDefaultCACertificates(trusted));

  test('no protocol is spoken that lets a server hand a request back', async () => {
    tls.setDefaultCACertificates([...trusted, pem('authority.pem')]);
    const spoken: unknown[] = [];
    const options = { key: pem('server-test-only.key'), cert: pem('valid.pem'), ALPNProtocols: ['h2', 'http/1.1'] };
    const server = await countingServer(
      (socket) => void socket.write(goodReply()),
      (listen) =>
        createTlsServer(options, (socket) => {
          spoken.push(socket.alpnProtocol);
          listen(socket);
        }),
    );
    const url = server.url.replace('http:', 'https:');
    expect(await ask(url)).toMatchObject({ ok: true });
    expect(server.requests()).toBe(1);
    expect(spoken).not.toContain('h2');
  });
});
