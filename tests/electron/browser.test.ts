import { describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';

describe('finding a browser for the tests', () => {
  it('takes the one that is named, before all others', async () => {
    const found = await findBrowser({ ...process.env, CHROMIUM_PATH: process.execPath });
    expect(found).toMatchObject({ executablePath: process.execPath, source: 'CHROMIUM_PATH' });
  });

  it('says so when the one that is named cannot be run, rather than taking another', async () => {
    const found = await findBrowser({ ...process.env, CHROMIUM_PATH: '/nonexistent/chromium' });
    expect(found).toEqual({ missing: 'CHROMIUM_PATH names /nonexistent/chromium, which cannot be run' });
  });
});
