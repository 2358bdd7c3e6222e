import { execFileSync } from 'node:child_process';
import { chownSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  isInTheWay,
  MOST_FILE_BYTES,
  readSmallFile,
  readSmallFileSync,
  writeSmallFile,
  writeSmallFileSync,
} from '../../../core/node/smallFile.ts';

const onPosix = test.runIf(process.platform !== 'win32');
const asRoot = test.runIf(process.geteuid?.() === 0);
const SOMEBODY = 54_321;
const SOMEBODY_ELSE = 54_322;

let folder = '';
const at = (name: string): string => join(folder, name);
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'small-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What both readers say of a file, which has to be the same. */
async function read(name: string): Promise<unknown> {
  const codeOf = (thrown: unknown): unknown => (thrown instanceof Error && 'code' in thrown ? thrown.code : thrown);
  const calm = await readSmallFile(at(name)).catch(codeOf);
  let atOnce: unknown;
  try {
    atOnce = readSmallFileSync(at(name));
  } catch (thrown) {
    atOnce = codeOf(thrown);
  }
  expect(atOnce).toEqual(calm);
  return calm;
}

describe('a small file', () => {
  test('is read whole up to the limit, and is null when nothing of that name is there', async () => {
    expect(await read('none')).toBeNull();
    writeFileSync(at('empty'), '');
    expect(await read('empty')).toBe('');
    writeFileSync(at('full'), 'ä'.repeat(MOST_FILE_BYTES / 2));
    expect(await read('full')).toBe('ä'.repeat(MOST_FILE_BYTES / 2));
  });

  test('beyond the limit is not read at all, nor written', async () => {
    writeFileSync(at('large'), '['.repeat(MOST_FILE_BYTES + 1));
    expect(await read('large')).toBe('tooLarge');
    const tooMuch = 'x'.repeat(MOST_FILE_BYTES + 1);
    await expect(writeSmallFile(at('new'), tooMuch)).rejects.toThrow('tooLarge');
    expect(() => writeSmallFileSync(at('new'), tooMuch)).toThrow('tooLarge');
  });

  onPosix('is no pipe, folder, socket or device, whose reading might never end', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    mkdirSync(at('folder'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
    symlinkSync('/dev/zero', at('device'));
    for (const name of ['pipe', 'folder', 'socket', 'device']) expect(await read(name), name).toBe('notAFile');
    server.close();
  });

  onPosix('at the end of a link is read; a link that leads nowhere is not the same as no file', async () => {
    writeFileSync(at('target'), 'kept elsewhere');
    symlinkSync(at('target'), at('link'));
    symlinkSync(at('missing'), at('dangling'));
    symlinkSync(at('loop'), at('loop'));
    expect(await read('link')).toBe('kept elsewhere');
    expect(await read('dangling')).toBe('danglingLink');
    expect(await read('loop')).toBe('ELOOP');
  });

  asRoot("of another user is not read, unless it is the owner's of the folder", async () => {
    writeFileSync(at('theirs'), 'planted');
    chownSync(at('theirs'), SOMEBODY, SOMEBODY);
    symlinkSync(at('theirs'), at('link'));
    expect([await read('theirs'), await read('link')]).toEqual(['foreign', 'foreign']);
    chownSync(folder, SOMEBODY_ELSE, SOMEBODY_ELSE);
    expect(await read('theirs')).toBe('foreign');
    chownSync(folder, SOMEBODY, SOMEBODY);
    expect(await read('theirs')).toBe('planted');
  });
});

describe('writing a small file', () => {
  const writers = [
    ['in its own time', writeSmallFile],
    ['at once', async (path: string, text: string) => writeSmallFileSync(path, text)],
  ] as const;

  test.each(writers)('%s makes it readable by its owner only, whatever it was', async (_how, write) => {
    writeFileSync(at('file'), 'old', { mode: 0o644 });
    await write(at('file'), 'new');
    await write(at('another'), 'new');
    expect(readFileSync(at('file'), 'utf8')).toBe('new');
    if (process.platform !== 'win32')
      expect(['file', 'another'].map((name) => statSync(at(name)).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  test.each(writers)('%s makes no folder', async (_how, write) => {
    await expect(write(at('none/file'), 'x')).rejects.toThrow('ENOENT');
  });

  test.runIf(process.platform !== 'win32').each(writers)(
    '%s follows a link to a file, and replaces nothing else at the end of one',
    async (_how, write) => {
      mkdirSync(at('elsewhere'));
      writeFileSync(at('target'), 'old');
      symlinkSync(at('target'), at('link'));
      symlinkSync(at('elsewhere'), at('toFolder'));
      symlinkSync('/dev/null', at('toDevice'));
      await write(at('link'), 'new');
      expect([lstatSync(at('link')).isSymbolicLink(), readFileSync(at('target'), 'utf8')]).toEqual([true, 'new']);
      for (const name of ['toFolder', 'toDevice']) {
        expect(isInTheWay(at(name)), name).toBe(true);
        await expect(write(at(name), 'new')).rejects.toThrow('notAFile');
      }
      expect(statSync('/dev/null').isFile()).toBe(false);
    },
  );

  test.runIf(process.platform !== 'win32').each(writers)(
    '%s takes the place of a pipe and of a link that leads nowhere',
    async (_how, write) => {
      execFileSync('mkfifo', [at('pipe')]);
      symlinkSync(at('missing'), at('dangling'));
      for (const name of ['pipe', 'dangling']) {
        await write(at(name), 'new');
        expect(lstatSync(at(name)).isFile(), name).toBe(true);
      }
    },
  );
});
