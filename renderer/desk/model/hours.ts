import { CalendarDate, getDayOfWeek } from '@internationalized/date';
import { MAX_SPANS, screenAt, type Hours, type HoursSpan, type ScreenLight } from '../../../common/hours.ts';
import { DAY_MS, DAYS_A_WEEK, HOUR_MS, MINUTE_MS, minutesOfDay } from '../../../common/time.ts';
import type { Translate } from '../../i18n.ts';

const DAY_MINUTES = DAY_MS / MINUTE_MS;
/** 4 January 1970, the first Sunday of the clock: day 0 of a week as spans count them. */
const SUNDAY_MS = 3 * DAY_MS;

/** Days of the week, 0 for Sunday, in the order of a locale's week. */
export function weekOrder(locale: string): readonly number[] {
  const sundayAt = getDayOfWeek(new CalendarDate(1970, 1, 4), locale);
  return Array.from({ length: DAYS_A_WEEK }, (_, place) => (place - sundayAt + DAYS_A_WEEK) % DAYS_A_WEEK);
}

/** Short names of the days, Sunday first. */
export function dayNames(locale: string): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return Array.from({ length: DAYS_A_WEEK }, (_, day) => format.format(SUNDAY_MS + day * DAY_MS));
}

/** Days as runs of neighbours in the order of the week: `Mon–Fri`, `Sun, Tue–Thu`. */
export function daysWords(t: Translate, locale: string, days: readonly number[]): string {
  if (days.length === DAYS_A_WEEK) return t('desk.hours.everyDay');
  const names = dayNames(locale);
  const nameOf = (day: number | undefined): string => names[day ?? 0] ?? '';
  const runs: number[][] = [];
  let apart = true;
  for (const day of weekOrder(locale)) {
    if (!days.includes(day)) apart = true;
    else if (apart) {
      runs.push([day]);
      apart = false;
    } else runs.at(-1)?.push(day);
  }
  const words = runs.map((run) =>
    run.length === 1 ? nameOf(run[0]) : t('desk.hours.dayRange', { from: nameOf(run[0]), to: nameOf(run.at(-1)) }),
  );
  return new Intl.ListFormat(locale, { style: 'narrow', type: 'unit' }).format(words);
}

/** A span in one line: `Mon–Fri 22:00–06:00 · Dark`. */
export function spanWords(t: Translate, locale: string, { days, from, to, screen }: HoursSpan): string {
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  });
  const told = (time: string): string => clock.format((minutesOfDay(time) ?? 0) * MINUTE_MS);
  const time =
    from === to
      ? t('desk.hours.wholeDay', { from: told(from) })
      : t('desk.hours.time', { from: told(from), to: told(to) });
  return t('desk.hours.span', { days: daysWords(t, locale, days), time, screen: t(`desk.hours.${screen}`) });
}

/** A part of one day in one light; `from` and `to` are parts of the day from 0 to 1. */
export interface DayPart {
  readonly light: ScreenLight;
  readonly from: number;
  readonly to: number;
}

/** An ordinary week is one without clock changes. */
const UTC = '+00:00';

/** What a day of an ordinary week looks like under some hours: its parts in their order. */
export function dayParts(hours: Hours, day: number): readonly DayPart[] {
  const startMs = SUNDAY_MS + day * DAY_MS;
  const cuts = [
    0,
    DAY_MINUTES,
    ...hours.spans.flatMap(({ from, to }) => [minutesOfDay(from) ?? 0, minutesOfDay(to) ?? 0]),
  ];
  const edges = [...new Set(cuts)].sort((a, b) => a - b);
  const parts: DayPart[] = [];
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const to = edges[index + 1] ?? DAY_MINUTES;
    const { light } = screenAt(hours, UTC, startMs + from * MINUTE_MS);
    const last = parts.at(-1);
    if (last?.light === light) parts[parts.length - 1] = { ...last, to: to / DAY_MINUTES };
    else parts.push({ light, from: from / DAY_MINUTES, to: to / DAY_MINUTES });
  }
  return parts;
}

/** Hours of the day that a strip is marked with. */
export const STRIP_HOURS = [0, 6, 12, 18, 24] as const;
export const hourPart = (hour: number): number => (hour * HOUR_MS) / DAY_MS;

/** What is offered first: every night. */
export const NEW_SPAN: HoursSpan = { screen: 'dark', days: [0, 1, 2, 3, 4, 5, 6], from: '22:00', to: '06:00' };

export const hasRoom = ({ spans }: Hours): boolean => spans.length < MAX_SPANS;
