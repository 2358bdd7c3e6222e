import { lstatSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../ports.ts';
import { makeFolder } from './makeFolder.ts';
import { readSmallFile, writeSmallFile } from './smallFile.ts';

/** Files in one folder, bounded when they are read; written to a temporary file, flushed to the disk and renamed. */
export function dataFolderFiles(folder: string): Files {
  return {
    read: (name) => readSmallFile(join(folder, name)),
    async write(name, text) {
      await makeFolder(folder);
      await writeSmallFile(join(folder, name), text);
    },
    has: (name) => lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined,
    empty: (name) => truncate(join(folder, name)),
  };
}
