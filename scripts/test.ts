import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrowser } from './browser.ts';
import { ensureBuilt } from './build.ts';
import { ROOT, runTool } from './run.ts';
import { SKIP_REASONS } from './skipReasons.ts';
import {
  checkOutcome,
  playwrightOutcome,
  skippedOutcome,
  summarise,
  vitestOutcome,
  type Outcome,
} from './testReports.ts';

/** `npm test`: every check and every test, whatever failed before, and the sum in the last line. */

const REPORTS = join(ROOT, '.cache', 'reports');
const CHECKS = [
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['lint and import zones', 'eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  ['types', 'vue-tsc/bin/vue-tsc.js', '-b', 'tsconfig.json'],
] as const;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Side by side, since none of them uses more than one core; what each has to say is shown when it has ended. */
function runChecks(): Promise<Outcome[]> {
  return Promise.all(
    CHECKS.map(async ([name, script, ...args]) => {
      const { exitCode, output } = await runTool(script, args, { output: 'keep' });
      say(`--- ${name}`);
      if (output.trim() !== '') say(output.trimEnd());
      return checkOutcome(name, exitCode);
    }),
  );
}

async function runBuild(): Promise<Outcome> {
  say('--- build');
  const built = await ensureBuilt();
  if (!built.ok) say(built.error);
  return checkOutcome('build', built.ok ? 0 : 1);
}

async function runVitest(): Promise<Outcome> {
  say('--- vitest');
  const report = join(REPORTS, 'vitest.json');
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--reporter=./scripts/skipReasons.ts',
  ];
  const { exitCode } = await runTool('vitest/vitest.mjs', args, { output: 'show' });
  return vitestOutcome(await readReport(report), exitCode, await readReport(SKIP_REASONS));
}

async function runPlaywright(isBuilt: boolean): Promise<Outcome> {
  say('--- playwright');
  if (!isBuilt) return skippedOutcome('playwright', 'the build failed');
  const browser = await findBrowser();
  if ('missing' in browser) return skippedOutcome('playwright', browser.missing);
  say(`Chromium: ${browser.source}`);
  const report = join(REPORTS, 'playwright.json');
  const { exitCode } = await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    output: 'show',
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return playwrightOutcome(await readReport(report), exitCode);
}

async function readReport(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}

await rm(REPORTS, { recursive: true, force: true });
await mkdir(REPORTS, { recursive: true });
const checks = await runChecks();
const build = await runBuild();
const unit = await runVitest();
const endToEnd = await runPlaywright(build.failed === 0);
const { lines, failed } = summarise([...checks, build, unit, endToEnd]);
process.stdout.write(`\n${lines.join('\n')}\n`);
process.exitCode = failed === 0 ? 0 : 1;
