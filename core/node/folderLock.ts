import { open, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '../../common/result.ts';
import { SECOND_MS } from '../../common/time.ts';
import { makeFolder } from './makeFolder.ts';

/** Holds a data folder for one process, so that two cannot spend the budget of one key twice. */
export interface FolderLock {
  release(): Promise<void>;
}

/** A database with nothing in it, which is there to be locked and stays when the lock is given back. */
export const LOCK_FILE = 'lock.db';
const OWNER_ONLY = 0o600;
/** A network folder whose server is away may keep silent for ever. */
const TIME_OUT_MS = 5 * SECOND_MS;
const inUse = (path: string) => err(`The data folder is in use by another running wallboard: ${dirname(path)}`);

/** Primary result codes of SQLite (sqlite.org/rescode.html): locked by somebody else; damaged, or no database at all. */
const BUSY = 5;
const UNUSABLE: ReadonlySet<unknown> = new Set([11, 26]);
const PRIMARY = 0xff;

/**
 * The locks of this process by path, null while one is being taken. The system drops a lock when its process closes the file
 * by whatever handle, so the file of a folder in here must not even be looked at.
 */
const held = new Map<string, DatabaseSync | null>();

/**
 * Creates the folder when it is missing (readable by its owner only) and takes its lock. The lock is an exclusive transaction
 * of SQLite: the system frees it however this process ends, and it holds between containers that share the folder.
 * @returns one sentence when the folder cannot be written, does not answer in time, or another process uses it
 */
export async function lockFolder(folder: string, timeOutMs = TIME_OUT_MS): Promise<Result<FolderLock, string>> {
  const path = join(folder, LOCK_FILE);
  if (held.has(path)) return inUse(path);
  held.set(path, null);
  const { promise: late, resolve: giveUp } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => giveUp('late'), timeOutMs);
  // SQLite would keep the whole process waiting: whether the folder answers, and can be written, is found out without it.
  const answered = makeLockFile(folder, path);
  try {
    if ((await Promise.race([answered, late])) === 'late') {
      void answered.catch(() => undefined).finally(() => held.delete(path));
      return err(`The data folder does not answer: ${folder}`);
    }
    return await takeLock(path);
  } catch (thrown) {
    held.delete(path);
    return err(`The data folder cannot be written (${codeOf(thrown)}): ${folder}`);
  } finally {
    clearTimeout(timer);
  }
}

async function makeLockFile(folder: string, path: string): Promise<void> {
  await makeFolder(folder);
  await (await open(path, 'a', OWNER_ONLY)).close();
}

async function takeLock(path: string): Promise<Result<FolderLock, string>> {
  let begun = begin(path);
  if (begun === 'unusable') {
    // What is in the file is of no use to anybody, and whoever holds the lock has long read it.
    await truncate(path);
    begun = begin(path);
  }
  if (typeof begun === 'string') {
    held.delete(path);
    return inUse(path);
  }
  const database = begun;
  held.set(path, database);
  return ok({
    release() {
      if (held.get(path) === database) held.delete(path);
      if (database.isOpen) database.close();
      return Promise.resolve();
    },
  });
}

function begin(path: string): DatabaseSync | 'busy' | 'unusable' {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // A journal would need room on the disk.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (thrown) {
    database.close();
    const code = thrown instanceof Error && 'errcode' in thrown ? Number(thrown.errcode) & PRIMARY : null;
    if (code === BUSY) return 'busy';
    if (UNUSABLE.has(code)) return 'unusable';
    throw thrown;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
