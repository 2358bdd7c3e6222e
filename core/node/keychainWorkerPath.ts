import { join } from 'node:path';

/** The worker's script: beside this file among the sources, beside the shell's main script in a build. */
export const KEYCHAIN_WORKER = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? 'keychainWorker.ts' : 'keychainWorker.js',
);
