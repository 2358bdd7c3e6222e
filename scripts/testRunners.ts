import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrowser } from './browser.ts';
import { ensureBuilt } from './build.ts';
import { ROOT, runTool } from './run.ts';
import { SKIP_REASONS } from './skipReasons.ts';
import { checkOutcome, playwrightOutcome, skippedOutcome, vitestOutcome, type Outcome } from './testReports.ts';

const REPORTS = join(ROOT, '.cache', 'reports');
const CHECKS = [
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['lint and import zones', 'eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  ['types', 'vue-tsc/bin/vue-tsc.js', '-b', 'tsconfig.json'],
] as const;

type Environment = Readonly<Record<string, string>>;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Reports of an earlier run are not taken for those of this one. */
export async function clearReports(): Promise<void> {
  await rm(REPORTS, { recursive: true, force: true });
  await mkdir(REPORTS, { recursive: true });
}

/** Side by side, since none of them uses more than one core; what each has to say is shown when it has ended. */
export function runChecks(): Promise<Outcome[]> {
  return Promise.all(
    CHECKS.map(async ([name, script, ...args]) => {
      const { exitCode, output } = await runTool(script, args, { output: 'keep' });
      say(`--- ${name}`);
      if (output.trim() !== '') say(output.trimEnd());
      return checkOutcome(name, exitCode);
    }),
  );
}

export async function runBuild(): Promise<Outcome> {
  say('--- build');
  const built = await ensureBuilt();
  if (!built.ok) say(built.error);
  return checkOutcome('build', built.ok ? 0 : 1);
}

/** @param env what every process of the tests finds in its environment besides ours */
export async function runVitest(env: Environment = {}): Promise<Outcome> {
  say('--- vitest');
  const report = join(REPORTS, 'vitest.json');
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--reporter=./scripts/skipReasons.ts',
  ];
  const { exitCode } = await runTool('vitest/vitest.mjs', args, { output: 'show', env });
  return vitestOutcome(await readReport(report), exitCode, await readReport(SKIP_REASONS));
}

/** @param env what every process of the tests but the browser finds in its environment besides ours */
export async function runPlaywright(isBuilt: boolean, env: Environment = {}): Promise<Outcome> {
  say('--- playwright');
  if (!isBuilt) return skippedOutcome('playwright', 'the build failed');
  const browser = await findBrowser();
  if ('missing' in browser) return skippedOutcome('playwright', browser.missing);
  say(`Chromium: ${browser.source}`);
  const report = join(REPORTS, 'playwright.json');
  const { exitCode } = await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    output: 'show',
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
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
