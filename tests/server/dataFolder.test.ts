import { execFileSync } from 'node:child_process';
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { lockFolder } from '../../core/node/folderLock.ts';
import { onOwnDisk, whyNoDisk } from '../core/support/ownDisk.ts';
import { loadSecret, renewSecret } from '../../server/secretFile.ts';
import { holdElsewhere, inOwnContainer, lockElsewhere, MODULE, whyNoContainer } from './support/folderHolder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-data-'));
});
afterEach(() => rm(folder, { recursive: true }));

const onPosix = it.runIf(process.platform !== 'win32');
const inUse = () => ({ ok: false, error: `The data folder is in use by another running wallboard: ${folder}` });

async function lockOrThrow(path: string) {
  const lock = await lockFolder(path);
  if (!lock.ok) throw new Error(lock.error);
  onTestFinished(() => lock.value.release());
  return lock.value;
}

describe('the lock of the data folder', () => {
  it('is had by one at a time, and by the next after its release', async () => {
    const first = await lockOrThrow(folder);
    expect(await lockFolder(folder)).toEqual(inUse());
    expect(await lockElsewhere(folder)).toEqual(inUse());
    await first.release();
    expect(await lockElsewhere(folder)).toMatchObject({ ok: true });
    await (await lockOrThrow(folder)).release();
    expect(await readdir(folder)).toEqual(['lock.db']);
  });

  it('makes a missing folder that only its owner can read', async () => {
    const path = join(folder, 'a', 'b');
    await lockOrThrow(path);
    if (process.platform === 'win32') return;
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, 'lock.db'))).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'damaged'])(
    'is had by exactly one of many processes that start at the same time, file %j',
    async (text) => {
      await writeFile(join(folder, 'lock.db'), text);
      const outcomes = await Promise.all(Array.from({ length: 6 }, () => holdElsewhere(folder)));
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    },
  );

  it('is recovered from a process that was killed, and kept for one that runs', async () => {
    const other = await holdElsewhere(folder);
    expect(other.ok).toBe(true);
    expect(await lockFolder(folder)).toEqual(inUse());
    await other.kill();
    await lockOrThrow(folder);
  });

  it('is not given up when the garbage is collected, though nobody keeps it in a variable', async () => {
    const collect = 'lock = null; for (let i = 0; i < 5; i += 1) await new Promise(setImmediate).then(globalThis.gc);';
    const other = await holdElsewhere(folder, ['--expose-gc'], collect);
    expect(other.ok).toBe(true);
    expect(await lockFolder(folder)).toEqual(inUse());
  });

  it('holds between containers, whose processes have the same numbers and do not see each other', async (context) => {
    if (whyNoContainer !== null) context.skip(whyNoContainer);
    const first = await holdElsewhere(folder, [], '', inOwnContainer);
    expect(first.ok).toBe(true);
    const second = await holdElsewhere(folder, [], '', inOwnContainer);
    expect(second.ok).toBe(false);
    expect(await lockFolder(folder)).toEqual(inUse());
    await first.kill();
    const third = await holdElsewhere(folder, [], '', inOwnContainer);
    expect(third.ok).toBe(true);
  });

  onPosix('is given up in time when the folder does not answer, and not taken when it answers late', async () => {
    execFileSync('mkfifo', [join(folder, 'lock.db')]);
    expect(await lockFolder(folder, 300)).toEqual({ ok: false, error: `The data folder does not answer: ${folder}` });
    // A reader lets the blocked writer go.
    await readFile(join(folder, 'lock.db'));
    await rm(join(folder, 'lock.db'));
    await expect.poll(() => lockOrThrow(folder).catch(() => null)).not.toBeNull();
  });

  it.runIf(process.platform === 'linux')('is refused where no folder can be made', async () => {
    expect(await lockFolder('/proc/x/y')).toEqual({
      ok: false,
      error: 'The data folder cannot be written (ENOENT): /proc/x/y',
    });
  });

  it.each(['', '{', '\0\0\0', '\0'.repeat(8192), 'x'.repeat(100_000)])(
    'is had whatever a damaged disk has made of its file',
    async (text) => {
      await writeFile(join(folder, 'lock.db'), text);
      await lockOrThrow(folder);
      expect(await lockElsewhere(folder)).toEqual(inUse());
    },
  );

  it('is had on a disk that is full, after a power cut as after an end in good order, and by one only', (context) => {
    if (whyNoDisk !== null) context.skip(whyNoDisk);
    const script = `
      import { spawnSync } from 'node:child_process';
      import { writeFileSync } from 'node:fs';
      const { lockFolder } = await import(${MODULE});
      const folder = process.argv[1];
      for (let size = 65536; size >= 1; size = Math.floor(size / 2)) for (;;) {
        try { writeFileSync(folder + '/ballast', 'x'.repeat(size), { flag: 'a' }); } catch { break; } }
      const other = (end) => spawnSync(process.execPath, ['--input-type=module', '-e',
        "const { lockFolder } = await import(" + ${JSON.stringify(MODULE)} + "); const lock = await lockFolder(process.argv[1]);" +
        "process.stdout.write(String(lock.ok));" + end, folder]).stdout.toString();
      const killed = other("process.kill(process.pid, 'SIGKILL')");
      const afterPowerCut = await lockFolder(folder);
      const second = other('');
      await afterPowerCut.value.release();
      const afterEnd = await lockFolder(folder);
      console.log(JSON.stringify([killed, afterPowerCut.ok, second, afterEnd.ok]));`;
    const node = [process.execPath, '--input-type=module', '-e', script, folder];
    const [program = '', ...args] = onOwnDisk('64k', folder, node);
    expect(execFileSync(program, args, { encoding: 'utf8' }).trim()).toBe('["true",true,"false",true]');
  });

  it('says in one sentence when the folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await lockFolder(join(folder, 'file'))).toEqual({
      ok: false,
      error: `The data folder cannot be written (EEXIST): ${join(folder, 'file')}`,
    });
    expect(await lockFolder(join(folder, 'file', 'below'))).toMatchObject({ ok: false });
    await mkdir(join(folder, 'lock.db'));
    expect(await lockFolder(folder)).toEqual({
      ok: false,
      error: `The data folder cannot be written (EISDIR): ${folder}`,
    });
  });
});

