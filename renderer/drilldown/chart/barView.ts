import { localDay, zoneClock } from '../../../common/zone.ts';
import type { Formats } from '../../format/formats.ts';
import type { Translate } from '../../i18n.ts';
import { addsUp } from '../engine/amounts.ts';
import type { CellText } from '../engine/cellText.ts';
import type { ChartBar, ChartData, ChartSpec, Column, ColumnFilter, ColumnKind } from '../engine/protocol.ts';
import { columnName } from '../columnWords.ts';
import { isolated, withoutBidi } from '../isolated.ts';

/** What turning chart data into words needs. */
export interface ChartWords {
  readonly t: Translate;
  readonly formats: Formats;
  readonly text: CellText;
  readonly locale: string;
  readonly timezone: string;
  readonly columns: ReadonlyMap<string, Column>;
}

export interface BarView {
  readonly label: string;
  /** What stands at the bar: a count, or the total of the summed column. */
  readonly valueText: string;
  /** Its share of all bars in percent; null where shares say nothing, as with totals of percentages. */
  readonly shareText: string | null;
  readonly value: number;
  /** Wholly beyond the marked threshold. */
  readonly over: boolean;
  /** All values that have no bar of their own. */
  readonly rest: boolean;
  /** What choosing the bar narrows the rows to; null when there is no such condition. */
  readonly filter: ColumnFilter | null;
}

export interface ChartView {
  readonly bars: readonly BarView[];
  /** Bars lie along the line of writing: they have names, and names are read best beside them. */
  readonly lying: boolean;
  /** The last bar holds all that is beyond those before it. */
  readonly endsOpen: boolean;
  /** Where the marked threshold lies, in bars: 3 before the fourth one, 3.5 in its middle. */
  readonly markAt: number | null;
  readonly markText: string | null;
  /** One sentence that says what the picture shows. */
  readonly summary: string;
}

/** The name of a chart among the others that fit the card. */
export function chartName({ t, columns }: Pick<ChartWords, 't' | 'columns'>, spec: ChartSpec): string {
  const name = (id: string): string => isolated(columnName(t, id, columns.get(id)?.derived));
  if (spec.kind === 'perTime') return t('drilldown.chart.perTime', { column: name(spec.sum ?? spec.column) });
  if (spec.kind === 'histogram') return name(spec.column);
  return spec.sum === null
    ? t('drilldown.chart.perValue', { column: name(spec.column) })
    : t('drilldown.chart.total', { sum: name(spec.sum), column: name(spec.column) });
}

const kindOf = ({ columns }: ChartWords, id: string): ColumnKind => columns.get(id)?.kind ?? 'text';

/** Writes the moments of a time axis: hours as `14:00`, with their day once there are two, days as `23 Nov`. */
function momentText(words: ChartWords, step: ChartData['step'], bars: readonly ChartBar[]): (atMs: number) => string {
  const zone = zoneClock(words.timezone);
  const days = new Set(bars.map(({ key }) => localDay(zone, Number(key))));
  const day = { day: 'numeric', month: 'short' } as const;
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const parts = step === 'day' ? day : days.size > 1 ? { ...day, ...hour } : hour;
  const format = new Intl.DateTimeFormat(words.locale, { ...parts, timeZone: 'UTC' });
  return (atMs) => format.format(atMs + zone.offsetMs(atMs));
}

function labels(words: ChartWords, data: ChartData): (bar: ChartBar) => string {
  const { t, formats, text } = words;
  const { spec } = data;
  const kind = kindOf(words, spec.column);
  if (spec.kind === 'perTime') {
    const moment = momentText(words, data.step, data.bars);
    return ({ key, rest }) => (rest ? t('drilldown.chart.rest') : moment(Number(key)));
  }
  if (spec.kind === 'histogram') {
    const edge = (value: number): string => (kind === 'duration' ? formats.span(value) : text(kind, value));
    return ({ key, until }) =>
      until === null
        ? t('drilldown.chart.andMore', { from: edge(Number(key)) })
        : t('drilldown.chart.fromTo', { from: edge(Number(key)), to: edge(until) });
  }
  return ({ key, rest }) => {
    if (rest) return t('drilldown.chart.rest');
    const written = text(kind, key);
    return written === '' ? t('drilldown.noValue') : withoutBidi(written);
  };
}

