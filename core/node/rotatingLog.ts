import { constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { SECOND_MS } from '../../common/time.ts';
import { makeFolder } from './makeFolder.ts';

const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;
const OTHERS = 0o077;
/** A link in the place of the file would lead the log elsewhere; Windows does not know the flag. */
const OPEN_FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
/** After a fault of the disk the file is tried again this much later. */
const RETRY_MS = 30 * SECOND_MS;
/** Lines that wait for the disk, in characters; older ones go, and are counted. */
const MOST_WAITING = 256 * 1024;
/** A file that cannot be moved, such as one that another program holds, grows up to so many times its size. */
const MOST_OVER = 2;

export interface RotatingLogOptions {
  readonly folder: string;
  /** The newest file is `name.log`, those before it `name.1.log` and so on. */
  readonly name: string;
  readonly fileBytes: number;
  /** How many files there may be at most. */
  readonly files: number;
  readonly monotonicMs: () => number;
  /** Told once when the file cannot be written, and once when it can again, with the lines lost meanwhile. */
  readonly told: (trouble: { readonly code: string } | { readonly lost: number }) => void;
}

export interface RotatingLog {
  /** Takes a line with its line break; it is on its way to the disk at once. Never throws. */
  write(line: string): void;
  /** Puts everything that is not on the disk there before it returns: for a process that is about to die. */
  writeNow(): void;
  /** Resolves when all lines are on the disk, or cannot be put there. */
  flush(): Promise<void>;
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unknown';

/**
 * Lines in files of bounded size and number, for their owner only. The file is opened anew for each write, so one that was
 * deleted or moved is simply made again; a disk that is full or read-only is tried again later, and never more than told of.
 */
export function rotatingLog({ folder, name, fileBytes, files, monotonicMs, told }: RotatingLogOptions): RotatingLog {
  const path = (number: number): string => join(folder, number === 0 ? `${name}.log` : `${name}.${number}.log`);
  /** Where the newest file is until there is a place for it among the older ones. */
  const aside = join(folder, `${name}.aside.log`);
  let waiting: string[] = [];
  let underWay: readonly string[] = [];
  let working: Promise<void> | null = null;
  let retryAt = -Infinity;
  let failing = false;
  let lost = 0;

  const opened = (): Promise<FileHandle> => open(path(0), OPEN_FLAGS, OWNER_ONLY);

  async function openFile(): Promise<FileHandle> {
    try {
      return await opened();
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT') throw thrown;
      await makeFolder(folder);
      return opened();
    }
  }

  /** Gives what is aside the first place; only the files before the first gap move, so trying again deletes nothing. */
  async function makePlace(): Promise<void> {
    if (!existsSync(aside)) return;
    let gap = 1;
    while (gap < files - 1 && existsSync(path(gap))) gap += 1;
    for (let number = gap; number > 1; number -= 1) await rename(path(number - 1), path(number));
    await rename(aside, path(1));
  }

  /** Moves the newest file away first: while that fails, the older ones stay. Returns what was in the way. */
  async function moveAlong(): Promise<unknown> {
    try {
      await makePlace();
      await rename(path(0), aside);
      await makePlace();
      return null;
    } catch (thrown) {
      return thrown;
    }
  }

  async function append(text: string): Promise<void> {
    let file = await openFile();
    try {
      let { size, mode } = await file.stat();
      if (size > 0 && size + Buffer.byteLength(text) > fileBytes) {
        await file.close();
        const inTheWay = await moveAlong();
        file = await openFile();
        ({ size, mode } = await file.stat());
        if (inTheWay !== null && size + Buffer.byteLength(text) > MOST_OVER * fileBytes) throw inTheWay;
      }
      if (process.platform !== 'win32' && (mode & OTHERS) !== 0) await file.chmod(OWNER_ONLY);
      await writeWhole(file, size, text);
    } finally {
      await file.close();
    }
  }

  /** All of it or nothing: what a full disk took of it is taken back. */
  async function writeWhole(file: FileHandle, size: number, text: string): Promise<void> {
    const last = size === 0 ? '\n' : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString();
    try {
      // A process that was killed while it wrote left half a line.
      await file.writeFile(last === '\n' ? text : `\n${text}`);
      await file.datasync();
    } catch (thrown) {
      await file.truncate(size).catch(() => undefined);
      throw thrown;
    }
  }

  function dropOldest(): void {
    let size = waiting.reduce((sum, { length }) => sum + length, 0);
    while (size > MOST_WAITING) {
      size -= waiting.shift()?.length ?? size;
      lost += 1;
    }
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      underWay = waiting;
      waiting = [];
      try {
        await append(underWay.join(''));
        if (failing) told({ lost });
        failing = false;
        lost = 0;
      } catch (thrown) {
        waiting = [...underWay, ...waiting];
        dropOldest();
        retryAt = monotonicMs() + RETRY_MS;
        if (!failing) told({ code: codeOf(thrown) });
        failing = true;
        return;
      } finally {
        underWay = [];
      }
    }
  }

  const begin = (): Promise<void> =>
    (working ??= work().finally(() => {
      working = null;
      if (waiting.length > 0 && monotonicMs() >= retryAt) void begin();
    }));

  return {
    write(line) {
      waiting.push(line);
      dropOldest();
      if (monotonicMs() >= retryAt) void begin();
    },
    writeNow() {
      const text = [...underWay, ...waiting].join('');
      waiting = [];
      if (text === '') return;
      try {
        // What is under way may be written twice, and late: better than not at all.
        mkdirSync(folder, { recursive: true, mode: FOLDER_OWNER_ONLY });
        writeFileSync(path(0), text, { flag: 'a', mode: OWNER_ONLY });
      } catch {
        // It was said on standard error.
      }
    },
    async flush() {
      await working;
      if (waiting.length > 0 && monotonicMs() >= retryAt) await begin();
    },
  };
}
