import { VALUE_COLUMN, flattenRow, isObject, jsonText, visitFields, type Json } from './flatten.ts';
import type { LoadOptions } from './protocol.ts';
import { count as countValue, newTally, type Tally } from './tally.ts';

/** Keys that are looked at while rows come in; a card with more is no table, and its rows can still be read one by one. */
const MOST_KEYS = 2000;
/** Columns that are kept, the most filled of them: more than a person can choose from. */
export const MOST_COLUMNS = 200;

/** One key's values as they came, for the rows that have one: cards may mix rows of many shapes. */
export interface RawColumn {
  readonly id: string;
  readonly rows: number[];
  readonly values: Json[];
  /** Kept while rows come in, when the worker has to wait for them anyway. */
  readonly tally: Tally;
}

/** Makes a column of values, one for each row from the first on; null and empty texts are no value. */
export function rawColumn(id: string, all: readonly Json[]): RawColumn {
  const column: RawColumn = { id, rows: [], values: [], tally: newTally() };
  for (const [row, value] of all.entries()) addValue(column, row, value);
  return column;
}

function addValue(column: RawColumn, row: number, value: Json): void {
  // `{"a.b": 1, "a": {"b": 2}}` has two values under one name: the first is shown.
  if (value === null || value === '' || column.rows.at(-1) === row) return;
  column.rows.push(row);
  column.values.push(value);
  countValue(column.tally, value);
}

/** A field of a single object, with `.` between levels. */
export interface RawField {
  readonly name: string;
  readonly value: Json;
}

/** Rows as they come in, before anything is known about their columns. */
export interface RawRows {
  readonly count: () => number;
  /** Takes a JSON array of rows as text; throws when it is none. */
  add(text: string): void;
  /**
   * Hands over the columns in the order in which they first came, at most `MOST_COLUMNS`, and keeps nothing of them:
   * what came as text is needed no more once it was read.
   */
  takeColumns(): readonly RawColumn[];
  /** The fields of a reply that is one object, each of them a row; null when it is none. */
  readonly fields: () => readonly RawField[] | null;
  /** One whole row, readable. */
  text(index: number): string;
}

interface Chunk {
  readonly from: number;
  readonly text: string;
}

const readable = (value: Json): string => (typeof value === 'string' ? value : jsonText(value, 2));

/** Keeps what arrived as text for reading single rows later: parsed objects would take several times the memory. */
export function createRawRows(reply: LoadOptions['reply']): RawRows {
  const columns = new Map<string, RawColumn>();
  const chunks: Chunk[] = [];
  const fields: RawField[] = [];
  /** A reply that is a word or a number instead of an object. */
  let plain: Json = null;
  let count = 0;

  const put = (id: string, value: Json): void => {
    let column = columns.get(id);
    if (!column) {
      if (columns.size >= MOST_KEYS) return;
      columns.set(id, (column = { id, rows: [], values: [], tally: newTally() }));
    }
    addValue(column, count, value);
  };
  const addRow = (row: Json): void => {
    flattenRow(row, put);
    count += 1;
  };
  const addFields = (object: Json): void => {
    if (isObject(object)) {
      visitFields(object, (name, value) => {
        fields.push({ name, value });
        count += 1;
      });
      return;
    }
    plain = object;
    addRow(object);
  };

  return {
    count: () => count,
    add: (text) => {
      const rows = JSON.parse(text) as Json;
      if (!Array.isArray(rows)) throw new TypeError('rows are not an array');
      if (reply === 'list') chunks.push({ from: count, text });
      for (const row of rows as readonly Json[]) (reply === 'list' ? addRow : addFields)(row);
    },
    takeColumns: () => {
      const all = [...columns.values()];
      columns.clear();
      // Rows without a single field still are rows.
      if (all.length === 0 && count > 0) return [rawColumn(VALUE_COLUMN, [])];
      if (all.length <= MOST_COLUMNS) return all;
      const kept = new Set([...all].sort((a, b) => b.rows.length - a.rows.length).slice(0, MOST_COLUMNS));
      return all.filter((column) => kept.has(column));
    },
    fields: () => (fields.length > 0 ? fields : null),
    text: (index) => {
      if (reply === 'object') return readable(fields[index]?.value ?? plain);
      const chunk = chunks.findLast(({ from }) => from <= index);
      if (!chunk) return '';
      const rows = JSON.parse(chunk.text) as readonly Json[];
      return readable(rows[index - chunk.from] ?? null);
    },
  };
}
