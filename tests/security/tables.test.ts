import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/run.ts';

const CHECKLIST_POINTS = 20;
const FAULTS = 35;
const REFERENCE = /`(tests\/[^`\s]+)`\s*›\s*"([^"]+)"/g;

interface Reference {
  readonly path: string;
  readonly title: string;
}

const referencesIn = (text: string): Reference[] =>
  [...text.matchAll(REFERENCE)].map(([, path = '', title = '']) => ({ path, title }));

/** The lines of a document's tables that begin with a number, by that number. */
const numberedRows = (text: string): ReadonlyMap<number, string> =>
  new Map([...text.matchAll(/^\| *(\d+) *\|(.*)$/gm)].map(([, number, row = '']) => [Number(number), row]));

const unescaped = (literal: string): string => literal.replace(/\\(.)/g, '$1');

/** Titles as they are written: texts that are the first of several arguments. */
const titlesIn = (source: string): ReadonlySet<string> =>
  new Set(
    [...source.matchAll(/\(\s*(?:'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`)\s*,/g)].map(
      ([, single, double, template]) => unescaped(single ?? double ?? template ?? ''),
    ),
  );

const titlesOf = new Map<string, ReadonlySet<string>>();
function problemOf({ path, title }: Reference): string | null {
  const file = join(ROOT, path);
  if (!/\.(test|spec)\.ts$/.test(path)) return `${path} is no test file`;
  if (!existsSync(file)) return `${path} does not exist`;
  const titles = titlesOf.get(path) ?? titlesIn(readFileSync(file, 'utf8'));
  titlesOf.set(path, titles);
  return titles.has(title) ? null : `${path} has no test "${title}"`;
}

describe.each([
  ['docs/security.md', CHECKLIST_POINTS],
  ['docs/faults.md', FAULTS],
])('%s', (path, count) => {
  it(`has a line with a test for each number from 1 to ${count}`, () => {
    const rows = numberedRows(readFileSync(join(ROOT, path), 'utf8'));
    const missing = Array.from({ length: count }, (_, index) => index + 1).filter(
      (number) => referencesIn(rows.get(number) ?? '').length === 0,
    );
    expect(missing).toEqual([]);
    expect(Math.max(...rows.keys())).toBe(count);
  });

  it('names only tests that exist, by their very titles', () => {
    const references = referencesIn(readFileSync(join(ROOT, path), 'utf8'));
    expect(references.flatMap((reference) => problemOf(reference) ?? [])).toEqual([]);
  });

  it('names tests in no other way, which nothing would check', () => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const mentioned = [...text.matchAll(/tests\/[\w./-]+\.(?:test|spec)\.ts/g)].length;
    expect(mentioned).toBe(referencesIn(text).length);
  });
});

describe('the check of these tables', () => {
  it('sees a test that does not exist and a title that has changed', () => {
    expect(problemOf({ path: 'tests/security/none.test.ts', title: 'x' })).toMatch(/does not exist/);
    expect(problemOf({ path: 'tests/security/tables.test.ts', title: 'an old title' })).toMatch(/has no test/);
    const title = 'names only tests that exist, by their very titles';
    expect(problemOf({ path: 'tests/security/tables.test.ts', title })).toBeNull();
  });
});
