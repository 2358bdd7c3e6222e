import { EventEmitter } from 'node:events';
import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { BoardSnapshot, Reading } from '../../common/snapshot.ts';
import { DEFAULT_QUERY } from '../../common/query.ts';
import { createTrayIcon, trayMenuTemplate, type TrayView } from '../../electron/tray.ts';
import { trayPng } from '../../electron/trayImage.ts';
import { trayStatusOf, trayTooltip, type TrayStatus } from '../../electron/trayStatus.ts';
import { wordsOf } from '../../electron/words.ts';

const WORDS = wordsOf('en');
const INTERVAL_MS = 18_000;
const reading = (value: Reading['value']): Reading => ({ value, problem: null });

function tile(metric: BoardSnapshot['tiles'][number]['metric'], value: Reading['value'], level = 'neutral') {
  const tiles: BoardSnapshot['tiles'][number] = {
    metric,
    size: 'hero',
    reading: reading(value),
    share: null,
    level: level as 'neutral',
    thresholds: null,
    ageMs: 0,
  };
  return tiles;
}

const TILES = [tile('totalSessions', 1204), tile('averageWaitingTime', 151, 'good'), tile('CSAT', 86, 'good')];

function board(change: Partial<BoardSnapshot> = {}): BoardSnapshot {
  const none = reading(null);
  return {
    id: 'main',
    title: 'Board of agent@example.com',
    query: { ...DEFAULT_QUERY, email: 'agent@example.com' },
    offset: '+03:00',
    sla: DEFAULT_QUERY.sla,
    gauges: [],
    tiles: TILES,
    companions: { totalSessions: none, totalClosedSessions: none, weakTime: none },
    ageMs: 12_400,
    intervalMs: INTERVAL_MS,
    figuresEndInMs: null,
    nextInMs: null,
    failure: null,
    screen: { light: 'light', brightness: 100, changesInMs: null, next: null, resting: false },
    ...change,
  };
}

const tip = (change: Partial<BoardSnapshot> = {}, demo = false): string =>
  trayTooltip({ boards: [board(change)], demo, locale: 'en' }, WORDS);
const status = (change: Partial<BoardSnapshot>): TrayStatus => trayStatusOf({ boards: [board(change)] });

describe("the tray's tip", () => {
  it('tells the first figures of the first board and how old they are', () => {
    expect(tip()).toBe('Sessions 1,204 · Avg waiting 2m\u00a031s · CSAT 86 % — Live, 12 s');
  });

  it('says when figures are late, lost, made up or not there', () => {
    expect(tip({ ageMs: 3 * INTERVAL_MS })).toMatch(/ — Late, 54 s old$/);
    expect(tip({ ageMs: 3 * 3_600_000 })).toMatch(/ — Not current, 3 h old$/);
    expect(tip({}, true)).toMatch(/^Demo data · Sessions /);
    expect(tip({ ageMs: null })).toBe('No data');
    expect(trayTooltip({ boards: [], demo: false, locale: 'en' }, WORDS)).toBe('No data');
  });

  it('names nobody', () => {
    expect(tip()).not.toContain('agent');
  });

  it('tells values in their own units, and a missing one as a dash', () => {
    const tiles = [tile('NPS', 12), tile('agentTotalTimeOnline', 3_751), tile('CSAT', null)];
    expect(tip({ tiles })).toMatch(/^NPS \+12 · Online time 1h\u00a002m · CSAT – — /);
  });

  it('tells a figure as finely as the wall, so that it agrees with its status', () => {
    const tiles = [{ ...tile('CSAT', 79.96, 'warn'), thresholds: { warn: 80, bad: 70 } }];
    expect(tip({ tiles })).toMatch(/^CSAT 79\.96 % — /);
  });

  it('leaves whole figures out rather than being cut off by Windows', () => {
    const tiles = [1e60, 1e60, 1e60].map((value) => tile('totalSessions', value));
    const shown = tip({ tiles });
    expect(shown.length).toBeLessThanOrEqual(127);
    expect(shown).toMatch(/ — Live, 12 s$/);
  });
});

