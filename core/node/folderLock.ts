import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, unlink } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '../../common/result.ts';
import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { makeFolder } from './makeFolder.ts';

/** Holds a data folder for one process, so that two cannot spend the budget of one key twice. */
export interface FolderLock {
  /** Gives the folder back; does nothing when another process has taken it over. */
  release(): Promise<void>;
}

const LOCK_FILE = 'wallboard.lock';
/** What the last lock was written into: a full disk has no room for a new file, but this one has its place. */
const SPARE = '.spare';
const FULL = new Set(['ENOSPC', 'EDQUOT']);
const ATTEMPTS = 3;
/** A network folder whose server is away may keep silent for ever. */
const TIME_OUT_MS = 5 * SECOND_MS;
/** How far two readings of the boot time of one boot may be apart: the wall clock is corrected now and then. */
const BOOT_TOLERANCE_MS = 2 * MINUTE_MS;

/** Locks of this very process, by path: a pid alone cannot tell them from those of a predecessor with the same pid. */
const held = new Set<string>();

/**
 * Creates the folder when it is missing (readable by its owner only) and takes its lock. A lock left behind by a
 * process that was killed is recovered.
 * @returns one sentence when the folder cannot be written, does not answer in time, or another process uses it
 */
export async function lockFolder(folder: string, timeOutMs = TIME_OUT_MS): Promise<Result<FolderLock, string>> {
  const { promise: late, resolve: giveUp } = Promise.withResolvers<Result<FolderLock, string>>();
  const timer = setTimeout(() => giveUp(err('The data folder does not answer')), timeOutMs);
  const taking = takeLock(folder);
  const lock = await Promise.race([taking, late]).finally(() => clearTimeout(timer));
  // Nobody waits any more for a lock that comes late.
  void taking.then((taken) => (taken.ok && taken !== lock ? taken.value.release() : undefined));
  return lock;
}

async function takeLock(folder: string): Promise<Result<FolderLock, string>> {
  const path = join(folder, LOCK_FILE);
  try {
    await makeFolder(folder);
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
  return JSON.stringify({
    pid: process.pid,
    startedAt: await startOf(process.pid),
    bootedAt: bootedAt(),
    id: randomUUID(),
  });
}

/** Creates the file complete or not at all: whoever sees it can read it. False when it exists. */
async function createWith(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeDraft(draft, text);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    if (!FULL.has(codeOf(error))) throw error;
    if (!(await overwriteSpare(path, draft, text))) {
      // A lock that was left behind becomes the spare once it has been found to be nobody's.
      if ((await readOrNull(path)) !== null) return false;
      throw error;
    }
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

async function writeDraft(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes the draft into the spare, without giving up the room that it has on the disk. False when there is none. */
async function overwriteSpare(path: string, draft: string, text: string): Promise<boolean> {
  try {
    // Renamed first: of two processes only one gets it.
    await rename(path + SPARE, draft);
  } catch {
    return false;
  }
  const file = await open(draft, 'r+');
  try {
    const { size } = await file.stat();
    await file.write(text.padEnd(size), 0);
    await file.sync();
  } finally {
    await file.close();
  }
  return true;
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
  if ((await readOrNull(aside)) === stale) return rename(aside, path + SPARE);
  await link(aside, path).catch(() => undefined);
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
  if (startedAt === 'ended') return false;
  if (startedAt !== null && mark.startedAt !== null) return startedAt === mark.startedAt;
  return mark.bootedAt === null || Math.abs(mark.bootedAt - bootedAt()) <= BOOT_TOLERANCE_MS;
}

/**
 * When the machine was started, in milliseconds since 1970: tells a pid of before a power cut from the same pid now where
 * the system does not tell when a process started (Windows, macOS).
 */
const bootedAt = (): number => Math.round(Date.now() - uptime() * SECOND_MS);

interface Mark {
  readonly pid: number;
  readonly startedAt: string | null;
  readonly bootedAt: number | null;
}

function parseMark(text: string): Mark | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value)) return null;
    const { pid, startedAt } = value;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null;
    const booted = 'bootedAt' in value && typeof value.bootedAt === 'number' ? value.bootedAt : null;
    return { pid, startedAt: typeof startedAt === 'string' ? startedAt : null, bootedAt: booted };
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
  // Padded when it was written into an older one.
  if ((await readOrNull(path))?.trimEnd() === text) await rename(path, path + SPARE).catch(() => undefined);
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
