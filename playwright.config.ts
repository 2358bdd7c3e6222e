import { defineConfig } from '@playwright/test';

/**
 * Two files at a time: each test starts a whole app and waits for much of its time. No retries: a flaky promise is broken.
 * The time-outs only end what hangs; they are long enough for a machine with ten times as much to do.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './tests/e2e/support/desktopBuild.ts',
  workers: 2,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: { trace: 'off' },
  projects: [
    { name: 'desktop', testMatch: /desktop.*\.spec\.ts/ },
    { name: 'browser', testMatch: /browser.*\.spec\.ts/ },
  ],
});
