import { strToU8, Zip, ZipDeflate } from 'fflate';
import { cellOf } from '../columnData.ts';
import type { Column, ExportColumn } from '../protocol.ts';
import type { Slices } from '../slices.ts';
import type { Table } from '../table.ts';
import { fixedParts, HEADING_STYLE, SHEET_PATH, sheetFoot, sheetHead, styleOf, WORKBOOK_TYPE } from './parts.ts';
import { cellXml, columnStyle, textXml } from './sheetCell.ts';
import { columnLetters } from './xmlText.ts';

/** Lines of a sheet, the headings among them. */
const MOST_LINES = 1_048_576;
const ROWS_AT_ONCE = 200;
/** Parts are dated alike on every machine: the format counts from 1980, and a clock that has not been set may not. */
const MADE_AT = '2000-01-01T12:00:00';
/** Characters a column is wide. */
const [LEAST_WIDTH, MOST_WIDTH, MARGIN] = [10, 40, 3];
const WIDTHS: Readonly<Partial<Record<Column['kind'], number>>> = { date: 21, text: 18, nested: 30 };

/** Of a column that does not exist. */
const TEXT = { kind: 'text', looks: null } as const;

interface Archive {
  add(path: string): { push(xml: string): void; end(): void };
  /** The whole file, once every part has ended. */
  file(): Blob;
}

/** A zip archive that is packed piece by piece in this thread; the library's other way starts workers from `blob:` addresses. */
function startArchive(): Archive {
  const pieces: BlobPart[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece.slice());
  });
  return {
    add: (path) => {
      const part = new ZipDeflate(path, { level: 2 });
      part.mtime = MADE_AT;
      zip.add(part);
      return { push: (xml) => part.push(strToU8(xml)), end: () => part.push(new Uint8Array(), true) };
    },
    file: () => {
      zip.end();
      return new Blob(pieces, { type: WORKBOOK_TYPE });
    },
  };
}

const widthOf = (heading: string, kind: Column['kind']): number =>
  Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, WIDTHS[kind] ?? 0, heading.length + MARGIN));

/** Rows as a workbook that Excel and its kin open; columns that do not exist are empty. */
export function* writeXlsx(
  table: Table,
  rows: Uint32Array,
  columns: readonly ExportColumn[],
  sheet: string,
): Slices<Blob> {
  if (rows.length >= MOST_LINES) throw new RangeError('more rows than a sheet has');
  const archive = startArchive();
  for (const [path, xml] of fixedParts(sheet)) {
    const part = archive.add(path);
    part.push(xml);
    part.end();
  }
  const letters = columns.map((_, at) => columnLetters(at));
  const sources = columns.map(({ id }) => table.byId.get(id));
  const part = archive.add(SHEET_PATH);
  const looks = columns.map(({ heading }, at) => {
    const { meta = TEXT } = sources[at] ?? {};
    return { width: widthOf(heading, meta.kind), style: styleOf(columnStyle(meta)) };
  });
  part.push(sheetHead(looks));
  const headings = columns.map(({ heading }, at) => textXml(`${letters[at]}1`, HEADING_STYLE, heading));
  part.push(`<row r="1">${headings.join('')}</row>`);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    let xml = '';
    for (const [offset, row] of rows.subarray(from, from + ROWS_AT_ONCE).entries()) {
      const line = from + offset + 2;
      const cells = sources.map((column, at) =>
        column ? cellXml(`${letters[at]}${line}`, column.meta, cellOf(column, row), table) : '',
      );
      xml += `<row r="${line}">${cells.join('')}</row>`;
    }
    part.push(xml);
    yield;
  }
  part.push(sheetFoot(`A1:${letters.at(-1) ?? 'A'}${rows.length + 1}`));
  part.end();
  return archive.file();
}
