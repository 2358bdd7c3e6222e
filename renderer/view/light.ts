import type { ScreenLight } from '../../common/hours.ts';
import type { BoardScreen, BoardSnapshot } from '../../common/snapshot.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { nowOf, type ViewContext } from './context.ts';

/** What a screen is to do at this moment. */
export interface LightNow {
  readonly light: ScreenLight;
  /** Percent of full brightness. */
  readonly brightness: number;
  /** Until it changes, in milliseconds; null when that is not known. */
  readonly changesInMs: number | null;
}

export const FULL_LIGHT: LightNow = { light: 'light', brightness: 100, changesInMs: null };
/** A snapshot of the change itself comes within this time where there is a connection. */
const ON_ITS_WAY_MS = 2 * SECOND_MS;
/** Light that a screen gives off grows by this power of a colour's value (sRGB). */
const GAMMA = 2.2;

/**
 * What a board's hours say now, counted on from the last snapshot: a screen that has lost its connection goes dark and light on
 * time by itself. Beyond what the snapshot tells of its hours it is light: no screen stays dark because nobody told it otherwise.
 * @param addedMs since the snapshot came
 */
export function lightNow({ light, brightness, changesInMs, next }: BoardScreen, addedMs: number): LightNow {
  if (changesInMs === null || next === null) return { light, brightness, changesInMs: null };
  if (addedMs < changesInMs + ON_ITS_WAY_MS)
    return { light, brightness, changesInMs: Math.max(0, changesInMs - addedMs) };
  const { forMs, ...then } = next;
  if (forMs === null) return { ...then, changesInMs: null };
  const endMs = changesInMs + forMs;
  return addedMs < endMs + ON_ITS_WAY_MS ? { ...then, changesInMs: Math.max(0, endMs - addedMs) } : FULL_LIGHT;
}

/** Opacity of a black that leaves so many percent of the light a screen gives off. */
export const shadeOf = (brightness: number): number =>
  1 - (Math.max(0, Math.min(100, brightness)) / 100) ** (1 / GAMMA);

/** The minute at which hours change, told by its time of day unless that could be another day's. */
const comingTime = (context: ViewContext, inMs: number): string => {
  // Clocks were read one after the other: a moment before 15:00 is not 14:59.
  const atMs = Math.round((nowOf(context) + inMs) / MINUTE_MS) * MINUTE_MS;
  return inMs < DAY_MS ? context.times.clock(atMs) : context.times.moment(atMs, nowOf(context));
};

/** `Dark until 06:30`, for the screen that is. */
export const darkWords = (context: ViewContext, { changesInMs }: LightNow): string =>
  changesInMs === null
    ? context.t('night.dark')
    : context.t('night.darkUntil', { time: comingTime(context, changesInMs) });

/** Why no refresh is coming, on a screen that shows a resting board all the same; null when the board does not rest. */
export function restingWords(context: ViewContext, board: BoardSnapshot): string | null {
  const { resting, changesInMs } = board.screen;
  // A board with the same query that is not dark keeps the figures coming.
  if (!resting || board.nextInMs !== null) return null;
  if (changesInMs === null) return context.t('night.resting');
  const leftMs = changesInMs - context.addedMs;
  return leftMs <= 0 ? null : context.t('night.restingUntil', { time: comingTime(context, leftMs) });
}
