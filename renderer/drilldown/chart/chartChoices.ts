import type { CardName } from '../../../common/cards.ts';
import type { SlaSeconds } from '../../../common/query.ts';
import { slaThreshold } from '../../../common/thresholds.ts';
import { isKey, namesClient, namesRating, namesSomething, plainName } from '../engine/columnNames.ts';
import { isSessionRows } from '../engine/derive.ts';
import type { ChartSpec, Column, ColumnKind, FromWorker } from '../engine/protocol.ts';
import { CARD_PROFILES, SESSION_PROFILE, type ChartWish } from './cardProfiles.ts';

/** How many charts are offered at most, and how many bars one of them has before the rest is put together. */
const MOST_CHOICES = 5;
const MOST_BARS = 12;
/** A bar for each quarter of an hour of a day, where the values are times: a time left out would be a gap nobody sees. */
const MOST_TIMES = 96;
/** Amounts that are drawn for each name, one picture for each: a count and its percentage share no axis. */
const MOST_AMOUNTS = 3;
/** With more different values than this a column is a list of names, not a way to divide rows. */
const MOST_VALUES = 60;

const NAMED: ReadonlySet<ColumnKind> = new Set(['text', 'time', 'boolean', 'number']);
const SUMMED: ReadonlySet<ColumnKind> = new Set(['number', 'duration', 'percent']);

/** The first of some columns that the rows have and that is of a fitting kind. */
function pick(columns: readonly Column[], ids: readonly string[], fits: (column: Column) => boolean): Column | null {
  for (const id of ids) {
    const column = columns.find((one) => plainName(one.id) === plainName(id) && one.filled > 0 && fits(one));
    if (column) return column;
  }
  return null;
}

/** Times of day, months and weeks. */
const isTime = ({ kind, looks }: Column): boolean => kind === 'time' || looks === 'period';
/** Times and codes are read in their own order, not by how many there are. */
const hasOrder = (column: Column): boolean => isTime(column) || column.kind === 'number';

const perValue = (column: Column, sum: Column | null): ChartSpec => ({
  ...{ kind: 'perValue', column: column.id, sum: sum?.id ?? null },
  most: isTime(column) ? MOST_TIMES : MOST_BARS,
  ...(hasOrder(column) ? { inOrder: true } : {}),
});

const isRating = ({ id, kind, looks, filled, distinct }: Column): boolean =>
  looks === 'code' && kind === 'number' && namesRating(id) && distinct !== filled;

function specOf(wish: ChartWish, columns: readonly Column[], sla: SlaSeconds): ChartSpec | null {
  if (wish.kind === 'rating') {
    const column = columns.find(isRating);
    return column ? perValue(column, null) : null;
  }
  if (wish.kind === 'perTime') {
    const column = pick(columns, wish.columns, ({ kind }) => kind === 'date');
    return column && { kind: 'perTime', column: column.id };
  }
  if (wish.kind === 'histogram') {
    const column = pick(columns, wish.columns, ({ kind }) => kind === 'duration');
    return column && { kind: 'histogram', column: column.id, mark: wish.sla && slaThreshold(sla[wish.sla]) };
  }
  const sum = wish.sums ? pick(columns, wish.sums, ({ kind }) => SUMMED.has(kind)) : null;
  if (wish.sums && !sum) return null;
  // Rows counted by a value that each of them has for itself are bars of one, all alike. Codes are few by themselves,
  // unless what is counted stands beside them.
  const hasAmounts = columns.filter(({ kind, id }) => kind === 'number' && !namesSomething(id)).length > 1;
  const divides = ({ distinct, filled, looks }: Column): boolean =>
    sum !== null || distinct !== filled || ((filled === 1 || looks === 'code') && !(looks === 'code' && hasAmounts));
  const column = pick(columns, wish.columns, (one) => NAMED.has(one.kind) && divides(one));
  if (!column) return null;
  return { ...perValue(column, sum), ...(wish.only ? { only: wish.only } : {}) };
}

/** What columns are good for in a picture, by what their values are. */
interface Roles {
  /** Names that a bar may have. */
  readonly labels: readonly Column[];
  /** As many names as rows: a list of things with an amount each. */
  readonly ownLabel: Column | null;
  /** The hours, days, weeks and months that rows are about, hours first; none where rows are about moments, or about none. */
  readonly slots: readonly Column[];
  readonly amounts: readonly Column[];
}

const isSlot = (column: Column): boolean => isTime(column) || column.looks === 'day' || column.looks === 'hour';

