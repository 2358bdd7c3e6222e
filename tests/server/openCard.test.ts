import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestShell, type TestShell } from './support/shell.ts';

const REQUEST = '7f0c7b3e-6f0a-4f0e-9f52-0a4e4f0f8d11';

let server: TestShell;
beforeEach(async () => {
  server = await openTestShell();
});
afterEach(() => server.close());

const names = (): string[] => server.wallboard.calls.map(({ name }) => name);

describe('opening a card over HTTP', () => {
  it('is cancelled when the screen goes away before the answer, with the same rights', async () => {
    server.wallboard.unanswered.add('openCard');
    const cookie = await server.control();
    const headers = { ...server.posted, cookie };
    const sent = request({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/api/openCard', headers });
    sent.on('error', () => undefined);
    sent.end(JSON.stringify({ input: { request: REQUEST, board: 'main' } }));
    await expect.poll(names).toEqual(['openCard']);
    sent.destroy();
    await expect.poll(names).toEqual(['openCard', 'cancelCard']);
    expect(server.wallboard.calls[1]).toEqual({
      name: 'cancelCard',
      input: { request: REQUEST },
      access: 'control',
    });
  });

  it('is not cancelled once it was answered, and no cache keeps the answer', async () => {
    const cookie = await server.control();
    const reply = await server.post('/api/openCard', { input: { request: REQUEST } }, { cookie });
    expect(reply.headers['cache-control']).toBe('no-store');
    await server.close();
    expect(names()).toEqual(['openCard']);
  });

  it('leaves other commands alone when their screen goes away', async () => {
    server.wallboard.unanswered.add('testKey');
    const headers = { ...server.posted, cookie: await server.control() };
    const sent = request({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/api/testKey', headers });
    sent.on('error', () => undefined);
    sent.end('{}');
    await expect.poll(names).toEqual(['testKey']);
    sent.destroy();
    // A request that came later has been answered: what the lost one would have set off has been set off.
    await server.post('/api/getSnapshot', {});
    expect(names()).toEqual(['testKey', 'getSnapshot']);
  });
});
