import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDesktop } from '../../scripts/desktop.ts';
import { whyNoNamespaces } from '../../scripts/userNamespaces.ts';

const UBUNTU = 'kernel/apparmor_restrict_unprivileged_userns';
const WHY = /no user namespaces; install the deb, or allow them as docs\/electron-runtime\.md says$/;
let root: string;
let runtime: string;

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wallboard-system-'));
  runtime = join(root, 'project', 'node_modules', 'electron', 'dist');
});
afterEach(() => rm(root, { recursive: true }));

describe('a system that gives its users no namespaces', () => {
  it.each([
    [UBUNTU, '1\n'],
    ['kernel/unprivileged_userns_clone', '0\n'],
    ['user/max_user_namespaces', '0\n'],
  ])('is known by %s, with what to do about it', async (file, text) => {
    await put(join('proc/sys', file), text);
    expect(await whyNoNamespaces(root, runtime)).toMatch(WHY);
  });

  it.each([
    [UBUNTU, '0\n'],
    ['kernel/unprivileged_userns_clone', '1\n'],
    ['user/max_user_namespaces', '15000\n'],
  ])('is not suspected where %s says %j, or there is no such file', async (file, text) => {
    expect(await whyNoNamespaces(root, runtime)).toBeNull();
    await put(join('proc/sys', file), text);
    expect(await whyNoNamespaces(root, runtime)).toBeNull();
  });

  it.runIf(process.platform === 'linux')('is named before a runtime is looked for or fetched', async () => {
    await put(join('proc/sys', UBUNTU), '1\n');
    const machine = { platform: 'linux', env: { DISPLAY: ':0' }, isRoot: false, systemRoot: root } as const;
    expect(await findDesktop(machine)).toEqual({ missing: expect.stringMatching(WHY) });
  });

  it('is overruled by an AppArmor profile for this very runtime', async () => {
    await put(join('proc/sys', UBUNTU), '1\n');
    const profile = (path: string, rule: string): string => `profile w "${path}" flags=(unconfined) {\n  ${rule}\n}\n`;
    await put('etc/apparmor.d/other', profile('/opt/other/electron', 'userns,'));
    await put('etc/apparmor.d/wallboard', profile(join(runtime, 'electron'), 'network,'));
    expect(await whyNoNamespaces(root, runtime)).toMatch(WHY);
    await put('etc/apparmor.d/wallboard', profile(join(runtime, 'electron'), 'userns,'));
    expect(await whyNoNamespaces(root, runtime)).toBeNull();
    await put('proc/sys/user/max_user_namespaces', '0\n');
    await put(join('proc/sys', UBUNTU), '0\n');
    expect(await whyNoNamespaces(root, runtime)).toMatch(WHY);
  });

  it('is no matter where the helper of the sandbox runs as root', async (context) => {
    if (process.getuid?.() !== 0) context.skip('needs root, to give a file to root with its rights');
    await put(join('proc/sys', UBUNTU), '1\n');
    const helper = join(runtime, 'chrome-sandbox');
    await mkdir(runtime, { recursive: true });
    await writeFile(helper, '');
    expect(await whyNoNamespaces(root, runtime)).toMatch(WHY);
    await chown(helper, 0, 0);
    await chmod(helper, 0o4755);
    expect(await whyNoNamespaces(root, runtime)).toBeNull();
  });
});
