import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../../scripts/build.ts';
import { ROOT } from '../../scripts/run.ts';

const RENDERER = join(ROOT, 'out', 'renderer');
const BUILD_MS = 120_000;
/** What each library of the desk leaves in a minified build. */
const DESK_LIBRARIES = {
  'Reka UI': 'dismissableLayer',
  'TanStack Virtual': 'overscan',
  SortableJS: 'sortable-',
  zod: '_zod',
};

beforeAll(async () => {
  expect((await ensureBuilt()).ok).toBe(true);
}, BUILD_MS);

const read = (name: string): string => readFileSync(join(RENDERER, name), 'utf8');
const importsOf = (code: string): string[] =>
  [...code.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)].map(([, name]) => `assets/${name}`);

/** The scripts a screen fetches to show the wall: those of the page, and what they import without being asked to. */
function wallScripts(): Map<string, string> {
  const open = [...read('index.html').matchAll(/(?:src|href)="\.\/(assets\/[\w.-]+\.js)"/g)].map(
    ([, name]) => name ?? '',
  );
  const found = new Map<string, string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const code = read(name);
    found.set(name, code);
    open.push(...importsOf(code));
  }
  return found;
}

test('the wall is shown without a line of the libraries of dialogs, tables and settings', () => {
  const scripts = wallScripts();
  expect(scripts.size).toBeGreaterThan(0);
  const all = [...scripts.values()].join('\n');
  expect(all).toContain('data-metric');
  for (const [library, trace] of Object.entries(DESK_LIBRARIES)) expect(all.includes(trace), library).toBe(false);
});

test('those libraries are in the build, in parts that are fetched when they are needed', () => {
  const wall = wallScripts();
  const lazy = new Map<string, string>();
  const open = [...wall.values()].flatMap((code) =>
    [...code.matchAll(/"?\.?\/?(assets\/[\w.-]+\.js)"/g)].map(([, name]) => name ?? ''),
  );
  for (const code of wall.values())
    open.push(...[...code.matchAll(/import\(\s*[`"]\.\/([\w.-]+\.js)[`"]/g)].map(([, name]) => `assets/${name}`));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (wall.has(name) || lazy.has(name)) continue;
    const code = read(name);
    lazy.set(name, code);
    open.push(...importsOf(code));
  }
  const all = [...lazy.values()].join('\n');
  for (const [library, trace] of Object.entries(DESK_LIBRARIES)) expect(all.includes(trace), library).toBe(true);
});

test('what packs workbooks is in a part of its own, which the worker of a card fetches when somebody exports one', () => {
  const FFLATE = 'date not in range 1980-2099';
  const scripts = readdirSync(join(RENDERER, 'assets')).filter((name) => name.endsWith('.js'));
  const holders = scripts.filter((name) => read(`assets/${name}`).includes(FFLATE));
  expect(holders).toHaveLength(1);
  const [holder = ''] = holders;
  const importers = scripts.filter((name) => name !== holder && read(`assets/${name}`).includes(holder));
  expect(importers.map((name) => name.replace(/-.*/, ''))).toEqual(['rowWorker']);
  for (const name of importers) expect(importsOf(read(`assets/${name}`))).not.toContain(`assets/${holder}`);
});
