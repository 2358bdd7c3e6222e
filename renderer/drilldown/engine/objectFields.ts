import type { ZoneClock } from '../../../common/zone.ts';
import type { CellText } from './cellText.ts';
import { buildColumn, cellOf, numbersColumn, type ColumnData } from './columnData.ts';
import { namesTotal } from './columnNames.ts';
import { fieldName } from './fieldName.ts';
import { FIELD_COLUMN, VALUE_COLUMN, type Json } from './flatten.ts';
import { inferKind } from './inferKind.ts';
import type { ColumnKind, LoadOptions } from './protocol.ts';
import { rawColumn, type RawField } from './rawRows.ts';
import { numberOf, readsAs } from './readValue.ts';
import type { Slices } from './slices.ts';

/** A field of a single object as it is drawn. */
export interface ObjectField {
  readonly name: string;
  /** Whether it is one of the amounts that may share an axis: no score, no total of the others. */
  readonly drawn: boolean;
}

/** The kinds of which one column can hold many; the others are texts anyway. */
const KEPT: ReadonlySet<ColumnKind> = new Set(['number', 'percent', 'duration', 'date', 'boolean']);

interface ReadField {
  readonly kind: ColumnKind;
  readonly value: Json;
}

/** Values of several kinds: numbers stay numbers, so that they can be drawn, and the rest is written by its own kind. */
function* mixedColumn(fields: readonly ReadField[], zone: ZoneClock, text: CellText): Slices<ColumnData> {
  const numbers = new Float64Array(fields.length).fill(NaN);
  const written = new Map<number, string>();
  for (const [row, { kind, value }] of fields.entries()) {
    const number = kind === 'number' ? numberOf(value) : null;
    if (number !== null) {
      numbers[row] = number;
      continue;
    }
    const single = yield* buildColumn(rawColumn(VALUE_COLUMN, [value]), kind, 1, zone);
    const cell = text(kind, cellOf(single, 0));
    if (cell !== '') written.set(row, cell);
  }
  if (fields.some(({ kind }) => kind === 'number'))
    return numbersColumn({ id: VALUE_COLUMN, kind: 'number', values: numbers, odd: written });
  const texts = fields.map((_, row) => written.get(row) ?? null);
  return yield* buildColumn(rawColumn(VALUE_COLUMN, texts), 'text', fields.length, zone);
}

/** The two columns of a single object: what its fields are called and their values, each read by itself. */
export function* fieldColumns(
  fields: readonly RawField[],
  { words }: LoadOptions,
  zone: ZoneClock,
  text: CellText,
): Slices<readonly ColumnData[]> {
  const called = fields.map(({ name }) => (words.names ? fieldName(words.names, name) : name));
  const names = yield* buildColumn(rawColumn(FIELD_COLUMN, called), 'text', fields.length, zone);
  const read = fields.map(({ name, value }): ReadField => ({ value, kind: inferKind(rawColumn(name, [value])) }));
  const kinds = new Set(read.flatMap(({ kind, value }) => (readsAs(value) === 'none' ? [] : [kind])));
  const [kind] = kinds;
  const values =
    kinds.size === 1 && kind && KEPT.has(kind)
      ? yield* buildColumn(
          rawColumn(
            VALUE_COLUMN,
            fields.map(({ value }) => value),
          ),
          kind,
          fields.length,
          zone,
        )
      : yield* mixedColumn(read, zone, text);
  return [names, values];
}

/** A total stands for at least so many other fields; two equal numbers are no total and its part. */
const LEAST_PARTS = 2;

/** Where the fields of a single object have their values, those whose bars can be compared. */
export function objectFields(fields: readonly RawField[], values: ColumnData | null): readonly ObjectField[] {
  if (values?.store !== 'numbers') return fields.map(({ name }) => ({ name, drawn: false }));
  const isAmount = ({ name }: RawField, row: number): boolean =>
    !Number.isNaN(values.values[row] ?? NaN) && (values.meta.kind !== 'number' || namesTotal(name));
  const amounts = fields.flatMap((field, row) => (isAmount(field, row) ? [values.values[row] ?? 0] : []));
  const all = amounts.reduce((sum, amount) => sum + amount, 0);
  const isTotal = (row: number): boolean =>
    values.meta.kind === 'number' && amounts.length > LEAST_PARTS && values.values[row] === all / 2 && all !== 0;
  return fields.map((field, row) => ({ name: field.name, drawn: isAmount(field, row) && !isTotal(row) }));
}
