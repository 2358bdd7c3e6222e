import { EventEmitter } from 'node:events';
import type { App, BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { createScreenMode } from '../../electron/kiosk.ts';
import { createKioskLock, RELOCK_AFTER_MS } from '../../electron/lock/kioskLock.ts';
import { watchLeaving } from '../../electron/lock/leaving.ts';
import { refuseDialogs } from '../../electron/lock/noDialogs.ts';
import { World } from '../core/support/world.ts';

const HELD = { control: false, alt: false, meta: false, shift: false, isAutoRepeat: false };

/** A kiosk of the desk under a lock, with its PIN set or not. */
function setUp({ pinSet = true, known = Promise.resolve() as Promise<unknown>, kiosk = true } = {}) {
  const state = { pinSet };
  const done: string[] = [];
  const app = new EventEmitter();
  const updater = new EventEmitter();
  const world = new World();
  const contents = Object.assign(new EventEmitter(), {
    send: (channel: string, panel: string) => void done.push(`${channel} ${panel}`),
    closeDevTools: () => void done.push('closeDevTools'),
    setZoomFactor: (factor: number) => void done.push(`zoom ${factor}`),
    setVisualZoomLevelLimits: (least: number, most: number) => {
      done.push(`pinch ${least} to ${most}`);
      return Promise.resolve();
    },
  });
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    isDestroyed: () => false,
    isFullScreen: () => true,
    setFullScreen: (on: boolean) => void done.push(`fullScreen ${on}`),
    setKiosk: (on: boolean) => void done.push(`kiosk ${on}`),
    restore: () => void done.push('restore'),
  });
  const mode = createScreenMode(window, { kiosk, changed: () => {} });
  const lock = createKioskLock({
    isPinSet: () => state.pinSet,
    known,
    leaving: watchLeaving(app, updater),
    clock: world.process().clock,
    platform: 'linux',
    log: { info: (event) => void done.push(event) },
  });
  // The few methods that the code under test calls stand for Electron's window.
  lock.guard(window as unknown as BrowserWindow, { ...mode, returns: kiosk, fill: () => window.setKiosk(true) });
  const isPrevented = (target: EventEmitter, name: string, ...facts: unknown[]): boolean => {
    let prevented = false;
    target.emit(name, { preventDefault: () => (prevented = true) }, ...facts);
    return prevented;
  };
  const press = (key: string, held: Partial<typeof HELD> = {}): boolean =>
    isPrevented(contents, 'before-input-event', { type: 'keyDown', key, ...HELD, ...held });
  const closes = (): boolean => !isPrevented(window, 'close');
  return { state, done, app, updater, world, contents, window, mode, lock, press, closes };
}

/** Lets what is known be known. */
async function locked(options: Parameters<typeof setUp>[0] = {}): Promise<ReturnType<typeof setUp>> {
  const kiosk = setUp(options);
  await kiosk.world.advance(0);
  return kiosk;
}

describe('a kiosk with a PIN', () => {
  it('asks its page for the PIN on F11 and stays a kiosk', async () => {
    const { press, done, mode } = await locked();
    expect(press('F11')).toBe(true);
    expect([mode.isKiosk(), done]).toEqual([true, ['wallboard:panel unlock']]);
  });

  it('is left once its page has given the PIN, and not for that of another page', async () => {
    const { lock, contents, mode, done } = await locked();
    lock.unlocked({});
    expect(mode.isKiosk()).toBe(true);
    lock.unlocked(contents);
    expect([mode.isKiosk(), done]).toEqual([false, ['kiosk false']]);
  });

  it('keeps from the page every key that is not its own, and only while it is locked', async () => {
    const { press, lock, contents } = await locked();
    expect([press('r', { control: true }), press('F5'), press('c')]).toEqual([true, true, false]);
    lock.unlocked(contents);
    expect([press('r', { control: true }), press('F5')]).toEqual([false, false]);
  });

  it('cannot be closed until it is unlocked', async () => {
    const { closes, lock, contents } = await locked();
    expect(closes()).toBe(false);
    lock.unlocked(contents);
    expect(closes()).toBe(true);
  });

  it.each<[string, (kiosk: ReturnType<typeof setUp>) => void]>([
    ['the system ends the app', ({ app }) => app.emit('before-quit')],
    ['an update is about to end it', ({ updater }) => updater.emit('before-quit-for-update')],
    ['the session ends', ({ window }) => window.emit('session-end')],
  ])('closes when %s', async (_what, end) => {
    const kiosk = await locked();
    end(kiosk);
    expect(kiosk.closes()).toBe(true);
  });

  it('comes back when it is minimised or taken out of full screen', async () => {
    const { window, done } = await locked();
    window.emit('minimize');
    window.emit('leave-full-screen');
    expect(done).toEqual(['restore', 'kiosk true']);
  });

  it('keeps its size whatever the wheel, two fingers or an earlier page made of it', async () => {
    const { contents, done } = await locked();
    contents.emit('did-finish-load');
    contents.emit('zoom-changed', {}, 'in');
    expect(done).toEqual(['zoom 1', 'pinch 1 to 1', 'zoom 1', 'pinch 1 to 1']);
  });

  it('closes developer tools that were opened all the same', async () => {
    const { contents, done } = await locked();
    contents.emit('devtools-opened');
    expect(done).toEqual(['closeDevTools']);
  });

  it('is locked from its first moment, before the PIN has been read, and answers F11 once it has', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { press, closes, done, world, mode } = setUp({ pinSet: false, known: promise });
    expect([press('F11'), press('F5'), closes(), mode.isKiosk(), done]).toEqual([true, true, false, true, []]);
    resolve();
    await world.advance(0);
    expect([mode.isKiosk(), done]).toEqual([false, ['kiosk false']]);
  });

  it('stays locked when the wallboard could not start: whether there is a PIN is not known', async () => {
    const { press, closes, mode } = await locked({ pinSet: false, known: Promise.reject(new Error('no start')) });
    press('F11');
    expect([mode.isKiosk(), closes()]).toEqual([true, false]);
  });
});

