import { chmodSync, closeSync, lstatSync, openSync } from 'node:fs';
import type * as nodeSqlite from 'node:sqlite';
import { z } from 'zod';
import { ERROR_CODES } from '../../common/errorCodes.ts';
import type { Shown, ShownFigure } from '../../common/shown.ts';
import { SECOND_MS } from '../../common/time.ts';

export type Sqlite = typeof nodeSqlite;

/** Grows with every change of the tables. */
const VERSION = 1;
const OWNER_ONLY = 0o600;
/** Another process that holds the database keeps nothing here waiting longer than this. */
const BUSY_MS = 20;
/** The app may end this long before the end of a span is noticed missing. */
export const SILENCE_MS = 90 * SECOND_MS;

const TABLES = `
  CREATE TABLE spans (id INTEGER PRIMARY KEY, until INTEGER NOT NULL) STRICT;
  CREATE TABLE figures (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE shown (
    id INTEGER PRIMARY KEY, board TEXT NOT NULL, at INTEGER NOT NULL, span INTEGER NOT NULL, reason TEXT NOT NULL,
    health TEXT NOT NULL, age INTEGER, code TEXT, status INTEGER, light TEXT NOT NULL, demo INTEGER NOT NULL,
    figures INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX shown_at ON shown (board, at);
  CREATE INDEX shown_figures ON shown (figures);
  PRAGMA user_version = ${VERSION};
`;

const LEVELS = ['good', 'warn', 'bad', 'neutral'] as const;
/** Value, level, and of newer rows the problem and the limits, as far as there are any. */
const figureSchema = z.tuple([
  z.union([z.number(), z.string(), z.null()]),
  z.enum(LEVELS),
  z.enum(['shape', 'noSessions']).nullable().default(null),
  z.number().nullable().default(null),
  z.number().nullable().default(null),
]);
const figuresSchema = z.record(z.string(), figureSchema);

/** A row as it is read: a damaged file may hold anything. */
const rowSchema = z.object({
  at: z.number(),
  reason: z.enum(['started', 'figures', 'failed', 'aged', 'newDay', 'settings', 'source', 'hours', 'key', 'stopped']),
  health: z.enum(['fresh', 'late', 'lost', 'newDay', 'none']),
  age: z.number().nullable(),
  code: z.enum(ERROR_CODES).nullable(),
  status: z.number().nullable(),
  light: z.enum(['light', 'dim', 'dark']),
  demo: z.number(),
  until: z.number(),
  text: z.string(),
});

const goneSchema = z.object({ id: z.number(), figures: z.number() });
const neighboursSchema = z.object({ previous: z.number().nullable(), next: z.number().nullable() });

/** What is written of the figures, and what two states are compared by. */
export const figuresText = (figures: Shown['figures']): string =>
  JSON.stringify(Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, written(figure)])));

/** As short as it can be: every change of every board is kept for days. */
function written({ value, level, problem, thresholds }: ShownFigure): readonly unknown[] {
  if (thresholds) return [value, level, problem, thresholds.warn, thresholds.bad];
  return problem === null ? [value, level] : [value, level, problem];
}

function read([value, level, problem, warn, bad]: z.infer<typeof figureSchema>): ShownFigure {
  return { value, level, problem, thresholds: warn === null || bad === null ? null : { warn, bad } };
}

/** What was kept of a board, and until when it is known to have been shown at least if nothing follows. */
export interface KeptShown {
  readonly shown: Shown;
  readonly untilMs: number;
}