function rolesOf(columns: readonly Column[], rowCount: number): Roles {
  const filled = columns.filter((column) => column.filled > 0);
  const labels = filled.filter(
    ({ id, kind, looks, named }) =>
      (kind === 'text' || kind === 'boolean') &&
      looks !== 'period' &&
      (named === true || (looks !== 'phone' && !isKey(id) && !namesClient(id))),
  );
  const numbers = filled.filter(({ kind, id }) => SUMMED.has(kind) && !namesSomething(id));
  const slotsOf = (kind: ColumnKind): Column[] => filled.filter((column) => column.kind === kind && isSlot(column));
  const found = [...slotsOf('time'), ...slotsOf('date'), ...slotsOf('text')];
  // A number of each answer: the answers are the names of these amounts.
  const code =
    labels.length === 0 && found.length === 0 && numbers.length > 1
      ? numbers.find(
          ({ looks, distinct, id }, at) => looks === 'code' && distinct === rowCount && (at === 0 || namesRating(id)),
        )
      : undefined;
  const amounts = numbers.filter((column) => column !== code && !isRating(column));
  // Amounts with nothing but a moment each are of that moment, unless they are times that a row took.
  const isBare = labels.length === 0 && amounts.length > 0 && filled.every(({ sla }) => sla === null);
  const moment = isBare ? filled.find(({ kind, distinct }) => kind === 'date' && distinct === rowCount) : undefined;
  const slots = found.length > 0 || !moment ? found : [moment];
  return {
    labels,
    ownLabel: labels.find(({ distinct }) => distinct === rowCount) ?? (slots.length > 0 ? null : (code ?? null)),
    slots,
    amounts,
  };
}

/** Amounts in time order, for rows that are about an hour or a day each. */
const series = ({ slots, amounts }: Roles): ChartSpec[] =>
  slots.flatMap((slot) =>
    amounts.map((amount): ChartSpec =>
      slot.kind === 'date' ? { kind: 'perTime', column: slot.id, sum: amount.id } : perValue(slot, amount),
    ),
  );

/** Charts for rows of which nothing is known but their columns. Keys tell rows apart, so a bar for each says nothing. */
function inferred(columns: readonly Column[], roles: Roles, sla: SlaSeconds): ChartSpec[] {
  const { labels, ownLabel, amounts, slots } = roles;
  const divides = ({ distinct, filled }: Column): boolean =>
    distinct !== null && distinct > 1 && distinct <= MOST_VALUES && distinct < filled;
  const varied = amounts.filter(({ distinct }, at) => at === 0 || distinct !== 1);
  const specs = ownLabel ? varied.slice(0, MOST_AMOUNTS).map((amount) => perValue(ownLabel, amount)) : [];
  specs.push(...series(roles));
  for (const column of columns.filter(isRating)) specs.push(perValue(column, null));
  const moment = columns.find(({ kind, filled }) => kind === 'date' && filled > 0);
  if (moment && (!slots.includes(moment) || amounts.length === 0)) specs.push({ kind: 'perTime', column: moment.id });
  const groups = [...columns.filter(isTime), ...labels].filter(divides);
  for (const column of groups) specs.push(perValue(column, null));
  for (const one of columns.filter(({ kind, filled, distinct }) => kind === 'duration' && filled > 1 && distinct !== 1))
    specs.push({ kind: 'histogram', column: one.id, mark: one.sla && slaThreshold(sla[one.sla]) });
  const [only] = columns;
  if (only?.kind === 'number' && columns.length === 1 && only.filled > 1)
    specs.push(only.looks === 'code' ? perValue(only, null) : { kind: 'histogram', column: only.id, mark: null });
  return specs;
}

/** What two charts must differ in to be worth offering both. */
export const chartId = (spec: ChartSpec): string =>
  [spec.kind, spec.column, spec.kind === 'histogram' ? '' : (spec.sum ?? '')].join(' ');

function allChoices(card: CardName, columns: readonly Column[], rowCount: number, sla: SlaSeconds): ChartSpec[] {
  const specs = (wishes: readonly ChartWish[]): ChartSpec[] =>
    wishes.flatMap((wish) => specOf(wish, columns, sla) ?? []);
  const wished = specs(CARD_PROFILES[card]);
  if (isSessionRows(columns.map((meta) => ({ meta })))) return [...wished, ...specs(SESSION_PROFILE)];
  const roles = rolesOf(columns, rowCount);
  const perSlot = series(roles);
  // A day that all rows share is no axis, and things that each have a name are read by it.
  const { slots, ownLabel } = roles;
  const isSeries = slots.some(({ distinct }) => distinct !== 1 && (distinct === rowCount || ownLabel === null));
  const first = isSeries ? [...perSlot, ...wished] : wished;
  return first.length > 1 ? first : [...first, ...inferred(columns, roles, sla)];
}

/** The rows of a card as far as its charts depend on them. */
export type ChartedRows = Pick<Extract<FromWorker, { kind: 'ready' }>, 'columns' | 'rows' | 'drawnFields'>;

/** One bar says no more than the number it stands for. */
const LEAST_FIELDS = 2;

/** The charts that fit a card and the columns its rows came with, the most telling first. */
export function chartChoices(
  card: CardName,
  { columns, rows, drawnFields }: ChartedRows,
  sla: SlaSeconds,
): readonly ChartSpec[] {
  if (drawnFields !== null && drawnFields < LEAST_FIELDS) return [];
  const all = allChoices(card, columns, rows, sla);
  const ids = all.map(chartId);
  return all.filter((_, at) => ids.indexOf(ids[at] ?? '') === at).slice(0, MOST_CHOICES);
}
