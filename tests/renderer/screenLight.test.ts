import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoardScreen, BoardSnapshot } from '../../common/snapshot.ts';
import { HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import { WOKEN_MS } from '../../renderer/composables/useScreenLight.ts';
import { lightNow, shadeOf } from '../../renderer/view/light.ts';
import { openScreen, type Screen, type ScreenOptions } from './mounting.ts';
import { board, SENT_AT, snapshot, tile } from './snapshots.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());

const FULL = { light: 'light', brightness: 100 } as const;
const UNLIT = { light: 'dark', brightness: 0 } as const;
const LIGHT: BoardScreen = {
  ...FULL,
  changesInMs: 10 * MINUTE_MS,
  next: { light: 'dim', brightness: 25, forMs: 4 * HOUR_MS },
  resting: false,
};
const DIM: BoardScreen = {
  light: 'dim',
  brightness: 40,
  changesInMs: HOUR_MS,
  next: { ...UNLIT, forMs: 8 * HOUR_MS },
  resting: false,
};
/** It is 14:05:19: dark until 15:05, as told by a clock that was read some milliseconds later. */
const DARK: BoardScreen = {
  ...UNLIT,
  changesInMs: HOUR_MS - 19_000 - 7,
  next: { ...FULL, forMs: 16 * HOUR_MS },
  resting: true,
};
/** Nothing has been asked for since it became dark. */
const RESTING: Partial<BoardSnapshot> = {
  screen: DARK,
  ageMs: 5 * HOUR_MS,
  nextInMs: null,
  tiles: [tile('totalMsg', { ageMs: 5 * HOUR_MS })],
};

beforeEach(() => {
  vi.useFakeTimers({ now: SENT_AT });
});
const opened: Screen[] = [];
afterEach(() => {
  for (const { wrapper } of opened.splice(0)) wrapper.unmount();
  vi.useRealTimers();
  document.body.replaceChildren();
});

/** Lets time pass without each of its seconds: a screen looks at both of its clocks. */
async function pass(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms - 1000);
  await vi.advanceTimersByTimeAsync(1000);
}

async function open(changes: Partial<BoardSnapshot>, options: ScreenOptions = {}) {
  const screen = await openScreen(snapshot({ boards: [board(changes)] }), options);
  opened.push(screen);
  const wall = () => screen.wrapper.get('[data-view="wall"]');
  return { ...screen, wall, light: () => wall().attributes('data-light') };
}
async function press(key = 'ArrowDown', target: EventTarget = document.body): Promise<KeyboardEvent> {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  await flushPromises();
  return event;
}

describe('the hours of a board on a screen', () => {
  it('darken it evenly while it is dimmed, by an overlay that takes no input', async () => {
    const { light, wrapper } = await open({ screen: DIM });
    expect(light()).toBe('dim');
    const shade = wrapper.get<HTMLElement>('.shade');
    expect(shade.attributes('aria-hidden')).toBe('true');
    // 40 % of the light is two thirds of the value of a colour.
    expect(Number(shade.element.style.opacity)).toBeCloseTo(1 - 0.4 ** (1 / 2.2), 2);
    expect(shadeOf(100)).toBe(0);
    expect(shadeOf(0)).toBe(1);
  });

  it('leave the time and the end of it on a dark one, in another place each minute', async () => {
    const { light, wrapper } = await open(RESTING);
    expect(light()).toBe('dark');
    const night = wrapper.get<HTMLElement>('[data-part="night"]');
    expect(night.text()).toMatch(/^14:05\s*Dark until 15:05$/);
    const seen = new Set<string>();
    for (let minute = 0; minute < 20; minute += 1) {
      seen.add(`${night.element.style.gridTemplateColumns} ${night.element.style.gridTemplateRows}`);
      await pass(MINUTE_MS);
    }
    expect(seen.size).toBe(20);
  });

  it('end by themselves on a screen that has lost its connection', async () => {
    const dark = await open(RESTING);
    dark.transport.setLink('down');
    await pass(HOUR_MS + 3000);
    expect(dark.light()).toBe('light');
  });

  it('begin by themselves on a screen that has lost its connection: it dims as far as it was told', async () => {
    const { light, transport, wrapper } = await open({ screen: LIGHT });
    transport.setLink('down');
    await pass(10 * MINUTE_MS - 1000);
    expect(light()).toBe('light');
    await vi.advanceTimersByTimeAsync(4000);
    expect(light()).toBe('dim');
    expect(wrapper.find('[data-part="night"]').exists()).toBe(false);
  });

  it('darken a screen without connection, which says so and until when, and is light after that whatever comes', async () => {
    const { light, transport, wrapper } = await open({ screen: DIM });
    transport.setLink('down');
    await pass(HOUR_MS + 3000);
    expect(light()).toBe('dark');
    expect(wrapper.get('[data-part="night"]').text()).toMatch(/^15:05\s*Dark until 23:05\s*No connection$/);
    await pass(8 * HOUR_MS - MINUTE_MS);
    expect(light()).toBe('dark');
    await pass(MINUTE_MS);
    expect(light()).toBe('light');
    await pass(100 * HOUR_MS);
    expect(light()).toBe('light');
    expect(wrapper.get('[data-part="link"]').text()).toBe('No connection to the wallboard');
  });

  it('are those of the newest snapshot as soon as it comes', () => {
    expect(lightNow(DIM, 10_000)).toEqual({ light: 'dim', brightness: 40, changesInMs: HOUR_MS - 10_000 });
    expect(lightNow(LIGHT, 10 * MINUTE_MS + 3000)).toMatchObject({ light: 'dim', brightness: 25 });
    expect(lightNow(DIM, HOUR_MS + 3000)).toEqual({ ...UNLIT, changesInMs: 8 * HOUR_MS - 3000 });
    expect(lightNow({ ...DIM, next: { ...UNLIT, forMs: null } }, 30 * HOUR_MS).light).toBe('dark');
    expect(lightNow({ ...DARK, changesInMs: null, next: null }, 30 * HOUR_MS).light).toBe('dark');
  });

  it('never darken a supervisor’s desk, which says that figures rest and can have them', async () => {
    const { light, wrapper, sent } = await open(RESTING, { access: 'control' });
    expect(light()).toBe('light');
    expect(wrapper.get('[data-part="next"]').text()).toBe('Figures rest, dark until 15:05');
    expect(wrapper.get('[data-health="lost"]').attributes('data-tone')).toBe('watch');
    await press();
    expect(sent).toEqual([]);
    await wrapper.get('[data-action="lightUp"]').trigger('click');
    expect(sent).toEqual([{ name: 'lightUp', input: { board: 'main' } }]);
  });

  it('show figures that came for another board with the same query as what they are', async () => {
    const { wrapper } = await open({ screen: DARK, nextInMs: 11_000 }, { access: 'control' });
    expect(wrapper.get('[data-part="next"]').text()).toBe('Next in 11 s');
    expect(wrapper.find('[data-action="lightUp"]').exists()).toBe(false);
  });
});

