/**
 * `npm run icons`: draws all icons of the packages from build/icon.svg with a real Chromium. The results are committed, so
 * packaging needs no browser.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from './browser.ts';
import { icnsFile, icoFile } from './iconFiles.ts';
import { ROOT } from './run.ts';

const BUILD = join(ROOT, 'build');
const LINUX_SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024];
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];
/** What each entry of an icns file is called, and its size in pixels. */
const MAC_SIZES = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
};
/** Below this the tiles under the gauge would be a smear. */
const SMALLEST_WITH_DETAIL = 40;
/** Moves the gauge to the middle when it stands alone. */
const ALONE = 'translate(-92 -44) scale(1.18)';
/** Share of the square that a macOS icon fills. */
const MAC_BODY = 0.8047;

interface Look {
  readonly size: number;
  /** Share of the square that is drawn on. */
  readonly body: number;
}

async function draw(page: Page, svg: string, { size, body }: Look): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0;display:grid;place-items:center;height:100vh}svg{width:${body * 100}%;height:${body * 100}%}</style>${svg}`,
  );
  if (size < SMALLEST_WITH_DETAIL) {
    const simple = `document.querySelector('[data-detail]').remove(); document.querySelector('[data-gauge]').setAttribute('transform', '${ALONE}')`;
    await page.evaluate(simple);
  }
  return page.screenshot({ omitBackground: true, type: 'png' });
}

const found = await findBrowser();
if ('missing' in found) throw new Error(found.missing);
const browser = await chromium.launch({
  executablePath: found.executablePath,
  args: [...found.args],
  env: { ...process.env, ...found.env },
});
try {
  const page = await browser.newPage();
  const svg = await readFile(join(BUILD, 'icon.svg'), 'utf8');
  const png = (size: number, body = 1): Promise<Buffer> => draw(page, svg, { size, body });
  await mkdir(join(BUILD, 'icons'), { recursive: true });
  for (const size of LINUX_SIZES) await writeFile(join(BUILD, 'icons', `${size}x${size}.png`), await png(size));
  await writeFile(join(BUILD, 'icon.png'), await png(1024));
  const windows = new Map<number, Buffer>();
  for (const size of WINDOWS_SIZES) windows.set(size, await png(size));
  await writeFile(join(BUILD, 'icon.ico'), icoFile(windows));
  const mac = new Map<string, Buffer>();
  for (const [type, size] of Object.entries(MAC_SIZES)) mac.set(type, await png(size, MAC_BODY));
  await writeFile(join(BUILD, 'icon.icns'), icnsFile(mac));
} finally {
  await browser.close();
}
