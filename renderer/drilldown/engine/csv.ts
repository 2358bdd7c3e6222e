import { cellOf } from './columnData.ts';
import type { Cell, Column, ExportColumn, Separator } from './protocol.ts';
import type { Slices } from './slices.ts';
import type { Table } from './table.ts';
import type { ZoneClock } from '../../../common/zone.ts';

const BYTE_ORDER_MARK = '\ufeff';
const LINE_END = '\r\n';
const ROWS_AT_ONCE = 500;
/** Length of `HH:MM:SS`. */
const TIME_LENGTH = 8;

/** What a cell's text depends on besides the cell. */
type CellContext = Pick<Table, 'zone' | 'text'>;

/** Characters a spreadsheet begins a formula with, also behind white space and invisible marks, and in full width. */
const FORMULA = /^[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－﹣＠﹢﹦﹫]|^[\t\r\n]/u;
const NEGATIVE_NUMBER = /^-\d+(\.\d+)?(e[+-]?\d+)?$/i;
const NEEDS_QUOTES = /[",\r\n;\t]|^\s|\s$/;

/** A text a spreadsheet will not run: an apostrophe makes it text, but a negative number and a lone dash stay as they are. */
export const neutralised = (text: string): string =>
  FORMULA.test(text) && !NEGATIVE_NUMBER.test(text) && text !== '-' ? `'${text}` : text;

/** A field of RFC 4180. */
function field(text: string): string {
  const safe = neutralised(text);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `2026-11-21 14:05:12` in the board's timezone, as every spreadsheet reads a date; a calendar day without a time. */
function localText(atMs: number, zone: ZoneClock, looks: Column['looks']): string {
  const local = new Date(atMs + zone.offsetMs(atMs));
  if (Number.isNaN(local.getTime())) return '';
  const [day = '', time = ''] = local.toISOString().split('T');
  return looks === 'day' ? day : `${day} ${time.slice(0, TIME_LENGTH)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `26:03:09`: with its hours always, since `4:52` is a time of day to a spreadsheet, in digits it reads in any language. */
function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 3600)}:${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
}

/**
 * A cell as a spreadsheet reads it: dates by the board's clock, durations as `H:MM:SS`, numbers and percentages without
 * grouping and with all their decimals, everything else as the table shows it, never cut short.
 */
export function csvText({ kind, looks }: Pick<Column, 'kind' | 'looks'>, cell: Cell, table: CellContext): string {
  if (typeof cell !== 'number') return kind === 'time' && cell !== null ? String(cell) : table.text(kind, cell);
  if (kind === 'date') return localText(cell, table.zone, looks);
  if (kind === 'duration') return clockText(cell);
  return kind === 'percent' ? `${cell}%` : String(cell);
}

/**
 * Rows as a CSV file: RFC 4180 with a byte order mark, so that spreadsheets read its letters right. Columns that do not
 * exist are empty.
 */
export function* writeCsv(
  table: Table,
  rows: Uint32Array,
  columns: readonly ExportColumn[],
  separator: Separator = ',',
): Slices<Blob> {
  const sources = columns.map(({ id }) => table.byId.get(id));
  const parts = [BYTE_ORDER_MARK, columns.map(({ heading }) => field(heading)).join(separator) + LINE_END];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    let text = '';
    for (const row of rows.subarray(from, from + ROWS_AT_ONCE)) {
      const cells = sources.map((column) => (column ? field(csvText(column.meta, cellOf(column, row), table)) : ''));
      text += cells.join(separator) + LINE_END;
    }
    parts.push(text);
    yield;
  }
  return new Blob(parts, { type: separator === '\t' ? 'text/tab-separated-values' : 'text/csv;charset=utf-8' });
}
