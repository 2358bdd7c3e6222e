import { DAY_MS, SECOND_MS } from '../../../../common/time.ts';
import type { ZoneClock } from '../../../../common/zone.ts';
import type { CellText } from '../cellText.ts';
import type { Cell, Column } from '../protocol.ts';
import { styleOf, type StyleName } from './parts.ts';
import { cellXmlText } from './xmlText.ts';

const DAY_SECONDS = DAY_MS / SECOND_MS;
/** The first of January 1970 as spreadsheets count days. */
const UNIX_DAY = 25_569;
/** Before March 1900 Excel counts a day that never was, and it knows none after the year 9999. */
const [FIRST_DAY, LAST_DAY] = [61, 2_958_465];
/** From here on a number would be shown as a power of ten. */
const LEAST_LONG = 1e11;
const MOST_DIGITS = 15;

type Kind = Pick<Column, 'kind' | 'looks'>;

/** How the cells of a column are shown. */
export function columnStyle({ kind, looks }: Kind): StyleName {
  switch (kind) {
    case 'date':
      return looks === 'day' ? 'day' : 'moment';
    case 'duration':
    case 'percent':
      return kind;
    case 'number':
    case 'boolean':
      return 'general';
    case 'text':
    case 'time':
    case 'nested':
      return 'text';
  }
}

const numberXml = (ref: string, style: StyleName, value: number): string =>
  `<c r="${ref}" s="${styleOf(style)}"><v>${value}</v></c>`;

/** Text is text, whatever it looks like: nothing in it is run as a formula or read as a date. */
export const textXml = (ref: string, style: number, text: string): string =>
  `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellXmlText(text)}</t></is></c>`;

export interface CellContext {
  /** The board's clock. */
  readonly zone: ZoneClock;
  readonly text: CellText;
}

function dateXml(ref: string, kind: Kind, atMs: number, { zone, text }: CellContext): string {
  const day = (Math.floor(atMs / SECOND_MS) * SECOND_MS + zone.offsetMs(atMs)) / DAY_MS + UNIX_DAY;
  return day >= FIRST_DAY && day < LAST_DAY + 1
    ? numberXml(ref, columnStyle(kind), day)
    : textXml(ref, styleOf('text'), text('date', atMs));
}

/** A cell of a sheet by what it is; none for no value. */
export function cellXml(ref: string, column: Kind, cell: Cell, context: CellContext): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'string') return textXml(ref, styleOf('text'), cell);
  if (typeof cell === 'boolean') return `<c r="${ref}" s="${styleOf('general')}" t="b"><v>${Number(cell)}</v></c>`;
  switch (column.kind) {
    case 'date':
      return dateXml(ref, column, cell, context);
    case 'duration':
      return numberXml(ref, 'duration', Math.floor(cell) / DAY_SECONDS);
    case 'percent':
      return numberXml(ref, 'percent', Number((cell / 100).toPrecision(MOST_DIGITS)));
    default:
      return numberXml(ref, Number.isInteger(cell) && Math.abs(cell) >= LEAST_LONG ? 'whole' : 'general', cell);
  }
}