/** The smallest number above another: a condition holds its bounds, a bin does not hold its lower edge. */
const justAbove = (value: number): number => value + Math.max(Number.MIN_VALUE, Math.abs(value) * Number.EPSILON);

function filterFor(spec: ChartSpec, { key, until, rest }: ChartBar, index: number): ColumnFilter | null {
  const { column } = spec;
  if (rest) return null;
  if (spec.kind === 'perValue') return { kind: 'oneOf', column, values: [key] };
  const from = Number(key);
  // An hour ends before the next begins; moments come in whole milliseconds.
  if (spec.kind === 'perTime') return { kind: 'between', column, least: from, most: until === null ? null : until - 1 };
  return { kind: 'between', column, least: index === 0 ? from : justAbove(from), most: until };
}

function summaryOf(words: ChartWords, data: ChartData, bars: readonly BarView[]): string {
  const { t, formats } = words;
  const { spec } = data;
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  const largest = bars
    .filter(({ rest }) => !rest)
    .reduce<BarView | null>((most, bar) => (most && most.value >= bar.value ? most : bar), null);
  if (!largest || total === 0) return t('drilldown.chart.nothing');
  const sentences: string[] = [];
  if (spec.kind === 'histogram' && spec.mark !== null) {
    // Counted by the rows: a threshold within a bin leaves some of those over it there.
    const over = data.over ?? 0;
    const share = formats.percent((100 * over) / total);
    const named = { n: formats.count(over), all: formats.count(total), share, threshold: formats.span(spec.mark) };
    sentences.push(t('drilldown.chart.overMark', named, total));
  }
  const { valueText, shareText } = largest;
  const label = isolated(largest.label);
  sentences.push(
    shareText === null
      ? t('drilldown.chart.largest', { label, value: valueText })
      : t('drilldown.chart.largestShare', { label, value: valueText, share: shareText }),
  );
  if (data.without > 0) sentences.push(t('drilldown.chart.without', { n: formats.count(data.without) }, data.without));
  return sentences.join(' ');
}

/** The place of a threshold among bins; null when it lies outside them. */
function markPlace(bars: readonly ChartBar[], mark: number | null): number | null {
  if (mark === null) return null;
  const index = bars.findIndex(({ key, until }) => Number(key) <= mark && (until === null || mark < until));
  const { key = null, until = null } = bars[index] ?? {};
  if (index < 0) return bars.at(-1)?.until === mark ? bars.length : null;
  return until === null ? index : index + (mark - Number(key)) / (until - Number(key));
}

/** Chart data in words: labels, values, shares, what a bar narrows the rows to, and a sentence about it all. */
export function chartView(words: ChartWords, data: ChartData): ChartView {
  const { spec } = data;
  const sum = spec.kind === 'histogram' ? null : (spec.sum ?? null);
  const sumKind = sum === null ? null : kindOf(words, sum);
  const total = data.bars.reduce((all, { value }) => all + value, 0);
  const label = labels(words, data);
  const mark = spec.kind === 'histogram' ? spec.mark : null;
  // The fields of one object need not be parts of a whole.
  const adds = spec.column !== 'field' && (sum === null || addsUp({ id: sum, kind: sumKind ?? 'number' }));
  const bars = data.bars.map((bar, index): BarView => ({
    label: label(bar),
    value: bar.value,
    valueText: sumKind === null ? words.formats.count(bar.value) : words.text(sumKind, bar.value),
    shareText: adds && total > 0 ? words.formats.percent((100 * bar.value) / total) : null,
    over: mark !== null && Number(bar.key) >= mark,
    rest: bar.rest,
    filter: filterFor(spec, bar, index),
  }));
  return {
    bars,
    lying: spec.kind === 'perValue' && spec.inOrder !== true,
    endsOpen: data.bars.at(-1)?.until === null && spec.kind === 'histogram',
    markAt: markPlace(data.bars, mark),
    markText: mark === null ? null : words.t('drilldown.chart.threshold', { time: words.formats.span(mark) }),
    summary: summaryOf(words, data, bars),
  };
}
