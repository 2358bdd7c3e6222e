import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { Clock, Log } from '../ports.ts';
import { isOwn } from './smallFile.ts';
import { unusableName } from './unusableName.ts';
import { openHistoryTables, UnusableDatabase, type HistoryTables, type Sqlite } from './historyTables.ts';

export const HISTORY_FILE = 'history.db';

const RETRY_BUSY_MS = 5 * SECOND_MS;
const RETRY_MS = MINUTE_MS;
/** A trouble is over when there was none for this long: a nearly full disk takes a row now and then. */
const CALM_MS = 10 * MINUTE_MS;
/** So often it is looked whether the file is still the one that was opened. */
const LOOK_EVERY_MS = MINUTE_MS;
/** A disk that spoils one file after the other is not asked for new ones all the time. */
const SET_ASIDE_EVERY_MS = HOUR_MS;

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const CODES: Readonly<Record<number, string>> = {
  1: 'unusable',
  5: 'busy',
  6: 'busy',
  8: 'readOnly',
  10: 'diskFault',
  11: 'unusable',
  13: 'full',
  14: 'notOpened',
  26: 'unusable',
};
const PRIMARY = 0xff;

function troubleOf(thrown: unknown): string {
  if (thrown instanceof UnusableDatabase) return 'unusable';
  if (!(thrown instanceof Error)) return 'unknown';
  if ('errcode' in thrown && typeof thrown.errcode === 'number') return CODES[thrown.errcode & PRIMARY] ?? 'unknown';
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unknown';
}

export interface HistoryFileOptions {
  readonly folder: string;
  readonly clock: Pick<Clock, 'wallMs' | 'monotonicMs'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly maxBytes: number;
  readonly sqlite: Sqlite;
  /** A new file was begun in place of one that could not be used. */
  readonly begunAnew: () => void;
}

/** The database file and its troubles. */
export interface HistoryFile {
  /** Lets `work` have the tables; `otherwise` while they cannot be had. Never throws. */
  use<T>(work: (tables: HistoryTables) => T, otherwise: T): T;
  /** As it was found: where the run before ended. */
  lastRun(): ReturnType<HistoryTables['lastSpan']>;
  close(): void;
}

/**
 * The database file in the data folder. One that cannot be used is set aside as a copy and begun anew; what is busy, full or
 * read-only is tried again later. Each trouble is told once.
 */
export function historyFile({ folder, clock, log, maxBytes, sqlite, begunAnew }: HistoryFileOptions): HistoryFile {
  const path = join(folder, HISTORY_FILE);
  let tables: HistoryTables | null = null;
  let lastRun: ReturnType<HistoryTables['lastSpan']> = null;
  let closed = false;
  let trouble: string | null = null;
  let troubleAt = -Infinity;
  let retryAt = -Infinity;
  let setAsideAt = -Infinity;
  let lookedAt = -Infinity;
  let inode: bigint | null = null;

  function tellTrouble(kind: string): void {
    troubleAt = clock.monotonicMs();
    if (kind !== trouble) log.warn('history.notKept', { reason: kind });
    trouble = kind;
  }

  function tellCalm(): void {
    if (trouble === null || clock.monotonicMs() - troubleAt < CALM_MS) return;
    log.info('history.keptAgain', { after: trouble });
    trouble = null;
  }

  function letGo(): void {
    try {
      tables?.close();
    } catch {
      // A database that cannot even be closed is as good as closed.
    }
    tables = null;
  }

  /** Keeps the newest copy only. */
  function setAside(): void {
    const copies = readdirSync(folder).filter((name) => name.startsWith(`${HISTORY_FILE}.unusable-`));
    for (const name of copies) rmSync(join(folder, name), { recursive: true, force: true });
    const copy = unusableName(HISTORY_FILE, clock.wallMs());
    renameSync(path, join(folder, copy));
    for (const beside of ['-wal', '-shm']) rmSync(`${path}${beside}`, { force: true });
    setAsideAt = clock.monotonicMs();
    log.warn('history.setAside', { copy });
    begunAnew();
  }

  /** Whether it is worth trying again at once. */
  function recovered(thrown: unknown): boolean {
    const kind = troubleOf(thrown);
    const now = clock.monotonicMs();
    retryAt = now + (kind === 'busy' ? RETRY_BUSY_MS : RETRY_MS);
    if (kind !== 'busy') letGo();
    if (kind === 'unusable' && now - setAsideAt >= SET_ASIDE_EVERY_MS)
      try {
        setAside();
        retryAt = -Infinity;
        return true;
      } catch {
        // The folder cannot be written either.
      }
    tellTrouble(kind);
    return false;
  }

  const inodeNow = (): bigint | null => statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;

  /** Somebody deleted or replaced the file: rows would go on into one that nobody finds. */
  function letGoOfLost(): void {
    const now = clock.monotonicMs();
    if (!tables || now - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = now;
    if (inodeNow() === inode) return;
    letGo();
    log.warn('history.lost');
    begunAnew();
  }

  function opened(): HistoryTables {
    letGoOfLost();
    if (tables) return tables;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found && !isOwn(found.uid, statSync(folder).uid)) throw new UnusableDatabase('foreign');
    tables = openHistoryTables(sqlite, path, maxBytes);
    inode = inodeNow();
    lookedAt = clock.monotonicMs();
    lastRun ??= tables.lastSpan();
    return tables;
  }

  function use<T>(work: (tables: HistoryTables) => T, otherwise: T): T {
    if (closed || clock.monotonicMs() < retryAt) return otherwise;
    try {
      const done = work(opened());
      tellCalm();
      return done;
    } catch (thrown) {
      return recovered(thrown) ? use(work, otherwise) : otherwise;
    }
  }

  return {
    use,
    lastRun: () => use(() => lastRun, lastRun),
    close() {
      letGo();
      closed = true;
    },
  };
}
