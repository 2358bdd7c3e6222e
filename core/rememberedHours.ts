import { screenAt, type Hours, type ScreenNow } from '../common/hours.ts';

/** The hours' answer for a moment, as `screenAt` gives it. */
export type LightAt = typeof screenAt;

/** Answers kept for one board's hours: what is now and what comes then, in some timezones. */
const MOST_KEPT = 8;

interface Answer {
  readonly timezone: string;
  readonly fromMs: number;
  readonly now: ScreenNow;
}

/**
 * `screenAt` with a memory. What it says of a moment holds until the next change, and it is asked about every board at every
 * event, which with many boards and spans took longer than all the rest.
 */
export function rememberingLightAt(): LightAt {
  const known = new WeakMap<Hours, readonly Answer[]>();
  return (hours, timezone, atMs) => {
    const answers = known.get(hours) ?? [];
    const found = answers.find(
      ({ timezone: its, fromMs, now: { untilMs } }) =>
        its === timezone && fromMs <= atMs && (untilMs === null || atMs < untilMs),
    );
    if (found) return found.now;
    const now = screenAt(hours, timezone, atMs);
    known.set(hours, [...answers, { timezone, fromMs: atMs, now }].slice(-MOST_KEPT));
    return now;
  };
}
