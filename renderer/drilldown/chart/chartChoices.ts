import type { CardName } from '../../../common/cards.ts';
import type { SlaSeconds } from '../../../common/query.ts';
import { isKey, namesSomething } from '../engine/inferKind.ts';
import type { ChartSpec, Column, ColumnKind } from '../engine/protocol.ts';
import { CARD_PROFILES, type ChartWish } from './cardProfiles.ts';

/** How many charts are offered at most, and how many bars one of them has before the rest is put together. */
const MOST_CHOICES = 5;
const MOST_BARS = 12;
/** One bar for each hour of a day, where the values are times. */
const MOST_TIMES = 24;
/** With more different values than this a column is a list of names, not a way to divide rows. */
const MOST_VALUES = 60;

type Columns = ReadonlyMap<string, Column>;

const NAMED: ReadonlySet<ColumnKind> = new Set(['text', 'time', 'boolean', 'number']);
const SUMMED: ReadonlySet<ColumnKind> = new Set(['number', 'duration', 'percent']);

/** The first of some columns that the rows have and that is of a fitting kind. */
function pick(columns: Columns, ids: readonly string[], fits: (column: Column) => boolean): Column | null {
  for (const id of ids) {
    const column = columns.get(id);
    if (column && column.filled > 0 && fits(column)) return column;
  }
  return null;
}

const barsFor = ({ kind }: Column): number => (kind === 'time' ? MOST_TIMES : MOST_BARS);

function specOf(wish: ChartWish, columns: Columns, sla: SlaSeconds): ChartSpec | null {
  if (wish.kind === 'perTime') {
    const column = pick(columns, wish.columns, ({ kind }) => kind === 'date');
    return column && { kind: 'perTime', column: column.id };
  }
  if (wish.kind === 'histogram') {
    const column = pick(columns, wish.columns, ({ kind }) => kind === 'duration');
    return column && { kind: 'histogram', column: column.id, mark: wish.sla && sla[wish.sla] };
  }
  const sum = wish.sums ? pick(columns, wish.sums, ({ kind }) => SUMMED.has(kind)) : null;
  if (wish.sums && !sum) return null;
  // Rows counted by a value that each of them has for itself are bars of one, all alike.
  const divides = ({ distinct, filled }: Column): boolean => sum !== null || filled === 1 || distinct !== filled;
  const column = pick(columns, wish.columns, (one) => NAMED.has(one.kind) && divides(one));
  if (!column) return null;
  const only = wish.only ? { only: wish.only } : {};
  return { kind: 'perValue', column: column.id, sum: sum?.id ?? null, most: barsFor(column), ...only };
}

/** Charts for rows of which nothing is known but their columns. Keys tell rows apart, so a bar for each says nothing. */
function inferred(columns: readonly Column[], rowCount: number, sla: SlaSeconds): ChartSpec[] {
  const divides = ({ distinct, filled, kind }: Column): boolean =>
    distinct !== null && distinct > 1 && distinct <= MOST_VALUES && distinct < filled && kind !== 'number';
  const named = columns.filter(
    ({ id, kind }) => (kind === 'text' || kind === 'time' || kind === 'boolean') && !isKey(id),
  );
  const summed = columns.filter(({ kind, id }) => SUMMED.has(kind) && !namesSomething(id));
  const label = named.find(({ distinct }) => distinct === rowCount);
  const amount = summed[0];
  const specs: ChartSpec[] = [];
  // As many names as rows: a list of things with an amount each.
  if (label && amount) specs.push({ kind: 'perValue', column: label.id, sum: amount.id, most: barsFor(label) });
  for (const { id } of columns.filter(({ kind, filled }) => kind === 'date' && filled > 0).slice(0, 1))
    specs.push({ kind: 'perTime', column: id });
  for (const column of named.filter(divides))
    specs.push({ kind: 'perValue', column: column.id, sum: null, most: barsFor(column) });
  for (const one of columns.filter(({ kind, filled, distinct }) => kind === 'duration' && filled > 1 && distinct !== 1))
    specs.push({ kind: 'histogram', column: one.id, mark: one.sla && sla[one.sla] });
  return specs;
}

/** What two charts must differ in to be worth offering both. */
export const chartId = (spec: ChartSpec): string =>
  [spec.kind, spec.column, spec.kind === 'perValue' ? (spec.sum ?? '') : ''].join(' ');

/** The charts that fit a card and the columns its rows came with, the most telling first. */
export function chartChoices(
  card: CardName,
  columns: readonly Column[],
  rowCount: number,
  sla: SlaSeconds,
): readonly ChartSpec[] {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const wished = CARD_PROFILES[card].flatMap((wish) => specOf(wish, byId, sla) ?? []);
  const all = wished.length > 1 ? wished : [...wished, ...inferred(columns, rowCount, sla)];
  const ids = all.map(chartId);
  return all.filter((_, at) => ids.indexOf(ids[at] ?? '') === at).slice(0, MOST_CHOICES);
}
