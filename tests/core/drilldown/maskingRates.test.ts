import { expect, test } from 'vitest';
import { CARD_NAMES } from '../../../common/cards.ts';
import { digitsLeft } from './support/digitsLeft.ts';
import {
  EMAIL_SPELLINGS,
  EMAILS,
  FIELDS,
  NAME_SPELLINGS,
  NAMES,
  NUMBER_SPELLINGS,
  NUMBERS,
  ROWS,
  UNKNOWN_FIELDS,
} from './support/hostile.ts';
import { BREAKDOWN, maskFor, SESSIONS } from './support/maskFor.ts';
import { BREAKDOWN_VALUES, SESSION_VALUES } from './support/ordinary.ts';

/** Digits in a row that nobody may read: less of a number finds nobody. */
const WINDOW = 6;
const MOST_CHANGED = 0.05;
const LEAST_HOSTILE = 276;
const LEAST_ORDINARY = 150;

/** A text in the ways in which somebody may read it: as it is, and with each encoding taken off. */
function readings(text: string): string[] {
  const unescaped = text.replace(/\\{1,4}u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  const ofPage = unescaped
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&commat;', '@')
    .replace(/ ?\[dot\] ?/g, '.');
  const ofLink = ofPage
    .replaceAll('%25', '%')
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  const tokens = text.match(/[\w+/=-]{8,}/g) ?? [];
  const decoded = tokens.flatMap((token) => [
    Buffer.from(token, 'base64').toString(),
    Buffer.from(token, 'hex').toString(),
  ]);
  return [text, ofLink, ...decoded].map((read) => read.replace(/\p{Cf}/gu, ''));
}

function isNumberReadable(text: string, number: string): boolean {
  const left = readings(text).map(digitsLeft);
  const windows = Array.from({ length: number.length - WINDOW + 1 }, (_, at) => number.slice(at, at + WINDOW));
  return left.some((digits) => windows.some((part) => digits.includes(part)));
}

const textOf = (mask: (row: unknown) => unknown, row: unknown): string => JSON.stringify(mask(row));

interface Shape {
  readonly what: string;
  readonly value: string;
  readonly row: unknown;
}

/** One value in every spelling, field and kind of row; the others in every spelling and kind of row, by turns in each field. */
function shapes(
  values: readonly string[],
  spellings: Readonly<Record<string, (value: string) => unknown>>,
  fields: readonly string[],
): Shape[] {
  let turn = 0;
  return values.flatMap((value, index) =>
    Object.entries(spellings).flatMap(([spelling, spell]) => {
      const some = index === 0 ? fields : [fields[(turn += 1) % fields.length] ?? ''];
      return some.flatMap((field) =>
        Object.entries(ROWS).map(([row, make]) => ({
          what: `${spelling} in ${field} of ${row}`,
          value,
          row: make(field, spell(value)),
        })),
      );
    }),
  );
}

function report(what: string, all: number, found: number): void {
  console.info(`${what}: ${found} of ${all} (${((100 * found) / all).toFixed(1)} %)`);
}

test('no telephone number of any country can be read in any card, in whatever spelling, field and shape', () => {
  const hostile = shapes(NUMBERS, NUMBER_SPELLINGS, FIELDS);
  expect(hostile.length).toBeGreaterThanOrEqual(LEAST_HOSTILE);
  // Without masking each of them can be read, or the search would prove nothing.
  expect(hostile.filter(({ row, value }) => !isNumberReadable(JSON.stringify(row), value))).toEqual([]);
  for (const card of [SESSIONS, BREAKDOWN]) {
    const mask = maskFor(card);
    const readable = hostile.filter(({ row, value }) => isNumberReadable(textOf(mask, row), value));
    report(`telephone numbers readable in ${card}`, hostile.length, readable.length);
    expect(readable.map(({ what, value }) => `${value}: ${what}`)).toEqual([]);
  }
});

const isEmailReadable = (text: string, email: string): boolean =>
  readings(text).some((read) => {
    const [local = ''] = email.split('@');
    return read.toLowerCase().replace(/\s/g, '').includes(local);
  });

test('no e-mail address can be read in any card, in whatever spelling, field and shape', () => {
  const hostile = shapes(EMAILS, EMAIL_SPELLINGS, FIELDS);
  expect(hostile.length).toBeGreaterThanOrEqual(LEAST_HOSTILE);
  expect(hostile.filter(({ row, value }) => !isEmailReadable(JSON.stringify(row), value))).toEqual([]);
  for (const card of [SESSIONS, BREAKDOWN]) {
    const mask = maskFor(card);
    const readable = hostile.filter(({ row, value }) => isEmailReadable(textOf(mask, row), value));
    report(`e-mail addresses readable in ${card}`, hostile.length, readable.length);
    expect(readable.map(({ what, value }) => `${value}: ${what}`)).toEqual([]);
  }
});

test('no name can be read under an unknown field of a card of sessions and people, nor as the name of a field', () => {
  const hostile = shapes(NAMES, NAME_SPELLINGS, UNKNOWN_FIELDS);
  expect(hostile.length).toBeGreaterThanOrEqual(LEAST_HOSTILE);
  const mask = maskFor(SESSIONS);
  const readable = hostile.filter(({ row, value }) => textOf(mask, row).toLowerCase().includes(value.toLowerCase()));
  report('names readable', hostile.length, readable.length);
  expect(readable.map(({ what, value }) => `${value}: ${what}`)).toEqual([]);
});

test.each([
  [SESSIONS, SESSION_VALUES],
  [BREAKDOWN, BREAKDOWN_VALUES],
] as const)('of ordinary documented values in %s less than 5 % are changed', (card, values) => {
  const mask = maskFor(card);
  const changed = values.filter((row) => JSON.stringify(row) !== textOf(mask, row));
  report(`ordinary values changed in ${card}`, values.length, changed.length);
  if (card === SESSIONS) expect(values.length).toBeGreaterThanOrEqual(LEAST_ORDINARY);
  expect(changed.length / values.length, JSON.stringify(changed)).toBeLessThan(MOST_CHANGED);
});

test('cards of labels are the seven breakdowns; in all others an unknown text is masked', () => {
  const readable = CARD_NAMES.filter((card) => textOf(maskFor(card), { label: 'Omar' }).includes('Omar'));
  expect(readable).toEqual([
    'CARDPEAKTIME',
    'CARDWEAKTIME',
    'CARDTAGS',
    'CARDTAGSPERCENTAGE',
    'CARDQUEUEREPORT',
    'CARDTEMPLATEUSAGE',
    'CARDPREDEFINEDMESSAGES',
  ]);
});
