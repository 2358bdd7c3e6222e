import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMMANDS, type UnlockOutcome } from '../../common/contract.ts';
import { MAX_PIN_DIGITS, MIN_PIN_DIGITS } from '../../common/pin.ts';
import { ok } from '../../common/result.ts';
import { MINUTE_MS } from '../../common/time.ts';
import { ABANDONED_AFTER_MS } from '../../renderer/composables/useAbandonedPanel.ts';
import { BARE_SHELL, type ShellSide } from '../../renderer/shellSide.ts';
import { openScreen, type Screen } from './mounting.ts';
import { SENT_AT, snapshot } from './snapshots.ts';

const PIN = '4071';
const WRONG: UnlockOutcome = { unlocked: false, attemptsLeft: 3, retryInMs: null };
let screen: Screen;
let outcome: UnlockOutcome;
let askFor: Parameters<ShellSide['onPanel']>[0];
const shell: ShellSide = {
  ...BARE_SHELL,
  kind: 'desktop',
  onPanel: (listener) => {
    askFor = listener;
    return () => undefined;
  },
};

// It comes at once then, however busy the machine is.
beforeAll(() => import('../../renderer/unlock/UnlockDialog.vue'));
beforeEach(async () => {
  vi.useFakeTimers({ now: SENT_AT, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  outcome = WRONG;
  screen = await openScreen(snapshot({ pinSet: true }), { access: 'kiosk', shell, reply: () => ok(outcome) });
});
afterEach(() => {
  screen.wrapper.unmount();
  vi.useRealTimers();
  document.body.replaceChildren();
});

const panel = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-panel="unlock"]');
const found = (): HTMLElement => {
  const element = panel();
  if (!element) throw new Error('No PIN dialog');
  return element;
};
const button = (name: string): HTMLButtonElement => {
  const all = [...found().querySelectorAll('button')];
  const match = all.find((one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name);
  if (!match) throw new Error(`No button ${name}`);
  return match;
};
const said = (): string => found().querySelector('[role="status"]')?.textContent ?? '';
const dots = (): number => found().querySelectorAll('.unlock-dot').length;

async function open(): Promise<void> {
  askFor('unlock');
  // Its code is fetched when it is first opened.
  await vi.waitFor(() => expect(panel()).not.toBeNull());
}
async function type(keys: readonly string[]): Promise<void> {
  for (const key of keys) found().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await flushPromises();
}
async function press(names: readonly string[]): Promise<void> {
  for (const name of names) {
    button(name).click();
    await flushPromises();
  }
}

describe('the PIN of a locked kiosk', () => {
  it('is asked for by the shell, and by a button in the footer for whoever has no keyboard', async () => {
    await screen.wrapper.get('[data-action="unlock"]').trigger('click');
    await vi.waitFor(() => expect(panel()).not.toBeNull());
    expect(button('7').tagName).toBe('BUTTON');
  });

  it('has that button in a kiosk with a PIN only', async () => {
    const without = async (changes: Parameters<typeof snapshot>[0], options: Parameters<typeof openScreen>[1]) => {
      const other = await openScreen(snapshot(changes), options);
      const isThere = other.wrapper.find('[data-action="unlock"]').exists();
      other.wrapper.unmount();
      return isThere;
    };
    expect(await without({ pinSet: false }, { access: 'kiosk', shell })).toBe(false);
    expect(await without({ pinSet: true }, { access: 'wall', shell })).toBe(false);
    expect(await without({ pinSet: true }, { access: 'kiosk' })).toBe(false);
  });

  it('is entered by the buttons of the pad, shown as dots and sent by OK', async () => {
    await open();
    await press([...PIN]);
    expect(dots()).toBe(PIN.length);
    expect(found().querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('4 digits entered');
    await press(['OK']);
    expect(screen.sent).toEqual([{ name: 'unlock', input: { pin: PIN } }]);
  });

  it('is typed on a keyboard of any script, mended by Backspace and sent by Enter', async () => {
    await open();
    await type(['٤', '0', '9', 'Backspace', '۷', 'x', '1']);
    expect(dots()).toBe(PIN.length);
    await type(['Enter']);
    expect(screen.sent).toEqual([{ name: 'unlock', input: { pin: PIN } }]);
  });

  it('is not sent with fewer digits than a PIN has, and takes no more than it has', async () => {
    expect([MIN_PIN_DIGITS, MAX_PIN_DIGITS]).toEqual([4, 12]);
    const isTaken = (digits: number): boolean => COMMANDS.setPin.input.safeParse({ pin: '9'.repeat(digits) }).success;
    expect([3, 4, 12, 13].map(isTaken)).toEqual([false, true, true, false]);
    await open();
    await type(['1', '2', '3', 'Enter']);
    expect(screen.sent).toEqual([]);
    await type(Array.from({ length: MAX_PIN_DIGITS }, () => '9'));
    expect(dots()).toBe(MAX_PIN_DIGITS);
  });

  it('says how many tries are left after a wrong one, and begins anew', async () => {
    await open();
    await type([...PIN, 'Enter']);
    expect(said()).toBe('Wrong PIN, 3 tries left');
    expect(dots()).toBe(0);
    await type(['1']);
    expect(said()).toBe('');
    expect(dots()).toBe(1);
  });

  it('is not asked for after too many tries, until the time that it says', async () => {
    outcome = { unlocked: false, attemptsLeft: 0, retryInMs: 4 * MINUTE_MS };
    await open();
    await type([...PIN, 'Enter']);
    expect(said()).toBe('Too many tries. Next at 14:09');
    expect(button('7').getAttribute('aria-disabled')).toBe('true');
    await type([...PIN]);
    await press(['7', 'OK']);
    expect(dots()).toBe(0);
    vi.setSystemTime(Date.now() + 3 * MINUTE_MS);
    await vi.advanceTimersByTimeAsync(1000);
    expect(said()).toBe('Too many tries. Next at 14:09:19');
    vi.setSystemTime(Date.now() + MINUTE_MS);
    await vi.advanceTimersByTimeAsync(1000);
    await type([...PIN]);
    expect(dots()).toBe(PIN.length);
    expect(screen.sent).toHaveLength(1);
  });

  it('says "Unlocked" until the shell has loaded the page anew', async () => {
    outcome = { unlocked: true };
    await open();
    await type([...PIN, 'Enter', ...PIN, 'Enter']);
    expect(said()).toBe('Unlocked');
    expect(screen.sent).toHaveLength(1);
  });

  it('says that a damaged PIN cannot be checked', async () => {
    outcome = { unlocked: false, attemptsLeft: 0, retryInMs: null };
    await open();
    await type([...PIN, 'Enter']);
    expect(said()).toContain('its file is damaged');
    expect(button('7').getAttribute('aria-disabled')).toBe('true');
  });

  it('stands nowhere in the page, neither while it is typed nor after', async () => {
    await open();
    const rest = (): string => {
      const copy = document.documentElement.cloneNode(true);
      if (!(copy instanceof HTMLElement)) return '';
      for (const pad of copy.querySelectorAll('.unlock-pad')) pad.remove();
      return `${copy.outerHTML} ${document.title}`;
    };
    const digit = '7';
    const before = rest().split(digit).length;
    await type([digit, digit, digit, digit, digit]);
    expect(rest().split(digit)).toHaveLength(before);
    await type(['Enter']);
    expect(rest()).not.toContain(digit.repeat(5));
  });

  it('is closed by Escape, and by itself when nobody touches it any more', async () => {
    await open();
    await type(['Escape']);
    expect(panel()).toBeNull();
    await open();
    await vi.advanceTimersByTimeAsync(ABANDONED_AFTER_MS + 1000);
    expect(panel()).toBeNull();
  });
});
