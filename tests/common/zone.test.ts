import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresEndAt, isRunning, periodStart } from '../../common/boardPeriod.ts';
import { screenAt, type Hours } from '../../common/hours.ts';
import { askedAt, DEFAULT_QUERY, distinctQueries, querySchema, summaryQueryKey } from '../../common/query.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import { isTimezone, localDay, offsetAt, zoneClock } from '../../common/zone.ts';

const ms = (text: string): number => Date.parse(text);
const iso = (atMs: number | null): string | null =>
  atMs === null ? null : new Date(atMs).toISOString().replace('.000', '');

/** Zones whose clocks change in every way there is: by an hour, by half an hour, at midnight, back over midnight, never. */
const ZONES = [
  'Asia/Riyadh',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Havana',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'America/St_Johns',
  'Pacific/Apia',
];
const MOMENT = fc.integer({ min: ms('2015-01-01T00:00:00Z'), max: ms('2035-01-01T00:00:00Z') });
const RUNS = 400;

/** What Intl says of a moment, asked each time. */
function byIntl(timeZone: string, atMs: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(atMs);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS);
}

describe('the clock of a zone', () => {
  test('has the offset that Intl has, at any moment and to the second around each change', () => {
    const run = fc.property(fc.constantFrom(...ZONES), MOMENT, (zone, atMs) => {
      const clock = zoneClock(zone);
      expect(clock.offsetMs(atMs)).toBe(byIntl(zone, atMs));
      let day = atMs;
      while (clock.changeAfter(day) === null && day < atMs + 366 * DAY_MS) day += DAY_MS;
      const change = clock.changeAfter(day);
      if (change === null) return;
      expect(clock.offsetMs(change)).toBe(byIntl(zone, change));
      expect(clock.offsetMs(change - 1000)).toBe(byIntl(zone, change - 1000));
      expect(clock.offsetMs(change)).not.toBe(clock.offsetMs(change - 1));
    });
    fc.assert(run, { numRuns: RUNS, seed: 20_261_201 });
  });

  test('finds the moment of every local time: the first of two, and the change where there is none', () => {
    const run = fc.property(fc.constantFrom(...ZONES), MOMENT, (zone, atMs) => {
      const clock = zoneClock(zone);
      const localMs = atMs + clock.offsetMs(atMs);
      const found = clock.atLocal(localMs);
      expect(found).toBeLessThanOrEqual(atMs);
      expect(found + clock.offsetMs(found)).toBe(localMs);
    });
    fc.assert(run, { numRuns: RUNS, seed: 20_261_202 });
  });

  test.each([
    ['Africa/Cairo, without a midnight', 'Africa/Cairo', '2026-04-24T00:00', '2026-04-23T22:00:00Z'],
    ['Africa/Cairo, within the hour left out', 'Africa/Cairo', '2026-04-24T00:40', '2026-04-23T22:00:00Z'],
    ['Africa/Cairo, the first of two', 'Africa/Cairo', '2026-10-29T23:30', '2026-10-29T20:30:00Z'],
    ['Asia/Beirut, without a midnight', 'Asia/Beirut', '2026-03-29T00:00', '2026-03-28T22:00:00Z'],
    ['America/Havana, without a midnight', 'America/Havana', '2026-03-08T00:00', '2026-03-08T05:00:00Z'],
    ['America/Havana, the first of two midnights', 'America/Havana', '2026-11-01T00:00', '2026-11-01T04:00:00Z'],
    ['Australia/Lord_Howe, half an hour left out', 'Australia/Lord_Howe', '2026-10-04T02:10', '2026-10-03T15:30:00Z'],
    ['Australia/Lord_Howe, half an hour twice', 'Australia/Lord_Howe', '2026-04-05T01:40', '2026-04-04T14:40:00Z'],
    ['Pacific/Apia, without a whole day', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00Z'],
  ])('%s', (_what, zone, local, at) => {
    expect(iso(zoneClock(zone).atLocal(ms(`${local}Z`)))).toBe(at);
  });

  test('of an offset never changes', () => {
    const clock = zoneClock('-03:30');
    expect([clock.offsetMs(0), clock.atLocal(0), clock.changeAfter(0)]).toEqual([-3.5 * HOUR_MS, 3.5 * HOUR_MS, null]);
  });

  test('answers far beyond all dates too', () => {
    for (const atMs of [8.64e15, -8.64e15])
      expect(Number.isFinite(zoneClock('Africa/Cairo').offsetMs(atMs))).toBe(true);
  });
});

describe('a timezone', () => {
  test.each(['Africa/Cairo', 'Asia/Riyadh', 'UTC', 'Etc/GMT-3', '+03:00', '-03:30', '+05:45'])('may be %s', (text) => {
    expect(isTimezone(text)).toBe(true);
    expect(querySchema.parse({ ...DEFAULT_QUERY, timezone: ` ${text} ` }).timezone).toBe(text);
  });

  test.each(['', 'Mars/Olympus', 'Cairo', '+15:00', '+03', 'Africa/Cairo\u0000', '../Africa/Cairo', 'x'.repeat(5000)])(
    'may not be %j',
    (text) => {
      expect(isTimezone(text)).toBe(false);
      expect(querySchema.safeParse({ ...DEFAULT_QUERY, timezone: text }).success).toBe(false);
    },
  );
});

describe('a question to the API', () => {
  const cairo = { ...DEFAULT_QUERY, timezone: 'Africa/Cairo' };
  const [winter, summer] = [ms('2026-01-15T12:00:00Z'), ms('2026-07-15T12:00:00Z')];

  test('has the offset that the zone has at the moment', () => {
    expect([askedAt(cairo, winter).timezone, askedAt(cairo, summer).timezone]).toEqual(['+02:00', '+03:00']);
    expect(offsetAt('Australia/Lord_Howe', winter)).toBe('+11:00');
    expect(offsetAt('Australia/Lord_Howe', summer)).toBe('+10:30');
  });

  test('is one for boards whose zones have the same offset, and another after a clock change', () => {
    const boards = [cairo, { ...cairo, timezone: 'Asia/Riyadh' }, { ...cairo, timezone: '+03:00' }];
    const asked = (atMs: number): number => distinctQueries(boards.map((query) => askedAt(query, atMs))).size;
    expect([asked(summer), asked(winter)]).toEqual([1, 2]);
    expect(summaryQueryKey(askedAt(cairo, summer))).not.toBe(summaryQueryKey(askedAt(cairo, winter)));
  });
});

describe('the days of a zone', () => {
  test.each([
    ['with 23 hours', 'America/New_York', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
    ['with 25 hours', 'America/New_York', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['that begin at one', 'Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24T21:00:00Z'],
    ['before one that begins at one', 'Africa/Cairo', '2026-04-22T22:00:00Z', '2026-04-23T22:00:00Z'],
    ['whose last hour comes twice', 'Africa/Cairo', '2026-10-28T21:00:00Z', '2026-10-29T22:00:00Z'],
    ['of 23½ hours', 'Australia/Lord_Howe', '2026-10-03T13:30:00Z', '2026-10-04T13:00:00Z'],
  ])('%s end at their own midnight', (_what, timezone, begins, ends) => {
    const today = { filter: 'daily', timezone };
    // Whatever the clock shows in between: asked in the last hour too, which may be one that is told twice.
    for (const at of [ms(begins), ms(begins) + 5 * HOUR_MS, ms(ends) - HOUR_MS])
      expect(iso(periodStart('daily', timezone, at))).toBe(begins);
    for (const at of [ms(begins), ms(begins) + 5 * HOUR_MS]) expect(iso(figuresEndAt(today, at))).toBe(ends);
    expect(localDay(zoneClock(timezone), ms(ends))).toBe(localDay(zoneClock(timezone), ms(begins)) + 1);
  });

  test('bound a range of days', () => {
    const range = { filter: '2026-04-24 to 2026-10-29', timezone: 'Africa/Cairo' };
    const at = ['2026-04-23T21:59:59Z', '2026-04-23T22:00:00Z', '2026-10-29T21:59:59Z', '2026-10-29T22:00:00Z'];
    expect(at.map((text) => isRunning(range, ms(text)))).toEqual([false, true, true, false]);
  });
});

describe('hours', () => {
  const night = (from: string, to: string): Hours => ({
    dimTo: 40,
    spans: [{ screen: 'dark', days: [0, 1, 2, 3, 4, 5, 6], from, to }],
  });
  const until = (hours: Hours, zone: string, at: string): string | null => iso(screenAt(hours, zone, ms(at)).untilMs);

  test('keep to the clock on the wall over a change', () => {
    const dark = night('22:00', '06:00');
    expect(until(dark, 'America/New_York', '2026-03-08T04:00:00Z')).toBe('2026-03-08T10:00:00Z');
    expect(until(dark, 'America/New_York', '2026-11-01T03:00:00Z')).toBe('2026-11-01T11:00:00Z');
    expect(until(dark, 'Australia/Lord_Howe', '2026-10-03T12:00:00Z')).toBe('2026-10-03T19:00:00Z');
  });

  test('that end within an hour that comes twice end once', () => {
    const dark = night('22:00', '01:30');
    const at = ['2026-11-01T05:29:59Z', '2026-11-01T05:30:00Z', '2026-11-01T06:15:00Z', '2026-11-01T06:45:00Z'];
    expect(at.map((text) => screenAt(dark, 'America/New_York', ms(text)).light)).toEqual([
      'dark',
      'light',
      'light',
      'light',
    ]);
  });

  test('that lie within an hour that is left out take no time, and those that begin or end in it do so at the change', () => {
    const change = '2026-03-08T07:00:00Z';
    expect(until(night('02:10', '02:50'), 'America/New_York', '2026-03-08T06:59:00Z')).toBe('2026-03-09T06:10:00Z');
    expect(until(night('22:00', '02:30'), 'America/New_York', '2026-03-08T06:59:00Z')).toBe(change);
    expect(until(night('02:30', '05:00'), 'America/New_York', '2026-03-08T06:59:00Z')).toBe(change);
  });

  test('of a zone without changes are those of its offset', () => {
    const dark = night('20:15', '06:45');
    const run = fc.property(MOMENT, (atMs) => {
      expect(screenAt(dark, 'Asia/Riyadh', atMs)).toEqual(screenAt(dark, '+03:00', atMs));
    });
    fc.assert(run, { numRuns: RUNS, seed: 20_261_203 });
  });
});
