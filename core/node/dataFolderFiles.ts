import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFile } from 'atomically';
import type { Files } from '../ports.ts';
import { unusableName } from './unusableName.ts';

const OWNER_ONLY = 0o600;

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';

/** Files in one folder, written to a temporary file, flushed to the disk and renamed. */
export function dataFolderFiles(folder: string): Files {
  return {
    async read(name) {
      try {
        return await readFile(join(folder, name), 'utf8');
      } catch (thrown) {
        if (isMissing(thrown)) return null;
        throw thrown;
      }
    },
    async write(name, text) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, name), text, { mode: OWNER_ONLY });
    },
    async setAside(name) {
      const copy = unusableName(name, Date.now());
      await rename(join(folder, name), join(folder, copy));
      return copy;
    },
  };
}
