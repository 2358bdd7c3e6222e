import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { windowOptions } from '../../electron/window.ts';
import { ROOT } from '../../scripts/run.ts';

/** Every source of the product, without its tests. */
const SOURCES = ['common', 'core', 'electron', 'server', 'renderer'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|vue|html|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)),
);
/** A server that is told to send hostile texts has them in its sources. */
const WITH_ATTACKS = join(ROOT, 'core', 'simulator');

const using = (pattern: RegExp): string[] =>
  SOURCES.filter((path) => !path.startsWith(WITH_ATTACKS) && pattern.test(readFileSync(path, 'utf8')));

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};
const locked = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
};
/** The release line of Electron that this version of the product was made for. */
const ELECTRON_MAJOR = 45;

describe('the sources', () => {
  it.each<[string, RegExp]>([
    ['opens an address or a path outside the app', /\bopenExternal\b|\bopenPath\b|\bshowItemInFolder\b/],
    ['switches on what Chromium calls experimental', /experimentalFeatures|enableBlinkFeatures|enable-features/],
    ['has a webview', /<webview|webviewTag: true|allowpopups/i],
    ['loads a page from a file', /\bloadFile\(|file:\/\//],
    ['makes code of a text', /\beval\(|new Function\(/],
    ['makes markup of a text', /v-html|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write\b/],
    [
      'switches off a check',
      /webSecurity: false|allowRunningInsecureContent: true|sandbox: false|contextIsolation: false/,
    ],
    ['lets a page have Node', /nodeIntegration(InWorker|InSubFrames)?: true/],
    [
      'trusts a broken certificate',
      /rejectUnauthorized|NODE_TLS_REJECT|setCertificateVerifyProc|ignore-certificate-errors'/,
    ],
    ['opens a menu or a message of its own on a window', /\.popup\(|showMessageBox|showErrorBox|showOpenDialog/],
    ['waits for the main process', /sendSync|@electron\/remote/],
  ])('hold nothing that %s', (_what, pattern) => {
    expect(using(pattern)).toEqual([]);
  });

  it('choose a file in one place only, which belongs to the settings', () => {
    expect(using(/type="file"|showOpenFilePicker|showSaveFilePicker/)).toEqual([
      join(ROOT, 'renderer', 'desk', 'sections', 'FileSection.vue'),
    ]);
  });

  it('are read here: a pattern that must be found is found', () => {
    expect(using(/contextIsolation: true/)).toEqual([join(ROOT, 'electron', 'window.ts')]);
  });
});

describe('a window', () => {
  it('has exactly these rights', () => {
    const { webPreferences } = windowOptions({ title: 'Wall', preload: '/preload.cjs', kiosk: true, packaged: true });
    expect(webPreferences).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      spellcheck: false,
      devTools: false,
      backgroundThrottling: false,
    });
  });
});

describe('the runtime', () => {
  it('is one version of Electron, named to the last digit, and of the release line this product was made for', () => {
    const wanted = manifest.devDependencies['electron'] ?? '';
    expect(wanted).toMatch(/^\d+\.\d+\.\d+$/);
    expect(locked.packages['node_modules/electron']?.version).toBe(wanted);
    expect(Number(wanted.split('.')[0])).toBeGreaterThanOrEqual(ELECTRON_MAJOR);
  });
});
