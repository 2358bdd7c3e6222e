import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { lstat, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { writeFile, writeFileSync } from 'atomically';

/** No file of ours comes near it. A larger one is damaged or somebody else's, and reading it could end the app. */
export const MOST_FILE_BYTES = 4 * 1024 * 1024;
export const OWNER_ONLY = 0o600;
const ROOT = 0;
/** A pipe does not hold up whoever opens it like this. Windows knows no such flag. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Why a file is not read although something of its name is there. */
export type FileProblem = 'notAFile' | 'tooLarge' | 'foreign' | 'danglingLink';

export class UnusableFile extends Error {
  readonly code: FileProblem;
  constructor(code: FileProblem) {
    super(code);
    this.code = code;
  }
}

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';

/**
 * Whether only this user, the administrator, or the owner of the folder can have made a file: the latter may replace
 * any file in it. Windows has no such owners.
 */
export const isOwn = (uid: number, folderUid: number): boolean => {
  const me = process.geteuid?.();
  return me === undefined || uid === me || uid === ROOT || uid === folderUid;
};

function check(file: Stats, folder: Stats): void {
  if (!file.isFile()) throw new UnusableFile('notAFile');
  if (!isOwn(file.uid, folder.uid)) throw new UnusableFile('foreign');
  if (file.size > MOST_FILE_BYTES) throw new UnusableFile('tooLarge');
}

/**
 * The text of a small file, or null when nothing of that name is there. All files of the data folder are read here or by
 * `readSmallFileSync`: only regular files of bounded size, also at the end of a link, and nobody else's.
 * @throws `UnusableFile`, and Node's file errors
 */
export async function readSmallFile(path: string): Promise<string | null> {
  const found = await lstat(path).catch(nullWhenMissing);
  if (found === null) return null;
  const folder = await stat(dirname(path));
  // Looked at before it is opened: opening alone can set a device going.
  check(found.isSymbolicLink() ? await stat(path).catch(throwDangling) : found, folder);
  const file = await open(path, READ_FLAGS);
  try {
    const opened = await file.stat();
    check(opened, folder);
    const buffer = Buffer.alloc(opened.size);
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, null);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.toString('utf8', 0, filled);
  } finally {
    await file.close();
  }
}

/** As `readSmallFile`, for what has to be known before anything else may happen. */
export function readSmallFileSync(path: string): string | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  const folder = statSync(dirname(path));
  const target = found.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : found;
  if (target === undefined) throw new UnusableFile('danglingLink');
  check(target, folder);
  const file = openSync(path, READ_FLAGS);
  try {
    const opened = fstatSync(file);
    check(opened, folder);
    const buffer = Buffer.alloc(opened.size);
    let filled = 0;
    while (filled < buffer.length) {
      const bytesRead = readSync(file, buffer, filled, buffer.length - filled, null);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.toString('utf8', 0, filled);
  } finally {
    closeSync(file);
  }
}

/** Whether something has the name of a file that can neither be read nor simply replaced by one: a folder, a link to a device. */
export function isInTheWay(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isSymbolicLink()) return found.isDirectory();
  const target = statSync(path, { throwIfNoEntry: false });
  return target !== undefined && (!target.isFile() || !isOwn(target.uid, statSync(dirname(path)).uid));
}

/**
 * A link is followed to a file of ours, whose place the new one takes; nothing at the end of another link is replaced. The
 * folder has to be there: a write makes none.
 */
function refuseUnwritable(path: string, text: string): void {
  // What is not read again is not to be written.
  if (Buffer.byteLength(text) > MOST_FILE_BYTES) throw new UnusableFile('tooLarge');
  statSync(dirname(path));
  if (isInTheWay(path)) throw new UnusableFile('notAFile');
}

/** Writes a file that only its owner can read: to a draft, which is flushed to the disk and renamed. */
export async function writeSmallFile(path: string, text: string): Promise<void> {
  refuseUnwritable(path, text);
  // Of a plain text, `atomically` would take what still found room on a disk that fills up for the whole.
  await writeFile(path, Readable.from([text]), { mode: OWNER_ONLY });
  await flushFolder(dirname(path));
}

/** A renamed file would have its old content after a power cut until its folder is on the disk as well. */
async function flushFolder(folder: string): Promise<void> {
  // Windows flushes no folders.
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

export function writeSmallFileSync(path: string, text: string): void {
  refuseUnwritable(path, text);
  writeFileSync(path, text, { mode: OWNER_ONLY });
}

function nullWhenMissing(thrown: unknown): null {
  if (isMissing(thrown)) return null;
  throw thrown;
}

function throwDangling(thrown: unknown): never {
  throw isMissing(thrown) ? new UnusableFile('danglingLink') : thrown;
}
