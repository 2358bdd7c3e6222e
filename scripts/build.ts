import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { err, ok, type Result } from '../common/result.ts';
import { lockFolder, type FolderLock } from '../core/node/folderLock.ts';
import { withProgress } from './progress.ts';
import { ROOT, runTool } from './run.ts';

const SOURCE_FOLDERS = ['common', 'core', 'electron', 'server', 'renderer'];
const SOURCE_FILES = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json'];
const STAMP = join('out', '.built');
const STEPS: readonly { readonly what: string; readonly script: string; readonly args: readonly string[] }[] = [
  { what: 'the app and its screens', script: 'electron-vite/bin/electron-vite.js', args: ['build'] },
  { what: 'the browser shell', script: 'vite/bin/vite.js', args: ['build', '-c', 'server/vite.config.ts'] },
];
const LOCK_WAIT_MS = 300_000;
const LOCK_RETRY_MS = 250;

export interface Sources {
  /** When the newest source changed, in milliseconds since 1970. */
  readonly newestMs: number;
  /** Changes when a file comes, goes or is renamed. */
  readonly listing: string;
}

/** What the build is made from. */
export async function readSources(root: string): Promise<Sources> {
  const names = [...SOURCE_FILES];
  for (const folder of SOURCE_FOLDERS) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    names.push(...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  }
  const paths = names.map((name) => (name.startsWith(root) ? name : join(root, name))).sort();
  const times = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        (found) => found.mtimeMs,
        () => 0,
      ),
    ),
  );
  const relative = paths.map((path) => path.slice(root.length)).join('\n');
  return { newestMs: Math.max(...times), listing: createHash('sha256').update(relative).digest('hex') };
}

/** True when there is a complete build that is newer than its sources. */
export async function isBuilt(root: string): Promise<boolean> {
  const stamp = join(root, STAMP);
  try {
    const [{ mtimeMs }, listing, sources] = await Promise.all([
      stat(stamp),
      readFile(stamp, 'utf8'),
      readSources(root),
    ]);
    return listing === sources.listing && mtimeMs >= sources.newestMs;
  } catch {
    return false;
  }
}

/**
 * Builds when the build is missing or older than its sources. The build's own output is kept back unless it fails;
 * everything said here goes to standard error.
 * @returns what the failing step printed
 */
export async function ensureBuilt(): Promise<Result<'built' | 'upToDate', string>> {
  if (await isBuilt(ROOT)) return ok('upToDate');
  const lock = await waitForLock();
  if (!lock.ok) return lock;
  try {
    // Whoever held the lock may have built meanwhile.
    return (await isBuilt(ROOT)) ? ok('upToDate') : await build();
  } finally {
    await lock.value.release();
  }
}

async function build(): Promise<Result<'built', string>> {
  const startedAt = new Date();
  const { listing } = await readSources(ROOT);
  await rm(join(ROOT, STAMP), { force: true });
  for (const [index, { what, script, args }] of STEPS.entries()) {
    const step = `building, step ${index + 1} of ${STEPS.length}: ${what}`;
    const { exitCode, output } = await withProgress(step, () => runTool(script, args, { output: 'keep' }));
    if (exitCode !== 0) return err(`${output.trimEnd()}\nThe build failed`);
  }
  await mkdir(join(ROOT, 'out'), { recursive: true });
  await writeFile(join(ROOT, STAMP), listing);
  // A source changed while it was being built is newer than its build.
  await utimes(join(ROOT, STAMP), startedAt, startedAt);
  return ok('built');
}

/** Two builds at once would take each other's files away. */
async function waitForLock(): Promise<Result<FolderLock, string>> {
  const folder = join(ROOT, '.cache', 'build');
  const lock = await lockFolder(folder);
  return lock.ok ? lock : withProgress('waiting for another build', () => retryLock(folder));
}

async function retryLock(folder: string): Promise<Result<FolderLock, string>> {
  const giveUpAt = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    await delay(LOCK_RETRY_MS);
    const lock = await lockFolder(folder);
    if (lock.ok || Date.now() > giveUpAt) return lock.ok ? lock : err('Another build does not end');
  }
}
