import { describe, expect, it } from 'vitest';
import { SUMMARY_FIELDS } from '../../common/metrics.ts';
import type { TileSnapshot } from '../../common/snapshot.ts';
import { textOf } from '../../renderer/view/values.ts';
import { gaugeView } from '../../renderer/view/gaugeView.ts';
import { tileView } from '../../renderer/view/tileView.ts';
import { viewContext } from './mounting.ts';
import { board, gauge, INTERVAL_MS, reading, tile } from './snapshots.ts';

const view = (snapshot: TileSnapshot, addedMs = 0) => tileView(viewContext(addedMs), board(), snapshot);
const csat = tile('CSAT', {
  reading: reading(62.5),
  level: 'bad',
  thresholds: { warn: 85, bad: 75 },
});

describe('the truth of a tile', () => {
  it('a fresh value shows its level', () => {
    expect(view(csat)).toMatchObject({
      status: 'bad',
      note: 'target 85 %',
      mark: { shape: 'triangleDown', word: 'Low' },
    });
    expect(textOf(view(csat).value)).toBe('62.5%');
  });

  it('after two missed intervals it is stale: its value, its age, and no level', () => {
    const late = view(csat, 2 * INTERVAL_MS);
    expect(late).toMatchObject({ status: 'stale', mark: { shape: 'ring', word: '43 s old' } });
    expect(textOf(late.value)).toBe('62.5%');
  });

  it('after five missed intervals it shows a dash, with the last value and its time beside it', () => {
    const lost = view(csat, 5 * INTERVAL_MS);
    expect(lost).toMatchObject({ status: 'none', last: '62.5% at 14:05', mark: null });
    expect(textOf(lost.value)).toBe('—');
  });

  it.each([
    ['daily', 'New day'],
    ['WEEK', 'New week'],
    ['monthly', 'New month'],
    ['YEAR', 'New year'],
    ['2026-11-24 to 2026-11-25', 'New period'],
  ])('of %s that has ended nothing is shown, not even as the last value', (filter, note) => {
    const ended = board({ query: { ...board().query, filter }, figuresEndInMs: 5000 });
    expect(tileView(viewContext(4999), ended, csat).status).toBe('bad');
    for (const addedMs of [5000, 5 * INTERVAL_MS]) {
      const shown = tileView(viewContext(addedMs), ended, csat);
      expect(shown).toMatchObject({ status: 'none', note, last: null, mark: null });
      expect(textOf(shown.value)).toBe('—');
      const waiting = gaugeView(viewContext(addedMs), ended, gauge('waiting'), 'below');
      expect(waiting).toMatchObject({ status: 'none', percent: null, note, spoken: note, last: null, mark: null });
    }
  });

  it('the boundary belongs to the better state', () => {
    expect(view({ ...csat, ageMs: 2 * INTERVAL_MS }).status).toBe('bad');
    expect(view({ ...csat, ageMs: 5 * INTERVAL_MS }).status).toBe('stale');
  });

  it('no value shows as a dash with a reason, never as 0', () => {
    const none = view(tile('totalMsg', { reading: reading(null) }));
    expect(none).toMatchObject({ status: 'none', note: 'no value yet' });
    expect(textOf(none.value)).toBe('—');
    expect(view(tile('FCR', { reading: reading(null) })).note).toBe('no answers yet');
    expect(view(tile('totalMsg', { reading: reading(null, 'shape') })).note).toBe('unreadable reply');
    expect(view(tile('FCR', { reading: reading(null), ageMs: null })).note).toBe('no value yet');
  });

  it('without a single session says so instead of showing a share or an average', () => {
    const none = view(tile('CSAT', { reading: reading(null, 'noSessions') }));
    expect(none).toMatchObject({ status: 'none', note: 'no sessions yet', mark: null });
    const zeros = board({
      companions: { ...board().companions, totalSessions: reading(0), totalClosedSessions: reading(0) },
    });
    const sessions = tileView(viewContext(), zeros, tile('totalSessions', { reading: reading(0) }));
    expect(sessions).toMatchObject({ status: 'neutral', note: 'no sessions yet' });
    expect(textOf(sessions.value)).toBe('0');
  });

  it('of days that were chosen promises no sessions to come', () => {
    const past = board({ query: { ...board().query, filter: '2026-01-01 to 2026-01-31' } });
    const none = tile('CSAT', { reading: reading(null, 'noSessions') });
    expect(tileView(viewContext(), past, none).note).toBe('no sessions');
  });

  it('all but one of the sessions closed are not 100 %, and one of many is not 0 %', () => {
    const closed = (n: number, of: number): string | null => {
      const companions = { ...board().companions, totalSessions: reading(of), totalClosedSessions: reading(n) };
      return tileView(viewContext(), board({ companions }), tile('totalSessions', { reading: reading(of) })).note;
    };
    expect(closed(457, 458)).toBe('457 closed · 99.8 %');
    expect(closed(9999, 10_000)).toBe('9,999 closed · 99.99 %');
    expect(closed(1, 30_000)).toBe('1 closed · 0.003 %');
    expect(closed(458, 458)).toBe('458 closed · 100 %');
  });

  it('a real zero is shown as 0', () => {
    expect(textOf(view(tile('totalMsg', { reading: reading(0) })).value)).toBe('0');
  });

  it('a reading of the wrong kind is no value', () => {
    expect(view(tile('totalMsg', { reading: reading('12') })).status).toBe('none');
    expect(view(tile('peakTime', { reading: reading(12) })).status).toBe('none');
  });
});

describe('notes and marks', () => {
  it('sessions say how many were closed, and their share', () => {
    expect(view(tile('totalSessions')).note).toBe('1,420 closed · 97.5 %');
  });

  it('a share of sessions is told when the core sent one', () => {
    expect(view(tile('totalTransferred', { reading: reading(12), share: 0.8 })).note).toBe('0.8 % of sessions');
  });

  it('the peak hour names the quietest', () => {
    expect(view(tile('peakTime', { reading: reading('10:00') })).note).toBe('quietest 03:00');
  });

  it('a duration above its target is high', () => {
    const waiting = tile('averageWaitingTime', {
      reading: reading(300),
      level: 'bad',
      thresholds: { warn: 120, bad: 240 },
    });
    expect(view(waiting)).toMatchObject({ note: 'target 2 min', mark: { word: 'High' } });
  });

  it('NPS shows its sign and a signed target', () => {
    const nps = view(tile('NPS', { reading: reading(12), level: 'warn', thresholds: { warn: 20, bad: 0 } }));
    expect(textOf(nps.value)).toBe('+12');
    expect(nps).toMatchObject({ note: 'target +20', mark: { shape: 'diamond', word: 'Watch' } });
  });

  it.each(SUMMARY_FIELDS)('%s can be a tile', (metric) => {
    const value = metric === 'peakTime' || metric === 'weakTime' ? '10:00' : 50;
    const shown = view(tile(metric, { reading: reading(value) }));
    expect(shown.label).not.toBe('');
    expect(shown.status).toBe('neutral');
  });
});
