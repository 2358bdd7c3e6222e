import { lstatSync } from 'node:fs';
import { rename, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../ports.ts';
import { makeFolder } from './makeFolder.ts';
import { isInTheWay, readSmallFile, writeSmallFile } from './smallFile.ts';
import { unusableName } from './unusableName.ts';

/**
 * Files in one folder, bounded when they are read; written to a temporary file, flushed to the disk and renamed. A folder or
 * a device that has the name of one is moved aside, or the file could never be written again.
 */
export function dataFolderFiles(folder: string): Files {
  return {
    read: (name) => readSmallFile(join(folder, name)),
    async write(name, text) {
      const path = join(folder, name);
      await makeFolder(folder);
      if (isInTheWay(path)) await rename(path, unusableName(path, Date.now()));
      await writeSmallFile(path, text);
    },
    has: (name) => lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined,
    empty: (name) => truncate(join(folder, name)),
  };
}
