import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';
import { ROOT } from './run.ts';

/** Where the reasons end up: an object of test names (as in Vitest's JSON report) to what `context.skip(…)` was told. */
export const SKIP_REASONS = join(ROOT, '.cache', 'reports', 'skipReasons.json');

/** A Vitest reporter for the one thing its JSON report leaves out: why a test was skipped. */
export default class SkipReasons implements Reporter {
  readonly #reasons: Record<string, string> = {};

  onTestCaseResult(testCase: TestCase): void {
    const result = testCase.result();
    if (result.state === 'skipped' && result.note) this.#reasons[nameInReport(testCase)] = result.note;
  }

  onTestRunEnd(): void {
    mkdirSync(dirname(SKIP_REASONS), { recursive: true });
    writeFileSync(SKIP_REASONS, JSON.stringify(this.#reasons));
  }
}

function nameInReport(testCase: TestCase): string {
  const names = [testCase.name];
  for (let parent = testCase.parent; parent.type === 'suite'; parent = parent.parent) names.unshift(parent.name);
  return names.join(' ');
}