describe("the tray's status", () => {
  it('is the worst level of the first board, and no better than the figures are fresh', () => {
    expect(status({})).toBe('good');
    expect(status({ tiles: [...TILES, tile('FCR', 65, 'warn')] })).toBe('warn');
    expect(status({ tiles: [tile('FCR', 65, 'warn'), tile('NPS', -10, 'bad')] })).toBe('bad');
    expect(status({ ageMs: 3 * INTERVAL_MS })).toBe('warn');
    expect(status({ ageMs: 6 * INTERVAL_MS })).toBe('bad');
    expect(status({ ageMs: null, tiles: [tile('NPS', -10, 'bad')] })).toBe('none');
    expect(trayStatusOf({ boards: [] })).toBe('none');
    expect(status({ tiles: [tile('totalSessions', 0), tile('CSAT', null)] })).toBe('none');
  });
});

/** The opaque pixels of a PNG file as this app draws them, one character each. */
function pixelsOf(png: Buffer): string[] {
  const size = png.readUInt32BE(16);
  const dataLength = png.readUInt32BE(33);
  const data = png.subarray(41, 41 + dataLength);
  expect(png.readUInt32BE(41 + dataLength)).toBe(crc32(png.subarray(37, 41 + dataLength)));
  const lines = inflateSync(data);
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_unused, column) =>
      (lines[row * (1 + size * 4) + 1 + column * 4 + 3] ?? 0) > 127 ? '#' : '.',
    ).join(''),
  );
}

describe("the tray's icon", () => {
  const statuses: readonly TrayStatus[] = ['good', 'warn', 'bad', 'none'];

  it('has a shape of its own for each status, so that nobody has to see its colour', () => {
    const shapes = statuses.map((one) => pixelsOf(trayPng(one, 16)).join('\n'));
    expect(new Set(shapes).size).toBe(statuses.length);
    for (const shape of shapes) expect(shape.split('#').length).toBeGreaterThan(40);
  });

  it('is the same on both sides, and twice as fine on a fine display', () => {
    for (const one of statuses) {
      const pixels = pixelsOf(trayPng(one, 32));
      expect(pixels).toHaveLength(32);
      for (const line of pixels) expect([...line].reverse().join('')).toBe(line);
    }
  });
});

const VIEW: TrayView = { status: 'good', tooltip: 'one', words: WORDS, openAtLogin: false };

function icon() {
  const calls: string[] = [];
  class FakeTray extends EventEmitter {
    constructor() {
      super();
      calls.push('new');
    }
    setImage = (): void => void calls.push('image');
    setToolTip = (text: string): void => void calls.push(`tip ${text}`);
    setContextMenu = (): void => void calls.push('menu');
    destroy = (): void => void calls.push('destroy');
  }
  const tray = createTrayIcon(
    {
      Tray: FakeTray as never,
      nativeImage: { createEmpty: () => ({ addRepresentation: () => {} }) as never },
      buildMenu: () => ({}) as never,
    },
    { show: () => {}, openSettings: () => {}, setOpenAtLogin: () => {}, quit: () => {} },
  );
  return { tray, calls };
}

describe('the tray', () => {
  it('is touched only where something changed', () => {
    const { tray, calls } = icon();
    tray.show(VIEW);
    tray.show({ ...VIEW });
    tray.show({ ...VIEW, tooltip: 'two' });
    tray.show({ ...VIEW, tooltip: 'two', status: 'bad' });
    expect(calls).toEqual(['new', 'tip one', 'menu', 'tip two', 'image']);
  });

  it('is taken away from a kiosk and comes back with all it shows', () => {
    const { tray, calls } = icon();
    tray.show(null);
    tray.show(VIEW);
    tray.show(null);
    tray.show(VIEW);
    expect(calls).toEqual(['new', 'tip one', 'menu', 'destroy', 'new', 'tip one', 'menu']);
  });

  it('makes its menu anew when told to, because a click has changed its check mark', () => {
    const { tray, calls } = icon();
    tray.show(VIEW);
    tray.forgetMenu();
    tray.show(VIEW);
    expect(calls).toEqual(['new', 'tip one', 'menu', 'menu']);
  });

  it('offers opening at login where the system can, and turns it over', () => {
    const asked: boolean[] = [];
    const actions = {
      show: () => {},
      openSettings: () => {},
      setOpenAtLogin: (on: boolean) => asked.push(on),
      quit: () => {},
    };
    const item = (openAtLogin: boolean | null) =>
      trayMenuTemplate({ words: WORDS, openAtLogin }, actions).find(({ id }) => id === 'openAtLogin');
    expect(item(null)).toBeUndefined();
    for (const on of [true, false]) {
      expect(item(on)?.checked).toBe(on);
      item(on)?.click?.({} as never, undefined, {} as never);
    }
    expect(asked).toEqual([false, true]);
  });
});
