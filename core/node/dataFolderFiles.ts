import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../ports.ts';
import { makeFolder } from './makeFolder.ts';
import { readSmallFile, writeSmallFile } from './smallFile.ts';
import { unusableName } from './unusableName.ts';

/** Files in one folder, bounded when they are read; written to a temporary file, flushed to the disk and renamed. */
export function dataFolderFiles(folder: string): Files {
  return {
    read: (name) => readSmallFile(join(folder, name)),
    async write(name, text) {
      await makeFolder(folder);
      await writeSmallFile(join(folder, name), text);
    },
    async setAside(name) {
      const copy = unusableName(name, Date.now());
      await rename(join(folder, name), join(folder, copy));
      return copy;
    },
  };
}
