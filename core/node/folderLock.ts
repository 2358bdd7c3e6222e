import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../common/result.ts';

/** Holds a data folder for one process, so that two cannot spend the budget of one key twice (FAULTS.md #28). */
export interface FolderLock {
  /** Gives the folder back; does nothing when another process has taken it over. */
  release(): Promise<void>;
}

const LOCK_FILE = 'wallboard.lock';
const ATTEMPTS = 3;

/** Locks of this very process, by path: a pid alone cannot tell them from those of a predecessor with the same pid. */
const held = new Set<string>();

/**
 * Creates the folder when it is missing (readable by its owner only) and takes its lock. A lock left behind by a
 * process that was killed is recovered.
 * @returns one sentence when the folder cannot be written or another process uses it
 */
export async function lockFolder(folder: string): Promise<Result<FolderLock, string>> {
  const path = join(folder, LOCK_FILE);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const text = await ownMark();
      if (await createWith(path, text)) {
        held.add(path);
        return ok({ release: () => release(path, text) });
      }
      const found = await readOrNull(path);
      if (found !== null && (await isAlive(found, path))) break;
      if (found !== null) await setStaleAside(path, found);
    }
  } catch (error) {
    return err(`The data folder cannot be written (${codeOf(error)})`);
  }
  return err('The data folder is in use by another running wallboard');
}

async function ownMark(): Promise<string> {
  return JSON.stringify({ pid: process.pid, startedAt: await startOf(process.pid), id: randomUUID() });
}

/** Creates the file complete or not at all: whoever sees it can read it. False when it exists. */
async function createWith(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // Some file systems (FAT sticks, network shares) have no hard links.
    return await createDirectly(path, text);
  } finally {
    await unlink(draft);
  }
}

async function createDirectly(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(text);
    await file.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead process's lock away, unless a third process was quicker and the file is already its fresh one. */
async function setStaleAside(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readOrNull(aside)) !== stale) await link(aside, path).catch(() => undefined);
  await unlink(aside);
}

async function isAlive(text: string, path: string): Promise<boolean> {
  const mark = parseMark(text);
  if (!mark) return false;
  if (mark.pid === process.pid) return held.has(path);
  try {
    process.kill(mark.pid, 0);
  } catch (error) {
    // EPERM: it runs, but belongs to another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const startedAt = await startOf(mark.pid);
  return startedAt !== 'ended' && (startedAt === null || mark.startedAt === null || startedAt === mark.startedAt);
}

function parseMark(text: string): { pid: number; startedAt: string | null } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value)) return null;
    const { pid, startedAt } = value;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null;
    return { pid, startedAt: typeof startedAt === 'string' ? startedAt : null };
  } catch {
    return null;
  }
}

/**
 * When a process started, in a form that differs from boot to boot, so that a pid used again is not taken for its
 * former owner (in a container every main process is pid 1). Null where the system does not tell (only Linux does).
 */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the program's name in brackets and may hold anything, so count from its end (proc_pid_stat(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticksSinceBoot] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X') return 'ended';
  const bootId = (await readOrNull('/proc/sys/kernel/random/boot_id')) ?? '';
  return `${bootId.trim()}/${ticksSinceBoot}`;
}

async function release(path: string, text: string): Promise<void> {
  held.delete(path);
  if ((await readOrNull(path)) === text) await unlink(path).catch(() => undefined);
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}
