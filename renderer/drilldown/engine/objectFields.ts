import type { CellText } from './cellText.ts';
import { buildColumn, cellOf, numbersColumn, type ColumnData } from './columnData.ts';
import { fieldName } from './fieldName.ts';
import { FIELD_COLUMN, VALUE_COLUMN, type Json } from './flatten.ts';
import { inferKind } from './inferKind.ts';
import type { ColumnKind, LoadOptions } from './protocol.ts';
import { rawColumn, type RawField } from './rawRows.ts';
import { numberOf } from './readValue.ts';
import type { Slices } from './slices.ts';

/** A field of a single object as it is drawn. */
export interface ObjectField {
  readonly name: string;
  readonly number: number | null;
}

/** The kinds of which one column can hold many; the others are texts anyway. */
const KEPT: ReadonlySet<ColumnKind> = new Set(['number', 'percent', 'duration', 'date', 'boolean']);

interface ReadField {
  readonly kind: ColumnKind;
  readonly value: Json;
}

/** Values of several kinds: numbers stay numbers, so that they can be drawn, and the rest is written by its own kind. */
function* mixedColumn(fields: readonly ReadField[], shiftMs: number, text: CellText): Slices<ColumnData> {
  const numbers = new Float64Array(fields.length).fill(NaN);
  const written = new Map<number, string>();
  for (const [row, { kind, value }] of fields.entries()) {
    const number = kind === 'number' ? numberOf(value) : null;
    if (number !== null) {
      numbers[row] = number;
      continue;
    }
    const single = yield* buildColumn(rawColumn(VALUE_COLUMN, [value]), kind, 1, shiftMs);
    const cell = text(kind, cellOf(single, 0));
    if (cell !== '') written.set(row, cell);
  }
  if (fields.some(({ kind }) => kind === 'number'))
    return numbersColumn({ id: VALUE_COLUMN, kind: 'number', values: numbers, odd: written });
  const texts = fields.map((_, row) => written.get(row) ?? null);
  return yield* buildColumn(rawColumn(VALUE_COLUMN, texts), 'text', fields.length, shiftMs);
}

/** The two columns of a single object: what its fields are called and their values, each read by itself. */
export function* fieldColumns(
  fields: readonly RawField[],
  { words }: LoadOptions,
  shiftMs: number,
  text: CellText,
): Slices<readonly ColumnData[]> {
  const called = fields.map(({ name }) => (words.names ? fieldName(words.names, name) : name));
  const names = yield* buildColumn(rawColumn(FIELD_COLUMN, called), 'text', fields.length, shiftMs);
  const read = fields.map(({ name, value }): ReadField => ({ value, kind: inferKind(rawColumn(name, [value])) }));
  const kinds = new Set(read.flatMap(({ kind, value }) => (value === null || value === '' ? [] : [kind])));
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
          shiftMs,
        )
      : yield* mixedColumn(read, shiftMs, text);
  return [names, values];
}

/** The fields of a single object by name, with those that are numbers as such. */
export const objectFields = (fields: readonly RawField[]): readonly ObjectField[] =>
  fields.map(({ name, value }) => ({ name, number: numberOf(value) }));