describe('a dark screen that somebody touches', () => {
  it.each(['keydown', 'pointerdown'] as const)(
    'a kiosk lights up by a %s and has the figures asked for, once',
    async (type) => {
      let answer = (): void => undefined;
      const reply = (): Promise<unknown> =>
        new Promise((resolve) => (answer = () => resolve({ ok: true, value: { forMs: 1 } })));
      const { light, sent, transport } = await open(RESTING, { access: 'kiosk', reply });
      const touch = (): boolean => document.body.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
      touch();
      touch();
      await flushPromises();
      expect(light()).toBe('light');
      expect(sent).toEqual([{ name: 'lightUp', input: { board: 'main' } }]);
      answer();
      transport.push(snapshot({ revision: 2, boards: [board({ screen: { ...LIGHT, changesInMs: 15 * MINUTE_MS } })] }));
      await pass(WOKEN_MS + 1000);
      touch();
      expect(light()).toBe('light');
      expect(sent).toHaveLength(1);
    },
  );

  it('a plain wall shows for a minute what it has, says that it rests, and sends nothing', async () => {
    const { light, sent, wrapper } = await open(RESTING, { access: 'wall' });
    await press('x');
    expect(light()).toBe('light');
    expect(wrapper.get('[data-part="reason"]').text()).toBe('Figures rest, dark until 15:05');
    expect(wrapper.get('[data-metric="totalMsg"]').attributes('data-status')).toBe('none');
    await pass(WOKEN_MS - 1000);
    expect(light()).toBe('light');
    await vi.advanceTimersByTimeAsync(2000);
    expect(light()).toBe('dark');
    expect(sent).toEqual([]);
  });

  it('does nothing else by it: no card opens, neither by the key nor by the click that a touch ends in', async () => {
    const { wrapper, sent } = await open(RESTING, { access: 'kiosk' });
    expect((await press('c')).defaultPrevented).toBe(true);
    expect(document.querySelector('dialog, [role="dialog"]')).toBeNull();
    await pass(WOKEN_MS + 1000);
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true, cancelable: true }));
    await flushPromises();
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    wrapper.get('[data-opens]').element.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
    expect(sent.every(({ name }) => name === 'lightUp')).toBe(true);
    await vi.advanceTimersByTimeAsync(2000);
    const next = new MouseEvent('click', { bubbles: true, cancelable: true });
    wrapper.get('[data-opens]').element.dispatchEvent(next);
    expect(next.defaultPrevented).toBe(false);
  });

  it('lets a key do its work on a dimmed one, which can be read', async () => {
    const { light, sent } = await open({ screen: DIM }, { access: 'kiosk' });
    expect((await press('Shift')).defaultPrevented).toBe(false);
    expect(light()).toBe('light');
    expect(sent.map(({ name }) => name)).toEqual(['lightUp']);
  });
});
