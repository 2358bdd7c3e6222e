import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isBuilt, readSources } from '../../scripts/build.ts';

let root: string;
const touch = async (path: string, second: number): Promise<void> => {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '');
  await utimes(file, second, second);
};
/** A finished build, started at that second. */
async function built(second: number): Promise<void> {
  const stamp = join(root, 'out', '.built');
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, (await readSources(root)).listing);
  await utimes(stamp, second, second);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wallboard-build-'));
  await touch('core/poller/x.ts', 100);
  await touch('package-lock.json', 100);
});
afterEach(() => rm(root, { recursive: true }));

describe('a build', () => {
  it('is missing before the first one', async () => {
    expect(await isBuilt(root)).toBe(false);
  });

  it('stands as long as nothing changes', async () => {
    await built(200);
    expect(await isBuilt(root)).toBe(true);
  });

  it.each(['core/poller/x.ts', 'package-lock.json'])('is stale once %s is newer', async (path) => {
    await built(200);
    await touch(path, 201);
    expect(await isBuilt(root)).toBe(false);
  });

  it('is stale once a source has gone or come, whatever its time', async () => {
    await built(200);
    await touch('renderer/new.vue', 50);
    expect(await isBuilt(root)).toBe(false);
    await rm(join(root, 'renderer'), { recursive: true });
    expect(await isBuilt(root)).toBe(true);
    await rm(join(root, 'core/poller/x.ts'));
    expect(await isBuilt(root)).toBe(false);
  });

  it('does not care for tests and documents', async () => {
    await built(200);
    await touch('tests/x.test.ts', 300);
    await touch('docs/x.md', 300);
    expect(await isBuilt(root)).toBe(true);
  });
});
