import { z } from 'zod';
import { DAY_MS, DAYS_A_WEEK, MINUTE_MS, minutesOfDay, TIME_OF_DAY } from './time.ts';
import { zoneClock, type ZoneClock } from './zone.ts';

/** What a wall's screen does at some time: full light, dimmed, or dark, when nobody is there to read it. */
export type ScreenLight = 'light' | 'dim' | 'dark';

/** Spans of one board. */
export const MAX_SPANS = 21;

const spanSchema = z.strictObject({
  screen: z.enum(['dim', 'dark']),
  /** Days on which the span begins: 0 is Sunday, as `Date.getUTCDay`. */
  days: z
    .array(
      z
        .int()
        .min(0)
        .max(DAYS_A_WEEK - 1),
    )
    .min(1)
    .max(DAYS_A_WEEK)
    .refine((days) => new Set(days).size === days.length, 'each day once'),
  /** Time of day in the board's timezone, `HH:MM`. */
  from: z.string().regex(TIME_OF_DAY),
  /** Up to, not including; at or before `from` it is a time of the next day. */
  to: z.string().regex(TIME_OF_DAY),
});
/** A part of the week in which a board's screen is not in full light. */
export type HoursSpan = z.infer<typeof spanSchema>;

/** When a board's screens dim and go dark, in the board's timezone. Where spans overlap, the darker one counts. */
export const hoursSchema = z.strictObject({
  /** Brightness while dimmed, in percent of full. */
  dimTo: z.int().min(10).max(90),
  spans: z.array(spanSchema).max(MAX_SPANS),
});
export type Hours = z.infer<typeof hoursSchema>;

export const DEFAULT_HOURS: Hours = { dimTo: 40, spans: [] };

/** What a screen does now, and until when (milliseconds since 1970 UTC; null when the hours never change it). */
export interface ScreenNow {
  readonly light: ScreenLight;
  readonly untilMs: number | null;
  /** What comes then; the same as now when nothing changes. */
  readonly next: ScreenLight;
}

const LIGHTS: readonly ScreenLight[] = ['light', 'dim', 'dark'];

interface Period {
  readonly screen: HoursSpan['screen'];
  readonly fromMs: number;
  readonly toMs: number;
}

/** The spans as periods, from the day before a local time to a week after it. One that the clock leaves out takes no time. */
function periodsAround(spans: readonly HoursSpan[], localMs: number, clock: ZoneClock): Period[] {
  const today = Math.floor(localMs / DAY_MS) * DAY_MS;
  const days = Array.from({ length: DAYS_A_WEEK + 2 }, (_, i) => today + (i - 1) * DAY_MS);
  return days.flatMap((day) =>
    spans
      .filter(({ days: on }) => on.includes(new Date(day).getUTCDay()))
      .map(({ screen, from, to }): Period => {
        const [start, end] = [minutesOfDay(from) ?? 0, minutesOfDay(to) ?? 0];
        const endsOn = end > start ? day : day + DAY_MS;
        const [fromMs, toMs] = [day + start * MINUTE_MS, endsOn + end * MINUTE_MS].map((edge) => clock.atLocal(edge));
        return { screen, fromMs: fromMs ?? 0, toMs: toMs ?? 0 };
      }),
  );
}

const lightIn = (periods: readonly Period[], atMs: number): ScreenLight => {
  const on = periods.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  return LIGHTS[Math.max(0, ...on.map(({ screen }) => LIGHTS.indexOf(screen)))] ?? 'light';
};

/**
 * The screen's light at a moment.
 * @param timezone the board's, such as `Africa/Cairo` or `+03:00`
 * @param atMs milliseconds since 1970 UTC
 */
export function screenAt({ spans }: Hours, timezone: string, atMs: number): ScreenNow {
  const clock = zoneClock(timezone);
  const localMs = atMs + clock.offsetMs(atMs);
  const periods = periodsAround(spans, localMs, clock);
  const light = lightIn(periods, atMs);
  const weekLaterMs = clock.atLocal(localMs + DAYS_A_WEEK * DAY_MS);
  // A week later all begins anew: what has not changed until then never does.
  const edges = periods
    .flatMap(({ fromMs, toMs }) => [fromMs, toMs])
    .filter((edge) => edge > atMs && edge <= weekLaterMs);
  const change = edges.sort((a, b) => a - b).find((edge) => lightIn(periods, edge) !== light);
  if (change === undefined) return { light, untilMs: null, next: light };
  return { light, untilMs: change, next: lightIn(periods, change) };
}
