import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** What axe finds on a page, in any of its rules. It is evaluated from outside, past the page's own policy. */
export async function violations(page: Page): Promise<unknown> {
  // What is still fading in has not the contrast it will have.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const checker = (window as unknown as { readonly axe: typeof axe }).axe;
    const { violations: found } = await checker.run();
    return found.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
  });
}
