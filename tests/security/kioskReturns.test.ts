import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../common/snapshot.ts';
import { createKioskLock, RELOCK_AFTER_MS } from '../../electron/lock/kioskLock.ts';
import { watchLeaving } from '../../electron/lock/leaving.ts';
import { wasKiosk } from '../../electron/lock/wasKiosk.ts';
import { silentLog, World } from '../core/support/world.ts';

const F11 = {
  type: 'keyDown',
  key: 'F11',
  control: false,
  alt: false,
  meta: false,
  shift: false,
  isAutoRepeat: false,
};

describe('a wall that closes with the PIN', () => {
  function wall({ pinSet = true } = {}) {
    const state = { pinSet };
    const world = new World();
    const app = new EventEmitter();
    const contents = Object.assign(new EventEmitter(), { send: () => {} });
    let destroyed = false;
    const window = Object.assign(new EventEmitter(), { webContents: contents, isDestroyed: () => destroyed });
    let reopened = 0;
    const lock = createKioskLock({
      isPinSet: () => state.pinSet,
      known: Promise.resolve(),
      leaving: watchLeaving(app, new EventEmitter()),
      clock: world.process().clock,
      platform: 'linux',
      log: { info: () => {} },
    });
    lock.guard(window as unknown as BrowserWindow, {
      isKiosk: () => true,
      toggle: () => void (destroyed = true),
      returns: false,
      reopen: () => void (reopened += 1),
    });
    const press = (): unknown => contents.emit('before-input-event', { preventDefault() {} }, F11);
    return { state, world, app, lock, contents, press, reopened: () => reopened };
  }

  it('is back ten minutes later', async () => {
    const { world, lock, contents, reopened } = wall();
    await world.advance(0);
    lock.unlocked(contents);
    await world.advance(RELOCK_AFTER_MS - 1);
    expect(reopened()).toBe(0);
    await world.advance(1);
    expect(reopened()).toBe(1);
  });

  it.each<[string, boolean, (wall: { state: { pinSet: boolean }; app: EventEmitter }) => void]>([
    ['there is no PIN', false, () => {}],
    ['the PIN was taken away meanwhile', true, ({ state }) => (state.pinSet = false)],
    ['the app is ending', true, ({ app }) => app.emit('before-quit')],
  ])('stays closed when %s', async (_what, pinSet, change) => {
    const { state, app, world, lock, contents, press, reopened } = wall({ pinSet });
    await world.advance(0);
    if (pinSet) lock.unlocked(contents);
    else press();
    change({ state, app });
    await world.advance(2 * RELOCK_AFTER_MS);
    expect(reopened()).toBe(0);
  });
});

describe('a desk whose settings were lost', () => {
  const LOST = [{ kind: 'settingsReset', copy: '', fields: ['settings'] }] as const;
  const NO_PIN = '{"version":1,"none":true}';
  const start = (notices: readonly Notice[], pin: string | null): Promise<boolean> =>
    wasKiosk(notices, {
      files: {
        read: () => Promise.resolve(pin),
        write: () => Promise.resolve(),
        has: () => true,
        empty: () => Promise.resolve(),
      },
      clock: new World().process().clock,
      log: silentLog,
    });

  it.each<[string, readonly Notice[]]>([
    ['all of them', LOST],
    ['those of the desktop app', [{ kind: 'settingsReset', copy: '', fields: ['site', 'desktop'] }]],
    ['and came back from the backup', [{ kind: 'settingsRestored', copy: '' }]],
  ])('opens as a kiosk when a PIN was kept, even one that cannot be read: %s', async (_what, notices) => {
    expect(await start(notices, '{')).toBe(true);
    expect(await start(notices, null)).toBe(false);
  });

  it('opens as it did when nothing of that was lost', async () => {
    expect(await start([{ kind: 'settingsReset', copy: '', fields: ['boards.main.title'] }], '{')).toBe(false);
    expect(await start([], '{')).toBe(false);
  });

  it('opens as a desk without a PIN', async () => {
    expect(await start(LOST, NO_PIN)).toBe(false);
  });
});
