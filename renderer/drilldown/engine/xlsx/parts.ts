import { escaped } from './xmlText.ts';

/** The parts of a workbook (ECMA-376, Office Open XML) that are the same whatever rows are in it. */

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const SHEET_PATH = 'xl/worksheets/sheet1.xml';

/** Number formats by their ids; those below 164 are the format's own. */
const FORMATS = {
  general: 0,
  whole: 1,
  duration: 46,
  text: 49,
  moment: 164,
  day: 165,
  percent: 166,
} as const;
const OWN_FORMATS = [
  [FORMATS.moment, 'yyyy\\-mm\\-dd\\ hh:mm:ss'],
  [FORMATS.day, 'yyyy\\-mm\\-dd'],
  [FORMATS.percent, '0.0%'],
] as const;

/** How a cell is shown; the order is that of the styles in the workbook. */
const STYLE_NAMES = ['general', 'whole', 'duration', 'text', 'moment', 'day', 'percent'] as const;
export type StyleName = (typeof STYLE_NAMES)[number];
/** The number of a style, as cells refer to it. */
export const styleOf = (name: StyleName): number => STYLE_NAMES.indexOf(name);
/** Bold text. */
export const HEADING_STYLE = STYLE_NAMES.length;

const font = (marks: string): string => `<font>${marks}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
const style = (format: number, fontId: number): string =>
  `<xf numFmtId="${format}" fontId="${fontId}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;

const styles = (): string =>
  `${DECLARATION}<styleSheet xmlns="${MAIN}">` +
  `<numFmts count="${OWN_FORMATS.length}">${OWN_FORMATS.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`).join('')}</numFmts>` +
  `<fonts count="2">${font('')}${font('<b/>')}</fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="${STYLE_NAMES.length + 1}">${STYLE_NAMES.map((name) => style(FORMATS[name], 0)).join('')}${style(FORMATS.text, 1)}</cellXfs>` +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

const workbook = (sheet: string): string =>
  `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">` +
  `<sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;

const relationships = (...targets: readonly (readonly [type: string, target: string])[]): string =>
  `${DECLARATION}<Relationships xmlns="${RELATIONSHIPS}">${targets
    .map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

const contentTypes = (): string =>
  `${DECLARATION}<Types xmlns="${TYPES}">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>` +
  `<Override PartName="/${SHEET_PATH}" ContentType="${SPREADSHEET}.worksheet+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/></Types>`;

export const WORKBOOK_TYPE = `${SPREADSHEET}.sheet`;

const NOT_IN_SHEET_NAMES = /[[\]:*?/\\\p{Cc}]+/gu;
const LONGEST_SHEET_NAME = 31;

/** A name that Excel takes for a sheet. */
const sheetName = (wanted: string): string =>
  wanted
    .replace(NOT_IN_SHEET_NAMES, ' ')
    .slice(0, LONGEST_SHEET_NAME)
    .replace(/^['\s]+|['\s]+$/g, '') || 'Sheet1';

/** All parts but the sheet, by their paths. */
export const fixedParts = (sheet: string): readonly (readonly [path: string, xml: string])[] => [
  ['[Content_Types].xml', contentTypes()],
  ['_rels/.rels', relationships(['officeDocument', 'xl/workbook.xml'])],
  ['xl/workbook.xml', workbook(sheetName(sheet))],
  ['xl/_rels/workbook.xml.rels', relationships(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml'])],
  ['xl/styles.xml', styles()],
];

/** The sheet up to its first row: the first line stays in sight, and columns are as wide as what is in them. */
export const sheetHead = (columns: readonly { readonly width: number; readonly style: number }[]): string =>
  `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
  `<cols>${columns.map(({ width, style: id }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" style="${id}" customWidth="1"/>`).join('')}</cols>` +
  '<sheetData>';

/** @param range all cells; a telephone number as a text is no mistake that Excel has to mark */
export const sheetFoot = (range: string): string =>
  `</sheetData><ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors></worksheet>`;
