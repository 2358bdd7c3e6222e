/** What one runner did. */
export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly Skipped[];
  /** What went wrong outside a single test, in a line. */
  readonly trouble: string | null;
}

export interface Skipped {
  readonly test: string;
  readonly reason: string;
}

const NO_REASON = 'no reason given';
const BROKEN = 'its file could not be set up';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const words = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** A check is one test: it passes or fails as a whole. */
export const checkOutcome = (name: string, exitCode: number | null): Outcome => ({
  name,
  passed: exitCode === 0 ? 1 : 0,
  failed: exitCode === 0 ? 0 : 1,
  skipped: [],
  trouble: null,
});

export const skippedOutcome = (name: string, reason: string): Outcome => ({
  name,
  passed: 0,
  failed: 0,
  skipped: [{ test: name, reason }],
  trouble: null,
});

/**
 * Reads a report of Vitest's `json` reporter. A file that could not be loaded or set up is one failure.
 * @param reasons why tests were skipped, by name (see skipReasons.ts)
 */
export function vitestOutcome(report: unknown, exitCode: number | null, reasons: unknown = null): Outcome {
  let [passed, failed] = [0, 0];
  const skipped: Skipped[] = [];
  for (const file of list(isObject(report) ? report['testResults'] : null)) {
    const tests = list(file['assertionResults']);
    const isBroken = file['status'] === 'failed' && !tests.some((test) => test['status'] === 'failed');
    if (isBroken) failed++;
    for (const test of tests) {
      if (test['status'] === 'passed') passed++;
      else if (test['status'] === 'failed') failed++;
      else {
        // A test outside a suite starts with a space in this report.
        const name = words(test['fullName'])?.trim() ?? 'a test';
        skipped.push({ test: name, reason: isBroken ? BROKEN : reasonOf(name, reasons) });
      }
    }
  }
  return judged('vitest', passed, failed, skipped, exitCode);
}

function reasonOf(test: string, reasons: unknown): string {
  return (isObject(reasons) ? words(reasons[test]) : null) ?? NO_REASON;
}

/** Reads a report of Playwright's `json` reporter. A test that passed on a retry counts as passed. */
export function playwrightOutcome(report: unknown, exitCode: number | null): Outcome {
  const counts = { passed: 0, failed: list(isObject(report) ? report['errors'] : null).length };
  const skipped: Skipped[] = [];
  const visit = (suite: Json): void => {
    for (const spec of list(suite['specs']))
      for (const test of list(spec['tests'])) {
        const name = `${words(test['projectName']) ?? ''}: ${words(spec['title']) ?? 'a test'}`;
        if (test['status'] === 'skipped') skipped.push({ test: name, reason: playwrightReason(test) });
        else if (test['status'] === 'unexpected') counts.failed++;
        else counts.passed++;
      }
    list(suite['suites']).forEach(visit);
  };
  list(isObject(report) ? report['suites'] : null).forEach(visit);
  return judged('playwright', counts.passed, counts.failed, skipped, exitCode);
}

function playwrightReason(test: Json): string {
  const annotations = [
    ...list(test['annotations']),
    ...list(test['results']).flatMap((result) => list(result['annotations'])),
  ];
  const reasons = annotations
    .filter(({ type }) => type === 'skip' || type === 'fixme')
    .map((found) => words(found['description']));
  return reasons.find((reason) => reason !== null) ?? NO_REASON;
}

/** A runner that ran nothing, or ended with an error although no test failed, has failed itself. */
function judged(
  name: string,
  passed: number,
  failed: number,
  skipped: readonly Skipped[],
  exitCode: number | null,
): Outcome {
  const ranNothing = passed + failed === 0;
  if (ranNothing) return { name, passed, failed: 1, skipped, trouble: 'it ran no test' };
  const silent = failed === 0 && exitCode !== 0;
  return { name, passed, failed: silent ? 1 : failed, skipped, trouble: silent ? 'it ended with an error' : null };
}

/** One line per runner, one per skipped test, and the sum in the last line. */
export function summarise(outcomes: readonly Outcome[]): {
  readonly lines: readonly string[];
  readonly failed: number;
} {
  const sum = (count: (outcome: Outcome) => number): number => outcomes.reduce((total, each) => total + count(each), 0);
  const counts = (passed: number, failed: number, skipped: number): string =>
    `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const failed = sum((each) => each.failed);
  const runners = outcomes.map(
    (each) =>
      `${each.name}: ${counts(each.passed, each.failed, each.skipped.length)}${each.trouble ? ` (${each.trouble})` : ''}`,
  );
  const skips = outcomes.flatMap((each) => each.skipped.map(({ test, reason }) => `skipped: ${test} (${reason})`));
  const total = counts(
    sum((each) => each.passed),
    failed,
    sum((each) => each.skipped.length),
  );
  return { lines: [...runners, ...skips, total], failed };
}
