import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findDesktop, type Machine } from '../../scripts/desktop.ts';

let systemRoot: string;
const linux = (env: Machine['env'], isRoot = false): Machine => ({ platform: 'linux', env, isRoot, systemRoot });

beforeEach(async () => {
  systemRoot = await mkdtemp(join(tmpdir(), 'wallboard-system-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(systemRoot, { recursive: true });
});

describe('the Electron runtime', () => {
  it('is not looked for without a display', async () => {
    expect(await findDesktop(linux({}))).toEqual({ missing: 'there is no display' });
  });

  it('is not started as root, where it would need its sandbox off', async () => {
    expect(await findDesktop(linux({ DISPLAY: ':0' }, true))).toEqual({ missing: 'Electron does not run as root' });
  });

  it('is given up within seconds where it is not installed and its download host does not answer', async (context) => {
    if (existsSync('node_modules/electron/path.txt')) context.skip('the Electron runtime is installed here');
    vi.stubEnv('ELECTRON_MIRROR', 'http://127.0.0.1:9/');
    vi.stubEnv('electron_config_cache', systemRoot);
    expect(await findDesktop(linux({ DISPLAY: ':0' }))).toEqual({
      missing: 'the Electron runtime is not here and cannot be fetched',
    });
  });

  it.runIf(process.platform === 'linux')('may be named by ELECTRON_OVERRIDE_DIST_PATH', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wallboard-electron-'));
    const env = { ELECTRON_OVERRIDE_DIST_PATH: folder };
    expect(await findDesktop(linux(env))).toEqual({ missing: 'the Electron runtime is incomplete' });
    await writeFile(join(folder, 'electron'), '#!/bin/sh\n');
    await chmod(join(folder, 'electron'), 0o755);
    expect(await findDesktop(linux(env))).toMatchObject({ executable: expect.stringContaining(folder) });
    await rm(folder, { recursive: true });
  });
});
