import type { Shown, ShownAt, ShownFigure } from '../../../common/shown.ts';
import { METRICS, SLA_KINDS, SUMMARY_FIELDS } from '../../../common/metrics.ts';
import { saysLevel } from '../../../common/thresholds.ts';
import { zoneClock } from '../../../common/zone.ts';
import { failureWords } from '../../view/boardView.ts';
import type { ViewContext } from '../../view/context.ts';
import { figureText } from '../../view/figureText.ts';
import { problemWords } from '../../view/tileView.ts';

/** Length of `YYYY-MM-DDTHH:MM:SS`. */
const TO_THE_SECOND = 19;
/** Length of `YYYY-MM-DD`. */
const TO_THE_DAY = 10;

/** A moment as a field of date and time has it, in a timezone such as `Africa/Cairo` or `+03:00`. */
export const fieldFrom = (atMs: number, timezone: string): string =>
  new Date(atMs + zoneClock(timezone).offsetMs(atMs)).toISOString().slice(0, TO_THE_SECOND);

/** The day of a moment, as a field has it. */
export const dayOf = (atMs: number, timezone: string): string => fieldFrom(atMs, timezone).slice(0, TO_THE_DAY);

/** The moment that a field of date and time says, in milliseconds since 1970 UTC; null when it says none. */
export function momentFrom(text: string, timezone: string): number | null {
  const localMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text) ? Date.parse(`${text}Z`) : NaN;
  return Number.isFinite(localMs) ? Math.max(0, zoneClock(timezone).atLocal(localMs)) : null;
}

export interface FigureRow {
  readonly id: string;
  readonly label: string;
  /** As the wall showed it: a lost figure as a dash, with what it was. */
  readonly value: string;
  readonly level: string;
}

type Words = Pick<ViewContext, 't' | 'formats' | 'times'>;

/** The history keeps nothing of a board's filters. */
const PERIOD_UNKNOWN = '';

function levelWords(context: Words, { level, problem }: ShownFigure, bad: string, good: string): string {
  const { t } = context;
  if (problem !== null) return problemWords(context, problem, PERIOD_UNKNOWN);
  if (level === 'good') return t(good);
  if (level === 'warn') return t('status.warn');
  return level === 'bad' ? t(bad) : t('desk.history.noLevel');
}

/** What a wall made of a figure: late ones had no status, lost ones were a dash. */
function asShown({ t }: Words, shown: Shown, row: FigureRow, hasValue: boolean): FigureRow {
  if (!hasValue || shown.health === 'fresh') return row;
  const level = t('desk.history.notShown', { health: t(`health.${shown.health}`) });
  if (shown.health === 'late') return { ...row, level };
  return { ...row, level, value: t('desk.history.lastValue', { none: t('value.none'), value: row.value }) };
}

/** The figures of a moment, gauges first, as on the wall. */
export function figureRows(context: ViewContext, shown: Shown): readonly FigureRow[] {
  const { t, formats } = context;
  const none = t('value.none');
  const gauges = SLA_KINDS.flatMap((kind) => {
    const figure = shown.figures[`sla.${kind}`];
    if (!figure) return [];
    const says = saysLevel('higher', figure.thresholds);
    const value = typeof figure.value === 'number' ? formats.percent(figure.value, says) : none;
    const level = levelWords(context, figure, 'status.low', 'status.onTarget');
    const row = { id: `sla.${kind}`, label: t(`gauge.${kind}`), value, level };
    return [asShown(context, shown, row, figure.value !== null)];
  });
  const tiles = SUMMARY_FIELDS.flatMap((metric) => {
    const figure = shown.figures[metric];
    if (!figure) return [];
    const value = figureText(context, metric, figure, figure.thresholds);
    const bad = METRICS[metric].better === 'higher' ? 'status.low' : 'status.high';
    const level = levelWords(context, figure, bad, 'status.good');
    const row = { id: metric, label: t(`metric.${metric}`), value: value ?? none, level };
    return [asShown(context, shown, row, value !== null)];
  });
  return [...gauges, ...tiles];
}

/** True where nothing at all can be read of a board, so that nothing may be said of any moment. */
export const nothingKept = ({ known, previousAtMs, nextAtMs }: ShownAt): boolean =>
  known === 'notKept' && previousAtMs === null && nextAtMs === null;

/** Why a wall showed something else from then on: `new figures`, `Rate limit reached`. */
export function changeWords({ t }: Words, change: ShownAt['before'][number]): string {
  const { reason, failure, health, light } = change;
  switch (reason) {
    case 'failed':
      return failure ? failureWords({ t }, failure.code, failure.status) : t('desk.history.change.failed');
    case 'aged':
      return t('desk.history.change.aged', { health: t(`health.${health}`).toLocaleLowerCase() });
    case 'hours':
      return t(`desk.history.change.hours.${light}`);
    default:
      return t(`desk.history.change.${reason}`);
  }
}
