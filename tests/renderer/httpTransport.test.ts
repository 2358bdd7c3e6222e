import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../common/snapshot.ts';
import { createHttpTransport, tokenOf } from '../../renderer/transport/http.ts';
import { snapshot } from './snapshots.ts';
import { FakeEventSource } from './support/eventSource.ts';

interface Call {
  readonly url: string;
  readonly init: RequestInit;
}

function setUp(reply: (url: string) => Response | Error, token: string | null = null) {
  const calls: Call[] = [];
  const sources: FakeEventSource[] = [];
  const seen: Snapshot[] = [];
  const links: string[] = [];
  const transport = createHttpTransport(token, {
    fetch: async (url, init) => {
      calls.push({ url, init });
      const answer = reply(url);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    openEventSource: (url) => {
      const source = new FakeEventSource(url);
      sources.push(source);
      return source;
    },
    random: () => 1,
    reachHub: null,
  });
  const listen = async (): Promise<() => void> => {
    const end = transport.subscribe({ snapshot: (one) => seen.push(one), link: (state) => links.push(state) });
    await vi.advanceTimersByTimeAsync(0);
    return end;
  };
  return { transport, calls, sources, seen, links, listen, latest: () => sources.at(-1) };
}

const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('commands over HTTP', () => {
  it('are posts with the header that other sites cannot send, to an address relative to the document', async () => {
    const { transport, calls } = setUp(() => json({ ok: true, value: { demo: true } }));
    expect(await transport.call('startDemo', undefined)).toEqual({ ok: true, value: { demo: true } });
    expect(calls[0]?.url).toBe('api/startDemo');
    expect(calls[0]?.init).toMatchObject({ method: 'POST', credentials: 'same-origin', body: '{}' });
    expect(calls[0]?.init.headers).toMatchObject({ 'X-Wallboard': '1', 'Content-Type': 'application/json' });
  });

  it('carry their input', async () => {
    const { transport, calls } = setUp(() => json({ ok: true, value: {} }));
    await transport.call('setKey', { key: 'k', keep: 'session' });
    expect(calls[0]?.init.body).toBe('{"input":{"key":"k","keep":"session"}}');
  });

  it('a refusal comes back as the value it is, whatever the HTTP status', async () => {
    const refusal = { ok: false, error: { code: 'forbidden', message: 'no' } };
    const { transport } = setUp(() => json(refusal, 403));
    expect(await transport.call('clearKey', undefined)).toEqual(refusal);
  });

  it.each([
    ['a dead server', () => new Error('refused'), 'unavailable'],
    ['a page where JSON was due', () => new Response('<html>'), 'failed'],
    ['JSON that is no result', () => json({ hello: 1 }), 'failed'],
  ])('%s never rejects', async (_name, reply, code) => {
    const { transport } = setUp(reply);
    expect(await transport.call('getSettings', undefined)).toMatchObject({ ok: false, error: { code } });
  });

  it('access is what the server says, asked again while it does not answer', async () => {
    let answers = 0;
    const { transport } = setUp(() => (answers++ === 0 ? new Error('refused') : json({ access: 'control' })));
    const access = transport.access();
    await vi.advanceTimersByTimeAsync(3000);
    expect(await access).toBe('control');
  });

  it.each([502, 503])(
    'a server that answers %d has not said what this screen may do: it is asked again',
    async (status) => {
      let answers = 0;
      const { transport } = setUp(() =>
        answers++ === 0 ? json({ error: 'Starting' }, status) : json({ access: 'control' }),
      );
      const access = transport.access();
      await vi.advanceTimersByTimeAsync(3000);
      expect(await access).toBe('control');
    },
  );

  it.each(['wall', 'kiosk', 'control'] as const)('access may be %s', async (access) => {
    const { transport } = setUp(() => json({ access }));
    expect(await transport.access()).toBe(access);
  });

  it('anything but a clear yes is a read-only wall', async () => {
    const { transport } = setUp(() => json({ access: 'admin' }));
    expect(await transport.access()).toBe('wall');
  });
});

describe('the control link', () => {
  it('is exchanged for a session before anything is subscribed to', async () => {
    const { calls, listen, sources } = setUp(() => json({ access: 'control' }), 'tok_1');
    expect(sources).toHaveLength(0);
    await listen();
    expect(calls[0]?.url).toBe('session');
    expect(calls[0]?.init.body).toBe('{"token":"tok_1"}');
    expect(sources).toHaveLength(1);
  });

  it('that is refused leaves a read-only wall that works', async () => {
    const { listen, sources } = setUp(() => new Error('refused'), 'tok_1');
    await listen();
    expect(sources).toHaveLength(1);
  });

  it.each([
    [json({ access: 'control' }), null],
    [json({ access: 'wall' }, 401), 'wrong'],
    [json({ access: 'wall' }, 429), 'tooMany'],
    [json({ error: 'Starting' }, 503), 'unchecked'],
    [new Response('<html>', { status: 502 }), 'unchecked'],
    [new Error('no network'), 'unchecked'],
  ] as const)('says what came of it: %o is %s', async (reply, trouble) => {
    const { transport } = setUp(() => reply, 'tok_1');
    expect(await transport.linkTrouble).toBe(trouble);
  });

  it('that nobody opened is no trouble', async () => {
    const { transport, calls } = setUp(() => json({ access: 'wall' }));
    expect(await transport.linkTrouble).toBeNull();
    expect(calls).toEqual([]);
  });

  it('is read from its own fragment only', () => {
    expect(tokenOf('#control=aB3_-x')).toBe('aB3_-x');
    expect(tokenOf('#other=1')).toBeNull();
    expect(tokenOf('')).toBeNull();
    expect(tokenOf('#controls=1')).toBeNull();
    // Damaged on the way, as by a mail program: it is tried, and said to be wrong.
    expect(tokenOf('#control')).toBe('');
    expect(tokenOf('#control=')).toBe('');
    expect(tokenOf('#control=aB3%20c.')).toBe('aB3%20c.');
  });
});

describe('snapshots over server-sent events', () => {
  const never = (): Error => new Error('refused');

  it('are delivered, and the link is up', async () => {
    const { listen, latest, seen, links } = setUp(never);
    await listen();
    latest()?.emit('snapshot', JSON.stringify(snapshot({ revision: 7 })));
    expect(seen.map((one) => one.revision)).toEqual([7]);
    expect(links).toEqual(['up']);
    expect(latest()?.url).toBe('events');
  });

  it('a broken snapshot is passed over', async () => {
    const { listen, latest, seen } = setUp(never);
    await listen();
    latest()?.emit('snapshot', '{"revision":');
    latest()?.emit('snapshot', '{"revision":"9"}');
    expect(seen).toEqual([]);
  });

  it('heartbeats keep the link up; silence of 35 s brings it down and opens a new connection', async () => {
    const { listen, sources, links } = setUp(never);
    await listen();
    sources[0]?.emit('heartbeat');
    await vi.advanceTimersByTimeAsync(30_000);
    sources[0]?.emit('heartbeat');
    await vi.advanceTimersByTimeAsync(34_000);
    expect(links.at(-1)).toBe('up');
    await vi.advanceTimersByTimeAsync(1000);
    expect(links.at(-1)).toBe('down');
    expect(sources[0]?.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sources).toHaveLength(2);
  });

  it('reconnects after errors with growing pauses of at most 30 s, and starts small again after success', async () => {
    const { listen, sources, latest } = setUp(never);
    await listen();
    for (const pauseMs of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      const before = sources.length;
      latest()?.emit('error');
      await vi.advanceTimersByTimeAsync(pauseMs - 1);
      expect(sources).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(sources).toHaveLength(before + 1);
    }
    latest()?.emit('heartbeat');
    const before = sources.length;
    latest()?.emit('error');
    await vi.advanceTimersByTimeAsync(1000);
    expect(sources).toHaveLength(before + 1);
  });

  it('a connection that was given up is not listened to any more', async () => {
    const { listen, sources, seen } = setUp(never);
    await listen();
    sources[0]?.emit('error');
    sources[0]?.emit('snapshot', JSON.stringify(snapshot()));
    expect(seen).toEqual([]);
  });

  it('end with their unsubscribe', async () => {
    const { listen, sources } = setUp(never);
    const end = await listen();
    end();
    expect(sources[0]?.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sources).toHaveLength(1);
  });
});
