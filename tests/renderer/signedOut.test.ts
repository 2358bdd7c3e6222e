import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Access } from '../../common/access.ts';
import { BARE_SHELL, type ShellSide } from '../../renderer/shellSide.ts';
import { useWallStore } from '../../renderer/stores/wall.ts';
import { openScreen } from './mounting.ts';
import { snapshot } from './snapshots.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());

let shown: VueWrapper | null = null;
afterEach(() => shown?.unmount());

const forbidden = { ok: false, error: { code: 'forbidden', message: 'read-only screen' } };
const note = (): Element | null => document.querySelector('[data-part="signedOut"]');

async function open(access: Access = 'control', kind: ShellSide['kind'] = 'browser') {
  let reloads = 0;
  const shell = { ...BARE_SHELL, kind, reload: () => void (reloads += 1) };
  const screen = await openScreen(snapshot(), { access, shell, reply: () => forbidden });
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

/** Loads the page anew: nothing of it is left but what the browser keeps. */
async function loadAgain(access: Access, kind?: ShellSide['kind']): Promise<void> {
  shown?.unmount();
  await open(access, kind);
}

describe('a page whose session has ended', () => {
  it('forgets all that is in it as soon as its connection is back, and is a wall', async () => {
    const { transport, blink, reloads } = await open();
    transport.grant('wall');
    await blink();
    expect(reloads()).toBe(1);
  });

  it('finds out by the first command that is refused, though its connection never broke', async () => {
    const { transport, reloads } = await open();
    transport.grant('wall');
    await useWallStore().call('stopDemo', undefined);
    await flushPromises();
    expect(reloads()).toBe(1);
  });

  it('says to open the control link again, on every page of that browser, until the link is opened', async () => {
    await open('control');
    expect(note()).toBeNull();
    for (let page = 0; page < 2; page += 1) {
      await loadAgain('wall');
      expect(note()?.textContent).toContain('Open the control link again');
    }
    await loadAgain('control');
    expect(note()).toBeNull();
  });

  it('can be made a wall like any other, which says nothing', async () => {
    await open('control');
    await loadAgain('wall');
    note()?.querySelector('button')?.click();
    await flushPromises();
    expect(note()).toBeNull();
    await loadAgain('wall');
    expect(note()).toBeNull();
  });

  it.each(['browser', 'desktop'] as const)(
    'is nothing that a wall which never had control would say (%s)',
    async (kind) => {
      await open('wall', kind);
      expect(note()).toBeNull();
      await loadAgain('control', 'desktop');
      await loadAgain('wall');
      expect(note()).toBeNull();
    },
  );

  it('is not loaded anew while it may do what it did, however often the connection breaks', async () => {
    const { blink, reloads } = await open();
    await blink();
    await blink();
    expect(reloads()).toBe(0);
  });
});
