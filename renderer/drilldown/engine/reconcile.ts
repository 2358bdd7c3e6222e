import type { CardRows } from '../../../common/drilldown.ts';
import { METRICS } from '../../../common/metrics.ts';
import { SECOND_MS } from '../../../common/time.ts';
import { readDuration, readNumber } from '../../../common/wire.ts';
import { namesSomething } from './columnNames.ts';
import type { Column, FromWorker } from './protocol.ts';

/** What is known about a card's rows beside the figure on the wall. Why two numbers differ is not: both are shown. */
export type Fact =
  /** Rows that the search, the filters or "over threshold" hide now. */
  | { readonly kind: 'filtered'; readonly hidden: number }
  /** Experia said how many rows there are, and sent fewer. */
  | { readonly kind: 'part'; readonly rows: number; readonly total: number }
  /** Experia said that there are more rows than these, but not how many. */
  | { readonly kind: 'more'; readonly rows: number }
  /** Experia said how many rows there are, and sent them all. */
  | { readonly kind: 'complete'; readonly rows: number }
  /** The figure is the number of rows; `whole`: of those that Experia has, not of those it sent. */
  | { readonly kind: 'equal'; readonly whole: boolean }
  /** A column adds up to the figure. */
  | { readonly kind: 'sum'; readonly column: string }
  /** Which of rows and figure was asked for later, and by how many whole seconds. */
  | { readonly kind: 'newer'; readonly is: 'rows' | 'figure'; readonly seconds: number };

export interface ReconcileInput {
  readonly card: Pick<CardRows, 'figure' | 'rowCount' | 'asOfMs' | 'reply' | 'total' | 'hasMore'>;
  readonly table: Pick<Extract<FromWorker, { kind: 'ready' }>, 'rows' | 'columns' | 'sessions'>;
  /** Averages over all rows: of a view without search and filters. */
  readonly means: ReadonlyMap<string, number>;
  /** Rows of the view in sight. */
  readonly shown: number;
  /** False where the rows were asked otherwise than the figure: the two have nothing to do with each other. */
  readonly sameQuery: boolean;
}

/** How much of its list Experia sent, as far as it said. */
export function lengthFact({ reply, rowCount, total, hasMore }: ReconcileInput['card']): Fact | null {
  if (reply === 'object') return null;
  if (total !== null && total > rowCount) return { kind: 'part', rows: rowCount, total };
  if (hasMore) return { kind: 'more', rows: rowCount };
  return total === rowCount && rowCount > 0 ? { kind: 'complete', rows: rowCount } : null;
}

const ANY_NUMBER = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
/** Numbers that differ by less are equal but for the arithmetic of an average. */
const NOISE = 1e-3;

function numberOf(value: number | string | null): number | null {
  const read = readNumber(value, ANY_NUMBER);
  if (read.kind === 'value') return read.value;
  const seconds = readDuration(value);
  return seconds.kind === 'value' ? seconds.value : null;
}

/** The column of amounts that comes to a figure; null where none does. */
function columnOfSum({ table, means }: ReconcileInput, figure: number, kind: Column['kind']): Column | null {
  const sum = ({ id, filled }: Column): number => (means.get(id) ?? NaN) * filled;
  return (
    table.columns.find(
      (column) =>
        column.kind === kind &&
        !column.derived &&
        !namesSomething(column.id) &&
        Math.abs(sum(column) - figure) <= NOISE,
    ) ?? null
  );
}

function ageFact({ figure, asOfMs }: ReconcileInput['card']): Fact | null {
  if (!figure || figure.asOfMs === null) return null;
  const seconds = Math.round((asOfMs - figure.asOfMs) / SECOND_MS);
  return seconds === 0 ? null : { kind: 'newer', is: seconds > 0 ? 'rows' : 'figure', seconds: Math.abs(seconds) };
}

/** What the figure and the rows have in common, or else how far apart in time they are. */
function figureFact(input: ReconcileInput): Fact | null {
  const { card, table } = input;
  const unit = card.figure && METRICS[card.figure.metric].unit;
  const figure = numberOf(card.figure?.reading.value ?? null);
  if (figure === null || card.reply === 'object' || (unit !== 'count' && unit !== 'duration')) return null;
  if (unit === 'count' && card.rowCount === figure) return { kind: 'equal', whole: false };
  if (unit === 'count' && card.total === figure) return { kind: 'equal', whole: true };
  const column = table.sessions ? null : columnOfSum(input, figure, unit === 'count' ? 'number' : 'duration');
  if (column) return { kind: 'sum', column: column.id };
  return unit === 'count' ? ageFact(card) : null;
}

/** What is known about the rows of a card, those of the view in sight first. */
export function reconcile(input: ReconcileInput): readonly Fact[] {
  const { card, table, shown, sameQuery } = input;
  const hidden = table.rows - shown;
  const facts: (Fact | null)[] = [
    hidden > 0 ? { kind: 'filtered', hidden } : null,
    lengthFact(card),
    sameQuery ? figureFact(input) : null,
  ];
  return facts.filter((fact) => fact !== null);
}
