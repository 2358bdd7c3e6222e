import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { SECOND_MS } from '../../common/time.ts';
import { ONE_PACE_MS } from './support/afterGood.ts';
import { scene } from './support/scene.ts';
import { until } from './support/until.ts';

const CONNECT_MS = 10 * SECOND_MS;
const TOTAL_DEADLINE_MS = 30 * SECOND_MS;
/** undici looks at its timers about twice a second. */
const UNDICI_TICK_MS = 2 * SECOND_MS;

/** A server that takes connections and says nothing, whatever it is told. */
async function silentServer(): Promise<number> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket.resume());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody takes connections any more: its process is stopped and its queue full. */
async function fullPort(): Promise<number> {
  const listen =
    "const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))";
  const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  child.kill('SIGSTOP');
  const queued = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  onTestFinished(() => {
    for (const socket of queued) socket.destroy();
    child.kill('SIGKILL');
  });
  // Linux takes one more than it was told; the others hang, as ours will.
  await until(() => queued.filter(({ connecting }) => !connecting).length >= 2);
  return port;
}

describe('fault 6: a connection that is never made', () => {
  // Connecting is undici's own affair, and so is its one timer, which stays with the clock it was first set on.
  beforeAll(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterAll(() => void vi.useRealTimers());

  test.skipIf(process.platform !== 'linux').each([
    ['when connecting', () => fullPort().then((port) => `http://127.0.0.1:${port}`)],
    ['in the TLS handshake', () => silentServer().then((port) => `https://127.0.0.1:${port}`)],
  ] as const)('%s is given up after 10 s, costs nothing, and the wall says so', async (_where, address) => {
    const it = await scene();
    const apiUrl = await address();
    const life = await it.open({ apiUrl, wait: 'departed' });
    vi.advanceTimersByTime(CONNECT_MS - SECOND_MS);
    await life.settle('departed');
    expect(life.snapshot()).toMatchObject({ budget: { requesting: true, used: 1 } });
    vi.advanceTimersByTime(SECOND_MS + UNDICI_TICK_MS);
    await life.settle();
    const seen = await life.look();
    expect(seen.code).toBe('timeout');
    expect(seen.error).toMatch(/^No reply in time, next try 14:05$/);
    expect(seen.budget).toBe('200 of 200 requests left this hour');
  });
});

describe('fault 6: a server that keeps silent', () => {
  test.each([
    ['takes the connection and never reads', 'connect'],
    ['reads the question and never answers', 'request'],
    ['sends headers and no body', 'headers'],
    ['sends half of the body', 'half'],
  ] as const)('a server that %s is left after 30 s in all', async (_what, at) => {
    const it = await scene();
    const life = await it.open();
    const good = await life.look();
    it.simulator.misbehave({ kind: 'hang', at });
    const wait = at === 'connect' ? 'departed' : 'arrived';
    while (!life.snapshot().budget.requesting) await life.advance(SECOND_MS / 10, wait);
    await life.advance(TOTAL_DEADLINE_MS - SECOND_MS, wait);
    expect(life.snapshot().budget.requesting).toBe(true);
    await life.advance(SECOND_MS, wait);
    const seen = await life.look();
    expect(seen.code).toBe('timeout');
    expect(seen.error).toMatch(/^No reply in time, next try 14:0[67]$/);
    expect(seen.tiles['totalSessions']?.value).toBe(good.tiles['totalSessions']?.value);
    expect(seen.budget).toBe('198 of 200 requests left this hour');
  });
});

describe('fault 7: a body that drips', () => {
  test('the deadline is for the whole: bytes that keep coming do not move it', async () => {
    const it = await scene();
    const life = await it.open();
    const good = await life.look();
    it.simulator.misbehave({ kind: 'drip', intervalMs: 1 });
    const before = it.bytesRead();
    await life.advance(ONE_PACE_MS, 'arrived');
    await until(() => it.bytesRead() > before + 5);
    await life.advance(TOTAL_DEADLINE_MS - 2 * SECOND_MS, 'arrived');
    await until(() => it.bytesRead() > before + 10);
    expect(life.snapshot().budget.requesting).toBe(true);
    await life.advance(3 * SECOND_MS, 'arrived');
    expect(life.snapshot().boards[0]?.failure?.code).toBe('timeout');
    const seen = await life.look();
    expect(seen.error).toMatch(/^No reply in time, next try 14:0[67]$/);
    expect(seen.tiles['totalSessions']?.value).toBe(good.tiles['totalSessions']?.value);
  });
});
