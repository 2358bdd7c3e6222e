import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_SPANS, screenAt, type Hours, type HoursSpan } from '../../../common/hours.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../../common/settings.ts';
import { DAY_MS } from '../../../common/time.ts';
import BoardEditor from '../../../renderer/desk/boards/BoardEditor.vue';
import { daysWords, dayParts, NEW_SPAN, spanWords, weekOrder } from '../../../renderer/desk/model/hours.ts';
import { words } from '../mounting.ts';
import { snapshot } from '../snapshots.ts';
import { createFakeCore, place, type FakeCore } from './desk.ts';

vi.setConfig({ testTimeout: 30_000 });

const NIGHTS: HoursSpan = { screen: 'dark', days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' };
const EVENINGS: HoursSpan = { screen: 'dim', days: [1, 2, 3, 4, 5], from: '18:00', to: '23:00' };
const hours = (...spans: HoursSpan[]): Hours => ({ dimTo: 40, spans });

describe('hours in words', () => {
  it('name days as runs in the order of the locale’s week', () => {
    expect(weekOrder('en')).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(weekOrder('en-GB')).toEqual([1, 2, 3, 4, 5, 6, 0]);
    expect(weekOrder('ar-SA')[0]).toBe(0);
    expect(daysWords(words, 'en', [1, 2, 3, 4, 5])).toBe('Mon–Fri');
    expect(daysWords(words, 'en', [5, 0, 2])).toBe('Sun Tue Fri');
    expect(daysWords(words, 'en-GB', [0, 6])).toBe('Sat–Sun');
    expect(daysWords(words, 'en', [0, 1, 2, 3, 4, 5, 6])).toBe('Every day');
  });

  it('tell days, times and what the screen does; equal times are a whole day', () => {
    expect(spanWords(words, 'en', NIGHTS)).toBe('Mon–Fri 22:00–06:00 · Dark');
    expect(spanWords(words, 'en', { ...NEW_SPAN, from: '00:00', to: '00:00' })).toBe(
      'Every day 00:00 for 24 hours · Dark',
    );
  });
});

describe('the strip of a week', () => {
  it('shows each day as the wall will have it, the darker of two spans first', () => {
    const week = hours(NIGHTS, EVENINGS);
    expect(dayParts(week, 1)).toEqual([
      { light: 'light', from: 0, to: 0.75 },
      { light: 'dim', from: 0.75, to: 22 / 24 },
      { light: 'dark', from: 22 / 24, to: 1 },
    ]);
    expect(dayParts(week, 6)).toEqual([
      { light: 'dark', from: 0, to: 0.25 },
      { light: 'light', from: 0.25, to: 1 },
    ]);
    expect(dayParts(hours(), 3)).toEqual([{ light: 'light', from: 0, to: 1 }]);
  });

  it('agrees with the screens at every hour of a week', () => {
    const week = hours(NIGHTS, EVENINGS, { screen: 'dim', days: [6], from: '12:00', to: '12:00' });
    const sunday = Date.UTC(2026, 10, 22);
    for (let hour = 0; hour < 7 * 24; hour += 1) {
      const day = Math.floor(hour / 24);
      const at = ((hour % 24) + 0.5) / 24;
      const part = dayParts(week, day).find(({ from, to }) => from <= at && at < to);
      expect(part?.light, `hour ${hour}`).toBe(screenAt(week, '+00:00', sunday + day * DAY_MS + at * DAY_MS).light);
    }
  });
});

describe('the hours of a board in the settings', () => {
  let shown: VueWrapper | null = null;
  afterEach(() => {
    shown?.unmount();
    shown = null;
  });

  /** @param localTime the board's clock, `HH:MM` of the day of the snapshot */
  async function open(first: Hours, localTime = '14:05'): Promise<FakeCore> {
    const sentAtMs = Date.parse(`2026-11-23T${localTime}:00+03:00`);
    const settings = { ...DEFAULT_SETTINGS, boards: [{ ...DEFAULT_BOARD, hours: first }] };
    const core = createFakeCore(settings, { sentAtMs });
    shown = await place(core, BoardEditor, { id: 'main', snapshot: snapshot() });
    return core;
  }
  const get = <E extends Element = Element>(selector: string) => {
    if (!shown) throw new Error('Nothing is shown');
    return shown.get<E>(`[data-part="hours"] ${selector}`);
  };
  const spansOf = (core: FakeCore): readonly HoursSpan[] => core.settings().boards[0]?.hours.spans ?? [];
  const click = async (selector: string): Promise<void> => {
    await get(selector).trigger('click');
    await flushPromises();
  };

  it('begin with every night dark, open for changes, the focus on it', async () => {
    const core = await open(hours());
    expect(get('.desk-hours').text()).toContain('In full light at all times.');
    await click('[data-action="addSpan"]');
    expect(spansOf(core)).toEqual([NEW_SPAN]);
    expect(get('[data-span="0"] [data-action="editSpan"]').attributes('aria-expanded')).toBe('true');
    expect(document.activeElement?.getAttribute('data-action')).toBe('editSpan');
  });

  it('change by days, and keep the last of them', async () => {
    const core = await open(hours({ ...NIGHTS, days: [1, 2] }));
    await click('[data-action="editSpan"]');
    await click('[data-day="0"]');
    expect(spansOf(core)[0]?.days).toEqual([0, 1, 2]);
    for (const day of [0, 1, 2]) await click(`[data-day="${day}"]`);
    expect(spansOf(core)[0]?.days).toEqual([2]);
  });

  it('change by time once a field is left, not while it is typed in', async () => {
    const core = await open(hours(NIGHTS));
    await click('[data-action="editSpan"]');
    const from = get('input[data-part="time"]');
    await from.setValue('02:00');
    await from.setValue('21:30');
    expect(spansOf(core)[0]?.from).toBe('22:00');
    await from.trigger('blur');
    await flushPromises();
    expect(spansOf(core)[0]?.from).toBe('21:30');
    await from.setValue('');
    await from.trigger('blur');
    await flushPromises();
    expect(spansOf(core)[0]?.from).toBe('21:30');
  });

  it('keep both of two changes that come faster than they are saved', async () => {
    const core = await open(hours(NIGHTS));
    await click('[data-action="editSpan"]');
    const fields = shown?.findAll<HTMLInputElement>('[data-part="hours"] input[data-part="time"]') ?? [];
    for (const [index, time] of ['21:00', '05:00'].entries()) {
      const field = fields[index]?.element;
      if (!field) throw new Error('No field');
      field.value = time;
      field.dispatchEvent(new Event('input'));
      field.dispatchEvent(new Event('blur'));
    }
    for (const day of [6, 0])
      get(`[data-day="${day}"]`).element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await flushPromises();
    expect(spansOf(core)).toEqual([{ screen: 'dark', days: [0, 1, 2, 3, 4, 5, 6], from: '21:00', to: '05:00' }]);
  });

  it('change from dark to dim, and tell how bright that is', async () => {
    const core = await open(hours(NIGHTS));
    expect(shown?.find('.desk-dim').exists()).toBe(false);
    await click('[data-action="editSpan"]');
    const dim = shown?.findAll('[data-part="hours"] .ui-segment').find((one) => one.text() === 'Dim');
    await dim?.trigger('click');
    await flushPromises();
    expect(spansOf(core)[0]?.screen).toBe('dim');
    expect(shown?.get<HTMLElement>('.desk-dim-shade').element.style.opacity).toBe('0.341');
    const brightness = get('.ui-number-input');
    await brightness.trigger('keydown', { key: 'ArrowUp' });
    await brightness.trigger('keydown', { key: 'ArrowUp' });
    await flushPromises();
    // Seen here at once; every screen follows when the field is left.
    expect(shown?.get<HTMLElement>('.desk-dim-shade').element.style.opacity).not.toBe('0.341');
    expect(core.settings().boards[0]?.hours.dimTo).toBe(40);
    await brightness.trigger('blur');
    await flushPromises();
    expect(core.settings().boards[0]?.hours.dimTo).toBe(50);
  });

  it('go one by one, the focus to the one before', async () => {
    const core = await open(hours(NIGHTS, EVENINGS));
    await click('[data-span="1"] [data-action="removeSpan"]');
    expect(spansOf(core)).toEqual([NIGHTS]);
    expect(document.activeElement?.closest('[data-span]')?.getAttribute('data-span')).toBe('0');
    await click('[data-span="0"] [data-action="removeSpan"]');
    expect(spansOf(core)).toEqual([]);
    expect(document.activeElement?.getAttribute('data-action')).toBe('addSpan');
  });

  const question = (): string => document.querySelector('[role="alertdialog"]')?.textContent ?? '';
  async function answer(button: 'cancel' | 'confirm'): Promise<void> {
    const buttons = document.querySelectorAll<HTMLElement>('[role="alertdialog"] footer button');
    buttons[button === 'cancel' ? 0 : 1]?.click();
    await flushPromises();
  }

  it('that would darken the screens at once are asked about first, with until when', async () => {
    const core = await open(hours(), '23:30');
    await click('[data-action="addSpan"]');
    expect(question()).toContain('Darken the screens now?');
    expect(question()).toContain('until Nov 24, 06:00');
    expect(spansOf(core)).toEqual([]);
    await answer('cancel');
    expect(spansOf(core)).toEqual([]);
    await click('[data-action="addSpan"]');
    await answer('confirm');
    expect(spansOf(core)).toEqual([NEW_SPAN]);
    expect(get('[data-span="0"] [data-action="editSpan"]').attributes('aria-expanded')).toBe('true');
  });

  it('that would dim them by a time that was typed are asked about once, and forgotten when it is not wanted', async () => {
    const core = await open(hours(EVENINGS));
    await click('[data-action="editSpan"]');
    const from = get('input[data-part="time"]');
    await from.setValue('14:00');
    await from.trigger('keydown', { key: 'Enter' });
    await from.trigger('blur');
    await flushPromises();
    expect(question()).toContain('Dim the screens now?');
    await answer('cancel');
    expect(question()).toBe('');
    expect(get<HTMLInputElement>('input[data-part="time"]').element.value).toBe('18:00');
    expect(spansOf(core)).toEqual([EVENINGS]);
  });

  it('that change nothing now are saved without a question, also while it is dark', async () => {
    const core = await open(hours(NIGHTS), '23:30');
    await click('[data-action="editSpan"]');
    await click('[data-day="0"]');
    expect(question()).toBe('');
    expect(spansOf(core)[0]?.days).toEqual([0, 1, 2, 3, 4, 5]);
    await click('[data-action="removeSpan"]');
    expect(question()).toBe('');
    expect(spansOf(core)).toEqual([]);
  });

  it('are not more than a board can have', async () => {
    await open(hours(...Array.from({ length: MAX_SPANS }, () => NIGHTS)));
    expect(shown?.find('[data-action="addSpan"]').exists()).toBe(false);
    expect(get('.desk-hours').text()).toContain('No more hours can be added.');
  });
});
