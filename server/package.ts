import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface InstalledPackage {
  /** The folder that holds package.json and out/. */
  readonly root: string;
  /** Name and version shown on screens. */
  readonly app: { readonly name: string; readonly version: string };
}

const FOLDERS_UP = 4;
const FALLBACK_NAME = 'Experia Wallboard';

/**
 * Finds the installed package above a folder: this code runs from `server/` as well as from `out/server/`.
 * @throws when there is no package.json, which means the installation is damaged
 */
export async function findPackage(from: string): Promise<InstalledPackage> {
  let root = from;
  for (let step = 0; step < FOLDERS_UP; step++) {
    const text = await readFile(join(root, 'package.json'), 'utf8').catch(() => null);
    if (text !== null) return { root, app: nameAndVersion(JSON.parse(text)) };
    root = dirname(root);
  }
  throw new Error('package.json is missing');
}

function nameAndVersion(manifest: unknown): InstalledPackage['app'] {
  const read = (field: string): string | null => {
    const value: unknown =
      typeof manifest === 'object' && manifest !== null
        ? Object.getOwnPropertyDescriptor(manifest, field)?.value
        : null;
    return typeof value === 'string' ? value : null;
  };
  return { name: read('productName') ?? FALLBACK_NAME, version: read('version') ?? '0.0.0' };
}
