import { describe, expect, it } from 'vitest';
import {
  checkOutcome,
  playwrightOutcome,
  skippedOutcome,
  summarise,
  vitestOutcome,
} from '../../scripts/testReports.ts';

const vitest = (...statuses: string[]) => ({
  testResults: [
    { status: 'passed', assertionResults: statuses.map((status) => ({ status, fullName: `a ${status} test` })) },
  ],
});
const playwright = (...tests: { status: string; annotations?: object[] }[]) => ({
  errors: [],
  suites: [
    {
      specs: [],
      suites: [{ specs: tests.map((test) => ({ title: 'a test', tests: [{ projectName: 'browser', ...test }] })) }],
    },
  ],
});

describe('the sum of a test run', () => {
  it('counts every runner, and each check as one', () => {
    const outcomes = [
      checkOutcome('lint', 0),
      checkOutcome('types', 1),
      vitestOutcome(vitest('passed', 'passed', 'failed', 'pending'), 1),
      playwrightOutcome(playwright({ status: 'expected' }, { status: 'flaky' }, { status: 'unexpected' }), 1),
    ];
    const { lines, failed } = summarise(outcomes);
    expect(lines.at(-1)).toBe('5 passed, 3 failed, 1 skipped');
    expect(failed).toBe(3);
  });

  it('lists every skipped test with its reason', () => {
    const skip = { status: 'skipped', annotations: [{ type: 'skip', description: 'no keyring' }] };
    const outcomes = [
      vitestOutcome(vitest('passed', 'skipped', 'pending'), 0, { 'a pending test': 'no IPv6' }),
      playwrightOutcome(playwright({ status: 'expected' }, skip), 0),
      skippedOutcome('desktop', 'there is no display'),
    ];
    expect(summarise(outcomes).lines).toEqual(
      expect.arrayContaining([
        'skipped: a skipped test (no reason given)',
        'skipped: a pending test (no IPv6)',
        'skipped: browser: a test (no keyring)',
        'skipped: desktop (there is no display)',
      ]),
    );
  });

  it.each([
    ['vitest', vitestOutcome],
    ['playwright', playwrightOutcome],
  ])('fails when %s ran no test, left no report, or ended with an error', (_name, read) => {
    for (const report of [null, {}, { testResults: [], suites: [] }]) expect(read(report, 0).failed).toBe(1);
    const passing = read === vitestOutcome ? vitest('passed') : playwright({ status: 'expected' });
    expect(read(passing, 0).failed).toBe(0);
    expect(read(passing, 1)).toMatchObject({ passed: 1, failed: 1, trouble: 'it ended with an error' });
  });

  it('fails for a test file whose set-up failed, and says that of its tests', () => {
    const [passing] = vitest('passed').testResults;
    const [unset] = vitest('skipped').testResults;
    const outcome = vitestOutcome({ testResults: [passing, { ...unset, status: 'failed' }] }, 1);
    expect(outcome).toMatchObject({ passed: 1, failed: 1, skipped: [{ reason: 'its file could not be set up' }] });
  });

  it('fails for a test file that could not be loaded', () => {
    const report = { testResults: [...vitest('passed').testResults, { status: 'failed', assertionResults: [] }] };
    expect(vitestOutcome(report, 1)).toMatchObject({ passed: 1, failed: 1 });
    const broken = { ...playwright({ status: 'expected' }), errors: [{ message: 'x' }] };
    expect(playwrightOutcome(broken, 1)).toMatchObject({ passed: 1, failed: 1 });
  });
});