function shownOf(board: string, found: unknown): KeptShown | null {
  const row = rowSchema.safeParse(found);
  if (!row.success) return null;
  const { at, reason, health, age, code, status, light, demo, until, text } = row.data;
  const figures = figuresSchema.safeParse(parsed(text));
  if (!figures.success) return null;
  const named = Object.entries(figures.data).map(([name, figure]) => [name, read(figure)]);
  const shown = {
    ...{ board, atMs: at, reason, health, ageMs: age, light, demo: demo === 1 },
    failure: code === null ? null : { code, status },
    figures: Object.fromEntries(named),
  };
  return { shown, untilMs: until };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The file is not one that this version of the app can go on with. */
export class UnusableDatabase extends Error {}

export interface NewRow {
  readonly shown: Shown;
  readonly span: number;
  readonly figures: number;
}

/** The database, opened: thin over SQL. Every call may throw what SQLite throws. */
export interface HistoryTables {
  /** Runs `work` whole or not at all. */
  all(work: () => void): void;
  addSpan(untilMs: number): number;
  extendSpan(span: number, untilMs: number): void;
  addFigures(text: string): number;
  /** Returns the row's number. */
  addShown(row: NewRow): number;
  at(board: string, atMs: number): KeptShown | null;
  between(board: string, fromMs: number, toMs: number, most: number): Shown[];
  /** When a board's last row before a moment and its first one after it are from. */
  neighbours(board: string, atMs: number): { readonly previous: number | null; readonly next: number | null };
  /** Where the run before ended, and whether in good order; null when there was none. */
  lastSpan(): { readonly untilMs: number; readonly endedWell: boolean } | null;
  /** Share of the greatest size that is in use. */
  fullness(): number;
  /** Deletes at most `most` of the oldest rows: those outside of a time, or whatever their time. Returns their numbers. */
  prune(most: number, kept: { readonly fromMs: number; readonly toMs: number } | 'none'): ReadonlySet<number>;
  close(): void;
}

function configure(database: nodeSqlite.DatabaseSync, maxBytes: number): void {
  const pageBytes = Number(Object.values(database.prepare('PRAGMA page_size').get() ?? {})[0]);
  // Some file systems do not take it. Each row would then wait for the disk; a file that a power cut spoils is begun anew.
  const mode = Object.values(database.prepare('PRAGMA journal_mode = WAL').get() ?? {})[0];
  database.exec(`
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA synchronous = ${mode === 'wal' ? 'NORMAL' : 'OFF'};
    PRAGMA journal_size_limit = 4194304;
    PRAGMA max_page_count = ${Math.floor(maxBytes / pageBytes)};
  `);
  const version = Object.values(database.prepare('PRAGMA user_version').get() ?? {})[0];
  if (version === 0) database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT;`);
  else if (version !== VERSION) throw new UnusableDatabase('of another version');
}

/**
 * Opens the database, readable by its owner only, and makes its tables where there are none.
 * @throws what SQLite and the file system throw; `UnusableDatabase` for one of a newer version
 */
export function openHistoryTables(sqlite: Sqlite, path: string, maxBytes: number): HistoryTables {
  // A pipe in its place would hold up whoever opens it, for ever.
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new UnusableDatabase('no file');
  // SQLite gives the files beside it the rights of the first one.
  closeSync(openSync(path, 'a', OWNER_ONLY));
  if (process.platform !== 'win32') chmodSync(path, OWNER_ONLY);
  const database = new sqlite.DatabaseSync(path, { timeout: BUSY_MS });
  try {
    configure(database, maxBytes);
    return tablesOf(database);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

const COLUMNS = 'at, reason, health, age, code, status, light, demo, until, text';
const JOINED = 'shown JOIN spans ON spans.id = span JOIN figures ON figures.id = shown.figures';

function tablesOf(database: nodeSqlite.DatabaseSync): HistoryTables {
  const addSpan = database.prepare('INSERT INTO spans (until) VALUES (?)');
  const extendSpan = database.prepare('UPDATE spans SET until = ? WHERE id = ?');
  const addFigures = database.prepare('INSERT INTO figures (text) VALUES (?)');
  const addShown = database.prepare(
    'INSERT INTO shown (board, at, span, reason, health, age, code, status, light, demo, figures) VALUES (?,?,?,?,?,?,?,?,?,?,?)',
  );
  const at = database.prepare(
    `SELECT ${COLUMNS} FROM ${JOINED} WHERE board = ? AND at <= ? ORDER BY at DESC, shown.id DESC LIMIT 1`,
  );
  const between = database.prepare(
    `SELECT ${COLUMNS} FROM ${JOINED} WHERE board = ? AND at BETWEEN ? AND ? ORDER BY at DESC, shown.id DESC LIMIT ?`,
  );
  const lastSpan = database.prepare(
    `SELECT until, (SELECT reason FROM shown WHERE span = spans.id ORDER BY id DESC LIMIT 1) AS reason
     FROM spans ORDER BY id DESC LIMIT 1`,
  );
  const prune = database.prepare(
    `DELETE FROM shown WHERE id IN (SELECT id FROM shown ORDER BY id LIMIT ?) AND at NOT BETWEEN ? AND ?
     RETURNING id, figures`,
  );
  const pruneFigures = database.prepare(
    'DELETE FROM figures WHERE id = ? AND NOT EXISTS (SELECT 1 FROM shown WHERE shown.figures = figures.id)',
  );
  const pruneSpans = database.prepare('DELETE FROM spans WHERE id < (SELECT span FROM shown ORDER BY id LIMIT 1)');
  const neighbours = database.prepare(
    `SELECT (SELECT MAX(at) FROM shown WHERE board = :board AND at < :at) AS previous,
            (SELECT MIN(at) FROM shown WHERE board = :board AND at > :at) AS next`,
  );
  const pages = ['page_count', 'freelist_count', 'max_page_count'].map((name) => database.prepare(`PRAGMA ${name}`));
  function all(work: () => void): void {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (thrown) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw thrown;
    }
  }

  return {
    all,
    addSpan: (untilMs) => Number(addSpan.run(untilMs).lastInsertRowid),
    extendSpan: (span, untilMs) => void extendSpan.run(untilMs, span),
    addFigures: (text) => Number(addFigures.run(text).lastInsertRowid),
    addShown({ shown, span, figures }) {
      const { board, atMs, reason, health, ageMs, failure, light, demo } = shown;
      const age = ageMs === null ? null : Math.round(ageMs);
      const [code, status] = [failure?.code ?? null, failure?.status ?? null];
      const row = [board, Math.round(atMs), span, reason, health, age, code, status, light, demo ? 1 : 0, figures];
      return Number(addShown.run(...row).lastInsertRowid);
    },
    at: (board, atMs) => shownOf(board, at.get(board, Math.floor(atMs))),
    between: (board, fromMs, toMs, most) =>
      between
        .all(board, Math.ceil(fromMs), Math.floor(toMs), most)
        .reverse()
        .flatMap((row) => shownOf(board, row)?.shown ?? []),
    neighbours: (board, atMs) => neighboursSchema.parse(neighbours.get({ board, at: atMs })),
    lastSpan() {
      const row = z.object({ until: z.number(), reason: z.string().nullable() }).safeParse(lastSpan.get());
      return row.success ? { untilMs: row.data.until, endedWell: row.data.reason === 'stopped' } : null;
    },
    fullness() {
      const [used = 0, free = 0, most = 1] = pages.map((pragma) => Number(Object.values(pragma.get() ?? {})[0]));
      return (used - free) / most;
    },
    prune(most, kept) {
      const [from, to] = kept === 'none' ? [0, 0] : [kept.fromMs, kept.toMs];
      const gone = new Set<number>();
      all(() => {
        const rows = z.array(goneSchema).parse(prune.all(most, Math.floor(from), Math.ceil(to)));
        for (const { id } of rows) gone.add(id);
        for (const figures of new Set(rows.map((row) => row.figures))) pruneFigures.run(figures);
        pruneSpans.run();
      });
      return gone;
    },
    close: () => database.close(),
  };
}
