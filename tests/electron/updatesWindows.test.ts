import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { verifySignature } from 'electron-updater/out/windowsExecutableCodeSignatureVerifier.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyStrictly } from '../../electron/updates/windowsSignature.ts';

const WINDOWS_SIGNATURE = new URL('../../electron/updates/windowsSignature.ts', import.meta.url).href;
const LIBRARY = import.meta.resolve('electron-updater/out/windowsExecutableCodeSignatureVerifier.js');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-signature-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an installer of Windows', () => {
  it('that cannot be checked is refused, where the library takes it', () => {
    // In a folder of its own: on a system without PowerShell the library's command line leaves a file behind.
    const script = `
      import { verifyStrictly } from ${JSON.stringify(WINDOWS_SIGNATURE)};
      import { verifySignature } from ${JSON.stringify(LIBRARY)};
      const note = { info() {}, warn() {}, error() {} };
      const found = [await verifySignature(['CN=Experia'], '/setup.exe', note), await verifyStrictly(['CN=Experia'], '/setup.exe')];
      console.log(JSON.stringify(found));`;
    const args = ['--no-deprecation', '--input-type=module', '--eval', script];
    const printed = execFileSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    expect(JSON.parse(printed.toString())).toEqual([null, 'the signature could not be checked']);
  });

  it('is taken when one of the publishers has signed it, and refused otherwise', async () => {
    const answers = (answer: string | null, warning?: string): typeof verifySignature =>
      vi.fn((_, __, logger) => {
        if (warning !== undefined) logger.warn(warning);
        return Promise.resolve(answer);
      });
    expect(await verifyStrictly(['CN=A'], 'x', answers(null))).toBeNull();
    expect(await verifyStrictly(['A'], 'x', answers(null, 'Signature validated using only CN A. Please'))).toBeNull();
    expect(await verifyStrictly(['CN=A'], 'x', answers('not signed'))).toBe('not signed');
    expect(await verifyStrictly([], 'x', answers(null))).not.toBeNull();
  });
});
