import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MINUTE_MS } from '../../common/time.ts';
import { MOST_SHIFT, shiftAt } from '../../renderer/view/pixelShift.ts';
import { openScreen, type ScreenOptions } from './mounting.ts';
import { board, SENT_AT, snapshot } from './snapshots.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());
vi.mock('../../renderer/keys/KeysDialog.vue', async () => (await import('./panelStubs.ts')).panelStub('keys'));

/** Every place once. */
const ROUND = 144;
const places = Array.from({ length: ROUND + 1 }, (_, minute) => shiftAt(SENT_AT + minute * MINUTE_MS));
const nameOf = ({ x, y }: { x: number; y: number }): string => `${x.toFixed(5)} ${y.toFixed(5)}`;

describe('the place of a picture', () => {
  it('is never farther than 1.5 % of the screen from its own, and goes as far as that in every direction', () => {
    const all = places.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]);
    expect(Math.max(...all)).toBeCloseTo(MOST_SHIFT, 10);
    expect(MOST_SHIFT).toBe(0.015);
    for (const side of ['x', 'y'] as const) {
      expect(Math.min(...places.map((place) => place[side]))).toBeCloseTo(-MOST_SHIFT, 10);
      expect(Math.max(...places.map((place) => place[side]))).toBeCloseTo(MOST_SHIFT, 10);
    }
  });

  it('is each of 144 once before any comes again, so that the area wears evenly', () => {
    expect(new Set(places.slice(0, ROUND).map(nameOf)).size).toBe(ROUND);
    expect(places[ROUND]).toEqual(places[0]);
  });

  it('is one small step from that of the minute before, also where the round begins anew', () => {
    const step = (2 * MOST_SHIFT) / 11;
    for (const [index, place] of places.slice(1).entries()) {
      const before = places[index] ?? place;
      expect(Math.abs(place.x - before.x) + Math.abs(place.y - before.y)).toBeCloseTo(step, 10);
    }
  });

  it('stays the same within a minute, and is known before 1970 too', () => {
    const minute = Math.floor(SENT_AT / MINUTE_MS) * MINUTE_MS;
    expect(shiftAt(minute + MINUTE_MS - 1)).toEqual(shiftAt(minute));
    expect(shiftAt(-5 * MINUTE_MS)).toEqual(shiftAt((ROUND - 5) * MINUTE_MS));
  });
});

describe('the picture of a wall', () => {
  beforeAll(() => import('../../renderer/keys/KeysDialog.vue'));
  beforeEach(() => void vi.useFakeTimers({ now: SENT_AT }));
  afterEach(() => {
    vi.useRealTimers();
    document.body.replaceChildren();
  });

  const open = async (options: ScreenOptions, changes: Parameters<typeof snapshot>[0] = {}) => {
    const screen = await openScreen(snapshot(changes), options);
    const transform = (): string => screen.wrapper.get<HTMLElement>('[data-view="wall"]').element.style.transform;
    return { ...screen, transform };
  };
  /** Without each of its seconds: a screen looks at both of its clocks. */
  async function pass(ms: number): Promise<void> {
    vi.setSystemTime(Date.now() + ms - 1000);
    await vi.advanceTimersByTimeAsync(1000);
  }
  const inPixels = (wallMs: number): string => {
    const { x, y } = shiftAt(wallMs);
    return `translate(${Math.trunc(x * window.innerWidth)}px, ${Math.trunc(y * window.innerHeight)}px)`;
  };

  it.each(['wall', 'kiosk'] as const)(
    'moves by whole pixels each minute of the wallboard’s clock (%s)',
    async (access) => {
      const { transform } = await open({ access });
      expect(transform()).toBe(inPixels(SENT_AT));
      await vi.advanceTimersByTimeAsync(MINUTE_MS);
      expect(transform()).toBe(inPixels(SENT_AT + MINUTE_MS));
      expect(inPixels(SENT_AT)).not.toBe(inPixels(SENT_AT + MINUTE_MS));
    },
  );

  it('agrees on screens whose own clocks are wrong', async () => {
    vi.setSystemTime(SENT_AT - 3_600_000);
    const { transform } = await open({ access: 'wall' });
    expect(transform()).toBe(inPixels(SENT_AT));
  });

  it('stands still on a supervisor’s desk, and where it is switched off', async () => {
    expect((await open({ access: 'control' })).transform()).toBe('none');
    expect((await open({ access: 'wall' }, { pixelShift: false })).transform()).toBe('none');
  });

  it('stands still behind a panel', async () => {
    const { transform } = await open({ access: 'kiosk' });
    const before = transform();
    document.dispatchEvent(new KeyboardEvent('keydown', { key: '?', code: 'Slash' }));
    await vi.waitFor(() => expect(document.querySelector('[data-panel="keys"]')).not.toBeNull());
    await pass(MINUTE_MS + 1000);
    expect(transform()).toBe(before);
  });

  it('is at its own place while it is dark, so that the dark reaches every edge', async () => {
    const screen = { light: 'dark', brightness: 0, changesInMs: null, next: null, resting: true } as const;
    const { transform } = await open({ access: 'wall' }, { boards: [board({ screen })] });
    expect(transform()).toBe('none');
  });
});
