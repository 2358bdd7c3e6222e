import { FIELD_COLUMN, VALUE_COLUMN, flattenRow, isObject, jsonText, type Json } from './flatten.ts';
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
  const fields: Json[] = [];
  let count = 0;

  const put = (id: string, value: Json): void => {
    let column = columns.get(id);
    if (!column) {
      if (columns.size >= MOST_KEYS) return;
      columns.set(id, (column = { id, rows: [], values: [], tally: newTally() }));
    }
    // `{"a.b": 1, "a": {"b": 2}}` has two values under one name: the first is shown.
    if (value === null || value === '' || column.rows.at(-1) === count) return;
    column.rows.push(count);
    column.values.push(value);
    countValue(column.tally, value);
  };
  const addRow = (row: Json): void => {
    flattenRow(row, put);
    count += 1;
  };
  const addFields = (object: Json): void => {
    if (!isObject(object)) {
      addRow(object);
      fields.push(object);
      return;
    }
    flattenRow(object, (id, value) => {
      put(FIELD_COLUMN, id);
      put(VALUE_COLUMN, value);
      fields.push(value);
      count += 1;
    });
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
      if (all.length <= MOST_COLUMNS) return all;
      const kept = new Set([...all].sort((a, b) => b.rows.length - a.rows.length).slice(0, MOST_COLUMNS));
      return all.filter((column) => kept.has(column));
    },
    text: (index) => {
      if (reply === 'object') return readable(fields[index] ?? null);
      const chunk = chunks.findLast(({ from }) => from <= index);
      if (!chunk) return '';
      const rows = JSON.parse(chunk.text) as readonly Json[];
      return readable(rows[index - chunk.from] ?? null);
    },
  };
}
