import { describe, expect, it } from 'vitest';
import { factsOf, type Facts } from '../../../../renderer/drilldown/engine/facts.ts';
import type { Json } from '../../../../renderer/drilldown/engine/flatten.ts';
import { session, tableOf } from './support/rows.ts';

const facts = (rows: readonly Json[], reply: 'list' | 'object' = 'list'): Facts => factsOf(tableOf(rows, { reply }));

describe('what all rows of a card come to', () => {
  it('is the shortest and the longest of their times, sent or derived', () => {
    const rows = [session('a', 0, 60, 300), session('b', 10, 130, 900), session('c', 20, null, null)];
    expect(facts(rows).extremes).toEqual({ waiting: { least: 60, most: 120 }, service: { least: 240, most: 770 } });
  });

  it('is the share of yes, and of 4 and 5 among marks of 1 to 5, without the rows that have no answer', () => {
    const rows = [
      { fcr: true, csat: 5 },
      { fcr: true, csat: 4 },
      { fcr: false, csat: 3 },
      { fcr: null, csat: 1 },
    ];
    expect(facts(rows).shares).toEqual({
      fcr: { percent: 200 / 3, good: 'yes' },
      csat: { percent: 50, good: 'satisfied' },
    });
  });

  it('takes no other numbers for marks', () => {
    expect(facts([{ csat: 9 }, { csat: 4 }]).shares).toEqual({});
    expect(facts([{ csat: 4.5 }, { csat: 4 }]).shares).toEqual({});
    expect(facts([{ total: 4 }, { total: 5 }]).shares).toEqual({});
  });

  it('is the hours with the most and the fewest, all of them where they are equal', () => {
    const rows = [
      { hour: '09:00', sessions: 4, complete: true },
      { hour: '10:00', sessions: 9, complete: true },
      { hour: '11:00', sessions: 4, complete: false },
    ];
    expect(facts(rows).hours).toEqual({ amount: 'sessions', most: ['10:00'], least: ['09:00', '11:00'] });
  });

  it('is no hour where it is open which one or which amount is meant', () => {
    expect(facts([{ hour: '09:00', sessions: 4, closed: 3 }]).hours).toBeNull();
    expect(facts([{ from: '09:00', to: '10:00', sessions: 4 }]).hours).toBeNull();
    expect(
      facts([
        { hour: '09:00', sessions: 4 },
        { hour: '09:00', sessions: 5 },
      ]).hours,
    ).toBeNull();
  });

  it('is the numbers of a single object by their own names', () => {
    expect(facts([{ nps: 12, parts: { promoters: '3' }, note: 'x' }], 'object').fields).toEqual({
      nps: 12,
      'parts.promoters': 3,
    });
    expect(facts([{ nps: 12 }]).fields).toEqual({});
  });
});
