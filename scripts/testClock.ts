/**
 * Runs of the suite at another time (`npm run test:times`) set the clock of every Node process through the environment.
 * Chromium does not start under such a clock: it keeps the machine's, and its pages are given the same time by a script.
 */

const LIBRARY_VARIABLES = ['LD_PRELOAD', 'FAKETIME', 'FAKETIME_DONT_FAKE_MONOTONIC', 'NO_FAKE_STAT'];
const AHEAD = 'TEST_CLOCK_AHEAD_MS';

/** The variables that a process of the app needs to share the clock and the zone of the test that starts it. */
export const CLOCK_VARIABLES: readonly string[] = ['TZ', AHEAD, ...LIBRARY_VARIABLES];

/** The environment for a process whose clock has to stay the machine's. */
export const withoutTestClock = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || LIBRARY_VARIABLES.includes(name) ? [] : [[name, value]],
    ),
  );

/** The script that sets the clock of a page to that of the test; null when they agree. */
export function pageClockScript(): string | null {
  const aheadMs = Number(process.env[AHEAD] ?? 0);
  if (aheadMs === 0) return null;
  return `{
    const MachineDate = Date;
    globalThis.Date = class Date extends MachineDate {
      constructor(...given) {
        super(...(given.length === 0 ? [Date.now()] : given));
      }
      static now() {
        return MachineDate.now() + ${aheadMs};
      }
    };
  }`;
}

/** The environment that moves the clock of a process and of what it starts; `library` is faketime's. */
export const clockEnvironment = (aheadMs: number, library: string): Readonly<Record<string, string>> => ({
  [AHEAD]: String(aheadMs),
  LD_PRELOAD: library,
  FAKETIME: `${aheadMs < 0 ? '' : '+'}${aheadMs / 1000}`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  NO_FAKE_STAT: '1',
});
