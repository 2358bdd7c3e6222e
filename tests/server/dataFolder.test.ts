import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../core/node/folderLock.ts';
import { onOwnDisk, whyNoDisk } from '../core/support/ownDisk.ts';
import { loadSecret, renewSecret } from '../../server/secretFile.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-data-'));
});
afterEach(() => rm(folder, { recursive: true }));

const onPosix = it.runIf(process.platform !== 'win32');
const IN_USE = { ok: false, error: 'The data folder is in use by another running wallboard' };

async function lockOrThrow(path: string) {
  const lock = await lockFolder(path);
  if (!lock.ok) throw new Error(lock.error);
  return lock.value;
}

describe('the lock of the data folder', () => {
  it('is had by one at a time, and by the next after its release', async () => {
    const first = await lockOrThrow(folder);
    expect(await lockFolder(folder)).toEqual(IN_USE);
    await first.release();
    await (await lockOrThrow(folder)).release();
    expect(await readdir(folder)).toEqual(['wallboard.lock.spare']);
  });

  it('makes a missing folder that only its owner can read', async () => {
    const path = join(folder, 'a', 'b');
    await lockOrThrow(path);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  it('is had by exactly one of many that try at the same time, over a stale lock too', async () => {
    await writeFile(join(folder, 'wallboard.lock'), JSON.stringify({ pid: 2 ** 22 + 5, startedAt: 'x' }));
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => lockFolder(folder)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  });

  it('is recovered from a process that was killed, and kept for one that runs', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    await writeFile(join(folder, 'wallboard.lock'), JSON.stringify({ pid: child.pid, startedAt: null }));
    expect(await lockFolder(folder)).toEqual(IN_USE);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await lockOrThrow(folder);
  });

  it.runIf(process.platform === 'linux')('is recovered when another process now has the same number', async () => {
    const mark = { pid: process.ppid, startedAt: 'another boot/1' };
    await writeFile(join(folder, 'wallboard.lock'), JSON.stringify(mark));
    await lockOrThrow(folder);
  });

  it('is recovered from before the last start of the machine, and kept within one', async () => {
    const mark = (bootedAt: number) => JSON.stringify({ pid: process.ppid, startedAt: null, bootedAt });
    const bootedAt = Date.now() - uptime() * 1000;
    await writeFile(join(folder, 'wallboard.lock'), mark(bootedAt + 60_000));
    expect(await lockFolder(folder)).toEqual(IN_USE);
    await writeFile(join(folder, 'wallboard.lock'), mark(bootedAt - 180_000));
    await lockOrThrow(folder);
  });

  onPosix('is given up in time when the folder does not answer', async () => {
    execFileSync('mkfifo', [join(folder, 'wallboard.lock')]);
    const askedAt = performance.now();
    expect(await lockFolder(folder, 300)).toEqual({ ok: false, error: 'The data folder does not answer' });
    expect(performance.now() - askedAt).toBeLessThan(2_000);
    // Writers let the blocked reader go, here and where it sets the file aside; the lock it then takes is given back.
    await writeFile(join(folder, 'wallboard.lock'), '');
    await expect.poll(() => readdir(folder)).toEqual([expect.stringMatching(/^wallboard\.lock\../)]);
    for (const name of await readdir(folder)) await writeFile(join(folder, name), '');
    await expect.poll(() => readdir(folder)).toEqual(['wallboard.lock.spare']);
  });

  it.runIf(process.platform === 'linux')('is refused where no folder can be made', async () => {
    expect(await lockFolder('/proc/x/y')).toEqual({ ok: false, error: 'The data folder cannot be written (ENOENT)' });
  });

  it.each(['', '{', 'null', '{"pid":-1,"startedAt":null}', '\0\0\0'])(
    'is recovered from a damaged file %j',
    async (text) => {
      await writeFile(join(folder, 'wallboard.lock'), text);
      await lockOrThrow(folder);
    },
  );

  it('is had on a disk that is full, after a power cut as after an end in good order, and by one only', (context) => {
    if (whyNoDisk !== null) context.skip(whyNoDisk);
    const module = JSON.stringify(join(import.meta.dirname, '..', '..', 'core', 'node', 'folderLock.ts'));
    const script = `
      import { writeFileSync } from 'node:fs';
      import { lockFolder } from ${module};
      const folder = process.argv[1];
      const fill = (name) => { for (let size = 65536; size >= 1; size = Math.floor(size / 2)) for (;;) {
        try { writeFileSync(folder + name, 'x'.repeat(size), { flag: 'a' }); } catch { break; } } };
      writeFileSync(folder + '/wallboard.lock', JSON.stringify({ pid: 2 ** 22 + 5, startedAt: 'x' }));
      fill('/ballast');
      const afterPowerCut = await lockFolder(folder);
      const second = await lockFolder(folder);
      await afterPowerCut.value.release();
      fill('/more');
      const afterEnd = await lockFolder(folder);
      console.log(JSON.stringify([afterPowerCut.ok, second.ok, afterEnd.ok]));`;
    const node = [process.execPath, '--input-type=module', '-e', script, folder];
    const [program = '', ...args] = onOwnDisk('64k', folder, node);
    expect(execFileSync(program, args, { encoding: 'utf8' }).trim()).toBe('[true,false,true]');
  });

  it('does not take away the lock of whoever took the folder over', async () => {
    const first = await lockOrThrow(folder);
    await writeFile(join(folder, 'wallboard.lock'), 'another');
    await first.release();
    expect(await readFile(join(folder, 'wallboard.lock'), 'utf8')).toBe('another');
  });

  it('says in one sentence when the folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await lockFolder(join(folder, 'file'))).toEqual({
      ok: false,
      error: 'The data folder cannot be written (EEXIST)',
    });
    expect(await lockFolder(join(folder, 'file', 'below'))).toMatchObject({ ok: false });
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