describe('the control token', () => {
  const path = (): string => join(folder, 'control-token');

  it('is 32 random bytes that stay the same over restarts', async () => {
    const token = await loadSecret(folder, 'control-token');
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(await loadSecret(folder, 'control-token')).toBe(token);
    expect(await readdir(folder)).toEqual(['control-token']);
  });

  onPosix('can be read by its owner only', async () => {
    await loadSecret(folder, 'control-token');
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });

  onPosix('is replaced when others could have read it', async () => {
    const token = await loadSecret(folder, 'control-token');
    await chmod(path(), 0o644);
    const next = await loadSecret(folder, 'control-token');
    expect(next).not.toBe(token);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });

  onPosix('is replaced when it is not a file of this user’s: a link, a folder, a pipe, 60 MB of brackets', async () => {
    const known = 'x'.repeat(43);
    await writeFile(join(folder, 'known'), known, { mode: 0o600 });
    const ways: readonly (() => unknown)[] = [
      () => symlink(join(folder, 'known'), path()),
      () => symlink('/dev/zero', path()),
      () => mkdir(path()),
      () => execFileSync('mkfifo', [path()]),
      () => writeFile(path(), '['.repeat(60e6), { mode: 0o600 }),
    ];
    for (const make of ways) {
      await rm(path(), { force: true });
      await make();
      expect(await loadSecret(folder, 'control-token')).not.toBe(known);
      expect((await lstat(path())).isFile()).toBe(true);
    }
    expect(await readFile(join(folder, 'known'), 'utf8')).toBe(known);
  });

  it.runIf(process.geteuid?.() === 0)('is replaced when another user owns it, who has then read it', async () => {
    const token = await loadSecret(folder, 'control-token');
    await chown(path(), 54_321, 54_321);
    expect(await loadSecret(folder, 'control-token')).not.toBe(token);
    expect((await stat(path())).uid).toBe(0);
  });

  it('is another one after it was withdrawn', async () => {
    const token = await loadSecret(folder, 'control-token');
    const next = await renewSecret(folder, 'control-token');
    expect(next).not.toBe(token);
    expect(await loadSecret(folder, 'control-token')).toBe(next);
    expect(await readdir(folder)).toEqual(['control-token']);
  });

  it.each(['', 'short', 'x'.repeat(44), `${'x'.repeat(42)} `])('is replaced when the file holds %j', async (text) => {
    await writeFile(path(), text, { mode: 0o600 });
    expect(await loadSecret(folder, 'control-token')).toMatch(/^[\w-]{43}$/);
    expect(await loadSecret(folder, 'control-token')).not.toBe(text.trim());
  });
});