describe('a kiosk without a PIN', () => {
  it('is left with F11, so that --kiosk alone locks nobody out', async () => {
    const { press, mode, done } = await locked({ pinSet: false });
    press('F11');
    expect([mode.isKiosk(), done]).toEqual([false, ['kiosk false']]);
  });

  it('is not left because its page says that a PIN was right', async () => {
    const { lock, contents, mode } = await locked({ pinSet: false });
    lock.unlocked(contents);
    expect(mode.isKiosk()).toBe(true);
  });

  it('closes, and gets its keys', async () => {
    const { press, closes } = await locked({ pinSet: false });
    expect([closes(), press('r', { control: true })]).toEqual([true, false]);
  });
});

describe('a desk that was let out of its kiosk', () => {
  const unlocked = async (options: Parameters<typeof setUp>[0] = {}): Promise<ReturnType<typeof setUp>> => {
    const kiosk = await locked(options);
    if (kiosk.state.pinSet) kiosk.lock.unlocked(kiosk.contents);
    else kiosk.press('F11');
    expect(kiosk.mode.isKiosk()).toBe(false);
    return kiosk;
  };

  it('locks itself with F11', async () => {
    const { press, mode } = await unlocked();
    press('F11');
    expect(mode.isKiosk()).toBe(true);
  });

  it('locks itself ten minutes after the last input, not sooner', async () => {
    const { world, contents, mode, done } = await unlocked();
    await world.advance(RELOCK_AFTER_MS - 1000);
    contents.emit('input-event', {}, { type: 'mouseMove' });
    await world.advance(RELOCK_AFTER_MS - 1000);
    expect(mode.isKiosk()).toBe(false);
    await world.advance(1000);
    expect([mode.isKiosk(), done.at(-2), done.at(-1)]).toEqual([true, 'kiosk.lockedAgain', 'kiosk true']);
  });

  it('stays as it is without a PIN, and locks itself once one is set', async () => {
    const { world, state, mode } = await unlocked({ pinSet: false });
    await world.advance(3 * RELOCK_AFTER_MS);
    expect(mode.isKiosk()).toBe(false);
    state.pinSet = true;
    await world.advance(RELOCK_AFTER_MS);
    expect(mode.isKiosk()).toBe(true);
  });

  it('stays in the kiosk that the menu has led it back into', async () => {
    const { mode, world } = await unlocked();
    mode.toggle();
    await world.advance(3 * RELOCK_AFTER_MS);
    expect(mode.isKiosk()).toBe(true);
  });

  it('is not locked again by the time of an earlier unlocking', async () => {
    const { press, lock, contents, world, mode } = await unlocked();
    await world.advance(RELOCK_AFTER_MS - 1000);
    press('F11');
    lock.unlocked(contents);
    await world.advance(2000);
    expect(mode.isKiosk()).toBe(false);
  });
});

describe('a desk that is no kiosk', () => {
  it('is never locked, whatever PIN there is', async () => {
    const { press, closes, mode, world, done } = await locked({ kiosk: false });
    expect([closes(), press('r', { control: true }), press('F11')]).toEqual([true, false, true]);
    await world.advance(3 * RELOCK_AFTER_MS);
    expect([mode.isKiosk(), done]).toEqual([false, ['fullScreen false']]);
  });
});

describe('dialogs of the system', () => {
  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['login', [{}, {}, {}], []],
    ['certificate-error', [{}, 'https://x/', 'net::ERR_CERT_DATE_INVALID', {}], [false]],
    ['select-client-certificate', [{}, 'https://x/', [{ subjectName: 'me' }]], []],
  ])('are answered with no before anybody sees them: %s', (name, facts, expected) => {
    const app = new EventEmitter();
    refuseDialogs(app as unknown as App);
    let prevented = false;
    const answers: unknown[][] = [];
    app.emit(name, { preventDefault: () => (prevented = true) }, ...facts, (...answer: unknown[]) =>
      answers.push(answer),
    );
    expect([prevented, answers]).toEqual([true, [expected]]);
  });

  it('are not shown for a page that wants to stay', () => {
    const app = new EventEmitter();
    refuseDialogs(app as unknown as App);
    const contents = new EventEmitter();
    app.emit('web-contents-created', {}, contents);
    let prevented = false;
    contents.emit('will-prevent-unload', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });
});
