import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import type { NumbersData } from './columnData.ts';
import type { ChartBar, ChartData, ColumnKind } from './protocol.ts';

const MOST_BINS = 24;
/** The last bin takes what lies above this share of the values, or a few very long waits would flatten all others. */
const OPEN_ABOVE = 0.98;
/** How much wider than need be a bin may become so that the threshold is a multiple of its width. */
const WIDER = 2.5;

/** Differences smaller than this share of a number are noise of its arithmetic. */
const LEAST_DETAIL = 1e-9;

const [MINUTE_S, HOUR_S, DAY_S] = [MINUTE_MS / SECOND_MS, HOUR_MS / SECOND_MS, DAY_MS / SECOND_MS];
const CLOCK_WIDTHS = [
  ...[1, 2, 5, 10, 15, 20, 30],
  ...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_S),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_S),
];

/** Round widths in growing order, without end: 1, 2, 5, 10…, or seconds, minutes, hours and days. */
function* roundWidths(kind: ColumnKind, least: number): Generator<number, never, undefined> {
  const [widths, unit] = kind === 'duration' ? [CLOCK_WIDTHS, DAY_S] : [[], 10 ** Math.floor(Math.log10(least))];
  yield* widths;
  for (let scale = unit; ; scale *= 10) yield* [scale, 2 * scale, 5 * scale];
}

const isMultiple = (value: number, width: number): boolean =>
  Math.abs(value / width - Math.round(value / width)) < 1e-9;

/** The width of bins for a range, preferably one that divides the threshold. */
function widthFor(kind: ColumnKind, range: number, mark: number | null): number {
  const least = range / (MOST_BINS - 2);
  let first: number | null = null;
  for (const width of roundWidths(kind, least)) {
    if (width < least) continue;
    first ??= width;
    if (mark === null || isMultiple(mark, width)) return width;
    if (width > first * WIDER) return first;
  }
  return least;
}

/** The value that a share of some sorted values does not exceed. */
const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

/** What bins have to cover; never so little that edges could not be told apart. */
const rangeOf = (low: number, high: number): number =>
  high > low
    ? Math.max(high - low, Math.max(Math.abs(low), Math.abs(high)) * LEAST_DETAIL, LEAST_DETAIL)
    : Math.max(1, Math.abs(low) / 10);

interface Edges {
  readonly edges: readonly number[];
  /** Whether values lie above the last edge. */
  readonly open: boolean;
}

/** Where bins begin and end: multiples of a round width, all equally far apart. */
function edgesOf(kind: ColumnKind, sorted: Float64Array, mark: number | null): Edges {
  const least = sorted[0] ?? 0;
  const most = sorted.at(-1) ?? 0;
  const high = Math.max(quantile(sorted, OPEN_ABOVE), mark ?? -Infinity);
  // Times and shares begin at nothing; other numbers where they begin, unless nothing is near.
  const fromZero = least >= 0 && (kind === 'duration' || kind === 'percent' || least < high / 2);
  const low = Math.min(fromZero ? 0 : least, mark ?? Infinity);
  const width = widthFor(kind, rangeOf(low, high), mark);
  const edgeAt = (step: number): number => Number((step * width).toPrecision(12));
  const from = Math.floor(low / width + 1e-9);
  const to = Math.max(from + 1, Math.ceil(high / width - 1e-9));
  const edges = Array.from({ length: to - from + 1 }, (_, step) => edgeAt(from + step));
  return { edges, open: most > edgeAt(to) };
}

/**
 * How the values of the rows in sight are spread over at most 24 equal bins with round edges; the last one is open when
 * a few values lie far above the others. Each bin holds the values above its lower edge up to and with its upper one;
 * the first holds its lower edge too. A bin is beyond the threshold when its lower edge is: where the threshold is no
 * edge, some rows over it are in the bin it lies within, so they are counted by themselves.
 * @param mark a threshold in the column's unit; within the bins, and an edge where a width that is round allows it
 */
export function histogram(
  column: NumbersData,
  rows: Uint32Array,
  mark: number | null,
): Pick<ChartData, 'bars' | 'without' | 'over'> {
  const sorted = Float64Array.from(rows, (row) => column.values[row] ?? NaN)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const without = rows.length - sorted.length;
  const over = mark === null ? null : sorted.reduce((sum, value) => sum + Number(value > mark), 0);
  if (sorted.length === 0) return { bars: [], without, over };
  const { edges, open } = edgesOf(column.meta.kind, sorted, mark);
  const uppers: (number | null)[] = open ? [...edges.slice(1), null] : edges.slice(1);
  let at = 0;
  const bars = uppers.map((until, index): ChartBar => {
    const begin = at;
    while (at < sorted.length && (until === null || (sorted[at] ?? 0) <= until)) at += 1;
    return { key: edges[index] ?? null, until, rest: false, value: at - begin };
  });
  return { bars, without, over };
}
