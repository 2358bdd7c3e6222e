import { ESLint } from 'eslint';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const eslint = new ESLint({ cwd: ROOT });
const RULES = ['no-restricted-imports', 'no-restricted-globals', 'no-restricted-properties'];

/** What the import zones say about a file with this text; the file itself need not exist. */
async function zoneErrors(file: string, text: string): Promise<string[]> {
  const results = await eslint.lintText(text, { filePath: join(ROOT, file) });
  const messages = results.flatMap((result) => result.messages);
  const fatal = messages.find((message) => message.fatal);
  if (fatal) throw new Error(fatal.message);
  return messages.filter(({ ruleId }) => RULES.includes(ruleId ?? '')).map(({ message }) => message);
}

const importing = (source: string): string => `import x from '${source}';\nexport const y = x;\n`;

/** For each room, a file in it and what it must not import. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  'common/planted.ts': [
    '../core/x.ts',
    '../server/x.ts',
    '../renderer/x.ts',
    '../electron/x.ts',
    'node:fs',
    'electron',
    'vue',
    'undici',
  ],
  'core/poller/planted.ts': [
    '../../electron/x.ts',
    '../../server/x.ts',
    '../../renderer/x.ts',
    '../node/x.ts',
    '../simulator/x.ts',
    'node:fs',
    'node:http',
    'undici',
    'conf',
    'keytar',
    'electron',
    'vue',
  ],
  'core/node/planted.ts': [
    '../../electron/x.ts',
    '../../server/x.ts',
    '../../renderer/x.ts',
    '../../tests/x.ts',
    'electron',
    'electron-store',
    'vue',
    'pinia',
  ],
  'core/simulator/planted.ts': ['../../server/x.ts', '../../renderer/x.ts', 'electron', 'chart.js'],
  'electron/planted.ts': [
    '../server/x.ts',
    '../renderer/x.ts',
    '../tests/x.ts',
    '../scripts/x.ts',
    'vue',
    'pinia',
    'chart.js',
  ],
  'server/planted.ts': [
    '../electron/x.ts',
    '../renderer/x.ts',
    '../tests/x.ts',
    '../scripts/x.ts',
    'electron',
    'electron-store',
    'vue',
    'chart.js',
  ],
  'renderer/planted.ts': [
    '../core/x.ts',
    '../electron/x.ts',
    '../server/x.ts',
    '../../core/x.ts',
    'node:fs',
    'electron',
    'conf',
    'keytar',
    'undici',
  ],
  'scripts/planted.ts': ['../server/x.ts', '../electron/x.ts', '../renderer/x.ts', '../tests/x.ts', 'vue', 'pinia'],
};

/** For each room, what it lives on. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'common/planted.ts': ['./result.ts', 'zod'],
  'core/poller/planted.ts': ['../../common/result.ts', '../ports.ts', 'node:crypto', 'zod'],
  'core/node/planted.ts': [
    '../../common/result.ts',
    '../ports.ts',
    '../secrets/apiKey.ts',
    'node:fs/promises',
    'undici',
    'conf',
    'keytar',
  ],
  'core/simulator/planted.ts': ['../../common/metrics.ts', 'node:http'],
  'electron/planted.ts': ['../common/result.ts', '../core/ports.ts', 'electron', 'electron-store', 'node:path'],
  'server/planted.ts': ['../common/result.ts', '../core/ports.ts', 'node:http'],
  'renderer/planted.ts': ['../common/contract.ts', 'vue', 'pinia', 'chart.js', 'vue-i18n'],
  'scripts/planted.ts': ['../common/result.ts', '../core/node/launch.ts', 'node:path', 'undici'],
  'tests/planted.ts': ['../server/http.ts', '../core/ports.ts', '../electron/main.ts'],
};

const cases = (table: Readonly<Record<string, readonly string[]>>): [file: string, source: string][] =>
  Object.entries(table).flatMap(([file, sources]) => sources.map((source): [string, string] => [file, source]));

describe('the import zones', () => {
  it.each(cases(FORBIDDEN))('refuse in %s an import of %s', async (file, source) => {
    expect(await zoneErrors(file, importing(source))).toHaveLength(1);
  });

  it.each(cases(ALLOWED))('let %s import %s', async (file, source) => {
    expect(await zoneErrors(file, importing(source))).toEqual([]);
  });

  it('refuse re-exports and type imports as well', async () => {
    expect(await zoneErrors('renderer/planted.ts', "export * from '../core/x.ts';\n")).toHaveLength(1);
    expect(
      await zoneErrors('common/planted.ts', "import type { X } from '../core/x.ts';\nexport type Y = X;\n"),
    ).toHaveLength(1);
  });

  it('hold in Vue components too', async () => {
    const component = `<script setup lang="ts">\nimport x from '../core/x.ts';\nx();\n</script>\n<template><p /></template>\n`;
    expect(await zoneErrors('renderer/Planted.vue', component)).toHaveLength(1);
  });

  it.each([
    'fetch("x")',
    'setTimeout(f, 1)',
    'setInterval(f, 1)',
    'process.exit()',
    'performance.now()',
    'Date.now()',
    'Math.random()',
  ])("keep %s out of the core's logic, where it would escape from fake time", async (call) => {
    const text = `export const f = (): unknown => ${call};\n`;
    expect(await zoneErrors('core/poller/planted.ts', text)).toHaveLength(1);
    expect(await zoneErrors('core/node/planted.ts', text)).toEqual([]);
  });
});
