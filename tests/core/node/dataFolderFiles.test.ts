import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataFolderFiles } from '../../../core/node/dataFolderFiles.ts';
import { onOwnDisk, whyNoDisk } from '../support/ownDisk.ts';

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wallboard-files-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('a file is written whole, for its owner only, and leaves no draft behind', async () => {
  const folder = await freshFolder();
  const files = dataFolderFiles(join(folder, 'new'));
  await files.write('a.json', 'ä'.repeat(100_000));
  expect(await files.read('a.json')).toBe('ä'.repeat(100_000));
  if (process.platform !== 'win32') expect((await stat(join(folder, 'new', 'a.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'new'))).toEqual(['a.json']);
});

test('what is missing reads as nothing, and a link to nowhere is there and cannot be read', async () => {
  const folder = await freshFolder();
  const files = dataFolderFiles(folder);
  expect([await files.read('a.json'), files.has('a.json')]).toEqual([null, false]);
  await symlink(join(folder, 'nowhere', 'a.json'), join(folder, 'a.json'));
  await expect(files.read('a.json')).rejects.toThrow('danglingLink');
  expect(files.has('a.json')).toBe(true);
  await files.write('a.json', 'here now');
  expect(await files.read('a.json')).toBe('here now');
});

test('a folder that has the name of a file is moved aside with what is in it', async () => {
  const folder = await freshFolder();
  const files = dataFolderFiles(folder);
  await mkdir(join(folder, 'a.json'));
  await writeFile(join(folder, 'a.json', 'kept'), 'kept');
  await expect(files.read('a.json')).rejects.toThrow('notAFile');
  await files.write('a.json', 'here now');
  expect(await files.read('a.json')).toBe('here now');
  const [aside = ''] = (await readdir(folder)).filter((name) => name !== 'a.json');
  expect(await readFile(join(folder, aside, 'kept'), 'utf8')).toBe('kept');
});

test('a file can be emptied, and one that is missing is not made by it', async () => {
  const folder = await freshFolder();
  const files = dataFolderFiles(folder);
  await writeFile(join(folder, 'a.json'), 'full');
  await files.empty('a.json');
  expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('');
  await expect(files.empty('b.json')).rejects.toThrow();
  expect(files.has('b.json')).toBe(false);
});

test('on a disk that fills up a text is written whole or not at all, and a file can still be emptied', async (context) => {
  if (whyNoDisk !== null) context.skip(whyNoDisk);
  const folder = await freshFolder();
  const module = JSON.stringify(join(import.meta.dirname, '..', '..', '..', 'core', 'node', 'dataFolderFiles.ts'));
  const script = `
    import { statSync, writeFileSync, truncateSync } from 'node:fs';
    const { dataFolderFiles } = await import(${module});
    const folder = process.argv[1];
    const files = dataFolderFiles(folder);
    await files.write('a', 'a'.repeat(6000));
    let pages = 0;
    try { for (;; pages += 1) writeFileSync(folder + '/filler', Buffer.alloc(4096), { flag: 'a' }); } catch {}
    // Room for a part of the next text.
    truncateSync(folder + '/filler', (pages - 1) * 4096);
    const written = await files.write('a', 'b'.repeat(9000)).then(() => true, () => false);
    const kept = (await files.read('a')) === 'a'.repeat(6000);
    await files.empty('a');
    console.log(JSON.stringify([written, kept, statSync(folder + '/a').size]));`;
  const node = [process.execPath, '--input-type=module', '-e', script, folder];
  const [program = '', ...args] = onOwnDisk('64k', folder, node);
  expect(execFileSync(program, args, { encoding: 'utf8' }).trim()).toBe('[false,true,0]');
});
