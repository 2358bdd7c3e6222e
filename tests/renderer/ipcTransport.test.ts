import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WallboardBridge } from '../../common/bridge.ts';
import { err, ok } from '../../common/result.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { createIpcTransport } from '../../renderer/transport/ipc.ts';
import { snapshot } from './snapshots.ts';

function setUp(call: WallboardBridge['call'], access: WallboardBridge['access'] = async () => 'control') {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const seen: number[] = [];
  const links: string[] = [];
  const transport = createIpcTransport({
    call,
    access,
    onPanel: () => () => undefined,
    onSaved: () => () => undefined,
    onSnapshot: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
  const end = transport.subscribe({ snapshot: (one) => seen.push(one.revision), link: (state) => links.push(state) });
  return { transport, listeners, seen, links, end };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the desktop transport', () => {
  it('delivers the current snapshot at once, then each change', async () => {
    const { seen, listeners, links } = setUp(async () => ok(snapshot({ revision: 3 })));
    await vi.advanceTimersByTimeAsync(0);
    for (const listener of listeners) listener(snapshot({ revision: 4 }));
    expect(seen).toEqual([3, 4]);
    expect(links).toEqual(['up', 'up']);
  });

  it('asks again when the first snapshot could not be had', async () => {
    let calls = 0;
    const { seen, links } = setUp(async () =>
      calls++ === 0 ? err({ code: 'unavailable', message: '' }) : ok(snapshot({ revision: 3 })),
    );
    await vi.advanceTimersByTimeAsync(2000);
    expect(links).toEqual(['down', 'up']);
    expect(seen).toEqual([3]);
  });

  it('a call never rejects, even when the main process is gone', async () => {
    const { transport } = setUp(async () => {
      throw new Error('gone');
    });
    expect(await transport.call('stopDemo', undefined)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('its unsubscribe takes the listener away', () => {
    const { listeners, end } = setUp(async () => ok(snapshot()));
    end();
    expect(listeners.size).toBe(0);
  });

  it.each(['wall', 'kiosk', 'control'] as const)(
    'a window of the desktop app may do what the main process says: %s',
    async (access) => {
      const { transport } = setUp(
        async () => ok(snapshot()),
        async () => access,
      );
      expect(await transport.access()).toBe(access);
    },
  );

  it('a window whose rights cannot be learned may only look', async () => {
    const { transport } = setUp(
      async () => ok(snapshot()),
      async () => {
        throw new Error('gone');
      },
    );
    expect(await transport.access()).toBe('wall');
  });
});
