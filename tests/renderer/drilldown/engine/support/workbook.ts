import { strFromU8, unzipSync } from 'fflate';

/** A cell of a sheet as its XML has it; `value` of a text is decoded. */
export interface SheetCell {
  readonly type: 'text' | 'number' | 'boolean';
  readonly value: string;
  /** The number format it is shown by. */
  readonly format: string;
}

export interface Workbook {
  readonly parts: readonly string[];
  readonly sheetName: string;
  /** By its place, such as `B2`. */
  readonly cells: ReadonlyMap<string, SheetCell>;
  readonly sheetXml: string;
}

/** Formats that the standard numbers itself. */
const BUILT_IN: Readonly<Record<string, string>> = { 0: 'General', 1: '0', 46: '[h]:mm:ss', 49: '@' };
const SIGNS: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
const CELL =
  /<c r="([A-Z]+\d+)" s="(\d+)"(?: t="(\w+)")?>(?:<v>([^<]*)<\/v>|<is><t xml:space="preserve">([^<]*)<\/t><\/is>)<\/c>/g;
const TYPES: Readonly<Record<string, SheetCell['type']>> = { inlineStr: 'text', b: 'boolean', n: 'number' };

const unescaped = (xml: string): string => xml.replace(/&(?:lt|gt|quot|amp);/g, (sign) => SIGNS[sign] ?? sign);
/** `_x0007_` stands for a character that XML cannot hold. */
const decoded = (xml: string): string =>
  unescaped(xml).replace(/_x([\dA-F]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

function formatsOf(styles: string): readonly string[] {
  const own = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"\/>/g)].map(([, id = '', code = '']) => [
      id,
      code,
    ]),
  );
  const used = /<cellXfs[^>]*>(.*)<\/cellXfs>/.exec(styles)?.[1] ?? '';
  return [...used.matchAll(/numFmtId="(\d+)"/g)].map(([, id = '']) => own.get(id) ?? BUILT_IN[id] ?? `unknown ${id}`);
}

/** Reads a workbook's XML by itself; throws where a sheet holds anything but rows and cells as they are written. */
export async function readWorkbook(file: Blob): Promise<Workbook> {
  const parts = unzipSync(new Uint8Array(await file.arrayBuffer()));
  const part = (path: string): string => strFromU8(parts[path] ?? new Uint8Array());
  const sheetXml = part('xl/worksheets/sheet1.xml');
  const formats = formatsOf(part('xl/styles.xml'));
  const data = /<sheetData>(.*)<\/sheetData>/s.exec(sheetXml)?.[1] ?? '';
  const rest = data.replace(CELL, '').replace(/<row r="\d+">|<\/row>/g, '');
  if (rest !== '') throw new Error(`not a cell: ${rest.slice(0, 80)}`);
  const cells = new Map<string, SheetCell>();
  for (const [, place = '', style, type = 'n', value, text] of data.matchAll(CELL))
    cells.set(place, {
      type: TYPES[type] ?? 'number',
      value: text === undefined ? (value ?? '') : decoded(text),
      format: formats[Number(style)] ?? 'no such style',
    });
  const sheetName = unescaped(/<sheet name="([^"]*)"/.exec(part('xl/workbook.xml'))?.[1] ?? '');
  return { parts: Object.keys(parts), sheetName, cells, sheetXml };
}
