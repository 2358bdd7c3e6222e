import type { SummaryField } from '../../../common/metrics.ts';
import { wordsOf } from './inferKind.ts';
import type { FromWorker } from './protocol.ts';

/** What about the rows a figure is, that is neither their number nor an average or a total of theirs. */
export interface Score {
  /** `field`: a field of a single object that has the figure's name. */
  readonly of: 'yes' | 'satisfied' | 'mean' | 'shortest' | 'longest' | 'busiest' | 'quietest' | 'field';
  readonly column: string;
}

interface Rows {
  readonly ready: Pick<Extract<FromWorker, { kind: 'ready' }>, 'columns' | 'facts'>;
  readonly means: Readonly<Record<string, number>>;
}

const SERVICE = ['service_time', 'service'];
/** Durations are whole seconds on both sides. */
const SECONDS = 1;

/** Half of a number's last decimal: what rounding it may have taken or added. */
function roundingOf(figure: number): number {
  const [, decimals = ''] = String(figure).split('.');
  return 0.5 * 10 ** -decimals.length;
}

/** Noise of the arithmetic behind a share or a mean. */
const NOISE = 1e-9;
const agree = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance + NOISE;

const simple = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '');

function fieldScore({ ready }: Rows, metric: SummaryField, figure: number): Score | null {
  const found = Object.entries(ready.facts.fields).find(
    ([name, value]) =>
      simple(name.split('.').at(-1) ?? name) === simple(metric) && agree(value, figure, roundingOf(figure)),
  );
  return found ? { of: 'field', column: found[0] } : null;
}

function extremeScore({ ready }: Rows, of: 'shortest' | 'longest', figure: number): Score | null {
  const column = SERVICE.find((id) => Object.hasOwn(ready.facts.extremes, id));
  const extreme = column === undefined ? undefined : ready.facts.extremes[column];
  if (column === undefined || !extreme) return null;
  return agree(of === 'shortest' ? extreme.least : extreme.most, figure, SECONDS) ? { of, column } : null;
}

/** Answers of a survey: the share of good ones, or the mean of those that are percentages themselves. */
function surveyScore({ ready, means }: Rows, words: readonly string[], figure: number): Score | null {
  for (const { id, kind } of ready.columns) {
    if (!words.some((word) => wordsOf(id).includes(word))) continue;
    const share = Object.hasOwn(ready.facts.shares, id) ? ready.facts.shares[id] : undefined;
    if (share && agree(share.percent, figure, roundingOf(figure))) return { of: share.good, column: id };
    const mean = kind === 'percent' && Object.hasOwn(means, id) ? means[id] : undefined;
    if (mean !== undefined && agree(mean, figure, roundingOf(figure))) return { of: 'mean', column: id };
  }
  return null;
}

const SURVEYS: Partial<Record<SummaryField, readonly string[]>> = {
  CSAT: ['csat', 'score', 'rating', 'satisfaction'],
  FCR: ['fcr', 'resolved', 'solved'],
};

/** What of the rows a score or a time on the wall can be shown to be; null when nothing can. */
export function scoreOf(rows: Rows, metric: SummaryField, figure: number): Score | null {
  const survey = SURVEYS[metric];
  if (metric === 'minServiceTime' || metric === 'maxServiceTime')
    return extremeScore(rows, metric === 'minServiceTime' ? 'shortest' : 'longest', figure);
  return (survey ? surveyScore(rows, survey, figure) : null) ?? fieldScore(rows, metric, figure);
}

/** Whether a time of day on the wall is that of the row with the most or the fewest. */
export function hourScore({ facts }: Rows['ready'], metric: SummaryField, figure: string): Score | null {
  const { hours } = facts;
  if (!hours || (metric !== 'peakTime' && metric !== 'weakTime')) return null;
  const isPeak = metric === 'peakTime';
  if (!(isPeak ? hours.most : hours.least).includes(figure.trim())) return null;
  return { of: isPeak ? 'busiest' : 'quietest', column: hours.amount };
}
