import { defineConfig } from '@playwright/test';

/** One worker: every test starts a whole app, and two cores are shared with it. No retries: a flaky promise is broken. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './tests/e2e/support/desktopBuild.ts',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: { trace: 'off' },
  projects: [
    { name: 'desktop', testMatch: /desktop.*\.spec\.ts/ },
    { name: 'browser', testMatch: /browser.*\.spec\.ts/ },
  ],
});
