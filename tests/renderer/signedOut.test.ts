import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BARE_SHELL } from '../../renderer/shellSide.ts';
import { openScreen } from './mounting.ts';
import { snapshot } from './snapshots.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());

let shown: VueWrapper | null = null;
afterEach(() => shown?.unmount());

async function open() {
  let reloads = 0;
  const shell = { ...BARE_SHELL, reload: () => void (reloads += 1) };
  const screen = await openScreen(snapshot(), { access: 'control', shell });
  shown = screen.wrapper;
  const { transport } = screen;
  /** The connection goes and comes back. */
  async function blink(): Promise<void> {
    transport.setLink('down');
    transport.setLink('up');
    await flushPromises();
  }
  return { transport, blink, reloads: () => reloads };
}

describe('a page whose session has ended', () => {
  it('forgets all that is in it as soon as its connection is back, and is a wall', async () => {
    const { transport, blink, reloads } = await open();
    transport.grant('wall');
    await blink();
    expect(reloads()).toBe(1);
  });

  it('is not loaded anew while it may do what it did, however often the connection breaks', async () => {
    const { blink, reloads } = await open();
    await blink();
    await blink();
    expect(reloads()).toBe(0);
  });
});
