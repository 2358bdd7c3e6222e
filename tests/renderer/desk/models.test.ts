import { describe, expect, it } from 'vitest';
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { DEFAULT_BOARD } from '../../../common/settings.ts';
import { defaultThresholds } from '../../../common/thresholds.ts';
import { clockText } from '../../../common/clockText.ts';
import { amountFrom, amountText, secondsFrom } from '../../../renderer/desk/model/amounts.ts';
import { boardIdFrom, copyOf, freeMetrics, heroFree, moved } from '../../../renderer/desk/model/boards.ts';
import { isEmail, narrowings, periodOf } from '../../../renderer/desk/model/filters.ts';
import { limitProblem, previewTile, scaleOf } from '../../../renderer/desk/model/preview.ts';
import { reading, tile } from '../snapshots.ts';

describe('an id of a board', () => {
  it('is made from the title and unlike every other', () => {
    expect(boardIdFrom('Équipe de nuit!', [])).toBe('equipe-de-nuit');
    expect(boardIdFrom('Night', ['night', 'night-2'])).toBe('night-3');
    expect(boardIdFrom('مركز الاتصال', [])).toBe('board');
    expect(boardIdFrom('x'.repeat(200), ['x'.repeat(64)])).toBe(`${'x'.repeat(62)}-2`);
  });

  it('is new for a copy, which shares nothing with its source', () => {
    const copy = copyOf(DEFAULT_BOARD, 'Copy', ['main']);
    expect(copy.id).toBe('copy');
    expect(copy.tiles).toEqual(DEFAULT_BOARD.tiles);
    expect(copy.tiles).not.toBe(DEFAULT_BOARD.tiles);
  });
});

describe('a list', () => {
  it('keeps everything when an item moves, and everything in place when there is nowhere to go', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  });

  it('of tiles has room for three large ones, and offers only metrics that are not in it', () => {
    expect(heroFree(DEFAULT_BOARD.tiles)).toBe(false);
    expect(heroFree(DEFAULT_BOARD.tiles.slice(1))).toBe(true);
    expect(freeMetrics(DEFAULT_BOARD.tiles)).not.toContain('CSAT');
    expect(freeMetrics(DEFAULT_BOARD.tiles)).toContain('totalTags');
  });
});

describe('a limit', () => {
  it('that is a duration is typed as minutes and seconds', () => {
    expect(secondsFrom('1:30')).toBe(90);
    expect(secondsFrom('1:02:03')).toBe(3723);
    expect(secondsFrom('45')).toBe(45);
    for (const wrong of ['', '1:75', 'a', '1:2:3:4', '-5']) expect(secondsFrom(wrong)).toBeNull();
    for (const seconds of [0, 59, 60, 3599, 3600, 86_399]) expect(secondsFrom(clockText(seconds))).toBe(seconds);
  });

  it('in percent or points is typed as a number', () => {
    expect(amountFrom('85 %', 'percent')).toBe(85);
    expect(amountFrom('−10', 'points')).toBe(-10);
    expect(amountFrom('8,5', 'percent')).toBe(8.5);
    expect(amountFrom('٨٥٫٥٪', 'percent')).toBe(85.5);
    expect(secondsFrom('١:٣٠')).toBe(90);
    expect(amountFrom('many', 'percent')).toBeNull();
    expect(amountText(12.345, 'percent')).toBe('12.345');
    expect(amountText(90.5, 'duration')).toBe('90.5');
  });

  it('must lie in the range of its figure, and "bad" beyond "watch"', () => {
    expect(limitProblem(120, 240, 'lower', 'duration')).toBeNull();
    expect(limitProblem(240, 120, 'lower', 'duration')).toBe('order');
    expect(limitProblem(75, 85, 'higher', 'percent')).toBe('order');
    expect(limitProblem(120, 90, 'higher', 'percent')).toBe('range');
    expect(limitProblem(20, -50, 'higher', 'points')).toBeNull();
  });
});

describe('the preview of thresholds', () => {
  const waiting = tile('averageWaitingTime', { reading: reading(83) });

  it('judges the value of now by the limits that are being typed', () => {
    const levelAt = (warn: number, bad: number) => previewTile(waiting, { warn, bad }).level;
    expect([levelAt(120, 240), levelAt(60, 120), levelAt(30, 60)]).toEqual(['good', 'warn', 'bad']);
  });

  it('judges a share by the share, not by the count', () => {
    const transferred = tile('totalTransferred', { reading: reading(72), share: 6 });
    expect(previewTile(transferred, { warn: 5, bad: 50 }).level).toBe('warn');
  });

  it('has no status without a value', () => {
    const none = tile('CSAT', { reading: reading(null) });
    expect(previewTile(none, defaultThresholds('CSAT', DEFAULT_BOARD)).level).toBe('neutral');
  });

  it('puts the zones and the value on one line, best first where less is better', () => {
    const scale = scaleOf({ warn: 100, bad: 200 }, 'lower', 'duration', 150);
    expect(scale.zones.map(({ level }) => level)).toEqual(['good', 'warn', 'bad']);
    expect(scale.at).toBeCloseTo(0.5);
    const higher = scaleOf({ warn: 85, bad: 75 }, 'higher', 'percent', 80);
    expect(higher.zones.map(({ level }) => level)).toEqual(['bad', 'warn', 'good']);
    expect(higher.zones.map(({ from }) => from)).toEqual([0, 0.75, 0.85]);
    expect(higher.at).toBeCloseTo(0.8);
  });
});

describe('the filters of a query', () => {
  it('are told apart from what leaves nothing out', () => {
    expect(narrowings(DEFAULT_QUERY)).toEqual([]);
    expect(narrowings({ ...DEFAULT_QUERY, filter: 'TODAY', timezone: '+04:00' })).toEqual([]);
    expect(narrowings({ ...DEFAULT_QUERY, filter: 'WEEK', channels: [1], groupsID: ['a'], email: 'a@b.co' })).toEqual([
      'period',
      'channels',
      'groups',
      'email',
    ]);
  });

  it('know both names of a period, and a range', () => {
    expect(['daily', 'weekly', 'monthly', 'YEAR'].map(periodOf)).toEqual(['TODAY', 'WEEK', 'MONTH', 'YEAR']);
    expect(periodOf('2026-11-01 to 2026-11-15')).toBe('range');
  });

  it('take an address of an agent or none', () => {
    expect([isEmail(''), isEmail('agent@example.com'), isEmail('agent'), isEmail('a b@c.de')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
