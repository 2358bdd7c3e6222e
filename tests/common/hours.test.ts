import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rememberingLightAt } from '../../core/rememberedHours.ts';
import { hoursSchema, screenAt, type Hours, type HoursSpan, type ScreenLight } from '../../common/hours.ts';
import { DAY_MS, MINUTE_MS, offsetOf } from '../../common/time.ts';

const MINUTES_A_DAY = 1440;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
/** A Sunday, 00:00 UTC. */
const SUNDAY_MS = Date.UTC(2026, 10, 22);
const RUNS = 150;

const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

const span: fc.Arbitrary<HoursSpan> = fc.record({
  screen: fc.constantFrom('dim' as const, 'dark' as const),
  days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
  from: fc.integer({ min: 0, max: MINUTES_A_DAY - 1 }).map(clock),
  to: fc.integer({ min: 0, max: MINUTES_A_DAY - 1 }).map(clock),
});
const hours: fc.Arbitrary<Hours> = fc.record({
  dimTo: fc.constant(40),
  spans: fc.array(span, { maxLength: 6 }),
});

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** The week of a board minute by minute, painted span by span: the plainest thing that can be right. */
function paintedWeek({ spans }: Hours): readonly ScreenLight[] {
  const week = Array.from({ length: MINUTES_A_WEEK }, (): ScreenLight => 'light');
  for (const screen of ['dim', 'dark'] as const)
    for (const one of spans.filter((candidate) => candidate.screen === screen))
      for (const day of one.days) {
        const [from, to] = [minuteOf(one.from), minuteOf(one.to)];
        const length = to > from ? to - from : to + MINUTES_A_DAY - from;
        for (let i = 0; i < length; i += 1) week[(day * MINUTES_A_DAY + from + i) % MINUTES_A_WEEK] = screen;
      }
  return week;
}

describe('the hours of a board', () => {
  test('at every minute of any week, in any timezone, are what a week painted span by span says', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: MINUTES_A_WEEK - 1 }), { minLength: 10, maxLength: 10 });
    const offset = fc.integer({ min: -12 * 60, max: 14 * 60 });
    const run = fc.property(hours, minutes, offset, fc.integer({ min: -200, max: 200 }), (of, at, east, weeks) => {
      expect(hoursSchema.safeParse(of).success).toBe(true);
      const week = paintedWeek(of);
      const remembered = rememberingLightAt();
      for (const minute of at) {
        const localMs = SUNDAY_MS + weeks * 7 * DAY_MS + minute * MINUTE_MS;
        const { light, untilMs, next } = screenAt(of, offsetOf(east), localMs - east * MINUTE_MS);
        expect(light).toBe(week[minute]);
        expect(remembered(of, offsetOf(east), localMs - east * MINUTE_MS)).toEqual({ light, untilMs, next });
        let until = 1;
        while (until <= MINUTES_A_WEEK && week[(minute + until) % MINUTES_A_WEEK] === light) until += 1;
        const expected = until > MINUTES_A_WEEK ? null : localMs + (until - east) * MINUTE_MS;
        expect(untilMs).toBe(expected);
        expect(next).toBe(week[(minute + until) % MINUTES_A_WEEK]);
      }
    });
    fc.assert(run, { numRuns: RUNS, seed: 20_261_123 });
  });

  test('without spans are light for ever', () => {
    expect(screenAt({ dimTo: 40, spans: [] }, '+03:00', SUNDAY_MS)).toEqual({
      light: 'light',
      untilMs: null,
      next: 'light',
    });
  });

  test('all round the clock on every day never change', () => {
    const always: Hours = {
      dimTo: 40,
      spans: [{ screen: 'dark', days: [0, 1, 2, 3, 4, 5, 6], from: '09:00', to: '09:00' }],
    };
    expect(screenAt(always, '+00:00', SUNDAY_MS + 5 * MINUTE_MS)).toEqual({
      light: 'dark',
      untilMs: null,
      next: 'dark',
    });
  });

  test('go over midnight and over the end of the week, and end to the millisecond', () => {
    const night: Hours = { dimTo: 40, spans: [{ screen: 'dark', days: [6], from: '22:00', to: '06:00' }] };
    const six = SUNDAY_MS + 6 * 60 * MINUTE_MS;
    expect(screenAt(night, '+00:00', six - 1)).toEqual({ light: 'dark', untilMs: six, next: 'light' });
    expect(screenAt(night, '+00:00', six).light).toBe('light');
    expect(screenAt(night, '+03:00', six - 3 * 60 * MINUTE_MS - 1)).toEqual({
      light: 'dark',
      untilMs: six - 3 * 60 * MINUTE_MS,
      next: 'light',
    });
  });

  test('where spans overlap the darker one counts, and the dimmer one goes on after it', () => {
    const both: Hours = {
      dimTo: 40,
      spans: [
        { screen: 'dim', days: [0], from: '18:00', to: '23:00' },
        { screen: 'dark', days: [0], from: '20:00', to: '21:00' },
      ],
    };
    const lights = [17, 19, 20, 21, 23].map(
      (hour) => screenAt(both, '+00:00', SUNDAY_MS + hour * 60 * MINUTE_MS).light,
    );
    expect(lights).toEqual(['light', 'dim', 'dark', 'dim', 'light']);
  });

  test.each([
    ['a day twice', { screen: 'dark', days: [1, 1], from: '20:00', to: '06:00' }],
    ['no day', { screen: 'dark', days: [], from: '20:00', to: '06:00' }],
    ['24:00', { screen: 'dark', days: [1], from: '20:00', to: '24:00' }],
    ['a time without minutes', { screen: 'dark', days: [1], from: '8', to: '10:00' }],
    ['another light', { screen: 'bright', days: [1], from: '08:00', to: '10:00' }],
  ])('with %s are no hours', (_what, one) => {
    expect(hoursSchema.safeParse({ dimTo: 40, spans: [one] }).success).toBe(false);
  });
});
