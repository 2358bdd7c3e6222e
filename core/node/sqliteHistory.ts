import type { Shown, ShownAt } from '../../common/shown.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import { noHistory } from '../journal/noHistory.ts';
import type { History } from '../ports.ts';
import { historyFile, type HistoryFileOptions } from './historyFile.ts';
import { figuresText, SILENCE_MS, type HistoryTables, type Sqlite } from './historyTables.ts';

const KEPT_MS = 8 * DAY_MS;
const MEGABYTE = 1024 * 1024;
const MAX_BYTES = 200 * MEGABYTE;
/** Old rows go before the file is full: at this share of its greatest size. */
const NEARLY_FULL = 0.9;
const PRUNED_AT_ONCE = 500;
/** The clock may be wrong for a while, after a power cut for one: nothing is deleted for its age before it has run so long. */
const TRUSTED_AFTER_MS = HOUR_MS;
/** So often at least it is noted that the app still runs. */
const BEAT_MS = MINUTE_MS;
/** Rows that wait for a database that is busy or broken; more are dropped and counted. */
const MOST_WAITING = 2_000;
/** So often a board is written anew though nothing changed: a row that says how it is must outlive what is pruned. */
const RENEWED_AFTER_MS = DAY_MS;
/** Ages that differ less come from the same reply. */
const SAME_AGE_MS = 1_000;

/** A stretch of time in which the app ran without a pause. */
interface Span {
  readonly sinceMs: number;
  lastMs: number;
  /** In the database: its number, and until when it is said to last. */
  id: number | null;
  savedMs: number;
}

interface Waiting {
  readonly shown: Shown;
  readonly span: Span;
  readonly figures: string;
}

/** The newest row of a board in the database, and its figures. */
interface Written {
  readonly row: number;
  readonly figures: number;
  readonly text: string;
}

/** What of a state makes it another one; the same figures asked for again are another, if only by their age. */
interface Known {
  readonly state: string;
  readonly asOfMs: number | null;
}

export type HistoryOptions = Pick<HistoryFileOptions, 'folder' | 'clock' | 'log'> &
  Partial<Pick<HistoryFileOptions, 'maxBytes'>>;

/** Node's own SQLite; null where this runtime was built without it. */
function findSqlite(): Sqlite | null {
  try {
    return process.getBuiltinModule('node:sqlite') ?? null;
  } catch {
    return null;
  }
}

/**
 * What the walls showed, in an SQLite database in the data folder, for eight days and at most 200 MB. A file that cannot be
 * used is set aside; while the database is busy or the disk full, rows wait, up to a bound, and nothing else does.
 */
export function sqliteHistory(options: HistoryOptions, sqlite: Sqlite | null = findSqlite()): History {
  if (sqlite) return keptHistory(options, sqlite);
  options.log.warn('history.unavailable', { reason: 'noSqlite' });
  return noHistory;
}

function keptHistory({ folder, clock, log, maxBytes = MAX_BYTES }: HistoryOptions, sqlite: Sqlite): History {
  const known = new Map<string, Known>();
  /** The row written last for each board, so that the same figures are not written again. */
  const written = new Map<string, Written>();
  let span: Span | null = null;
  let waiting: Waiting[] = [];
  let dropped = 0;
  let prunedAt = -Infinity;
  let renewedAt = -Infinity;
  const file = historyFile({ folder, clock, log, maxBytes, sqlite, begunAnew });

  function begunAnew(): void {
    known.clear();
    written.clear();
    for (const of of [span, ...waiting.map((row) => row.span)])
      if (of) Object.assign(of, { id: null, savedMs: -Infinity });
  }

  /** Old rows, a few at a time. */
  function prune(to: HistoryTables, { lastMs, sinceMs }: Span): void {
    if (Math.abs(lastMs - prunedAt) < BEAT_MS) return;
    prunedAt = lastMs;
    const ranMs = lastMs - sinceMs;
    const fromMs = lastMs - KEPT_MS;
    // A date to come is no reason: the clock may be behind. After eight even days such a row is as old, whatever its date.
    const toMs = ranMs >= KEPT_MS ? lastMs : Infinity;
    if (ranMs >= TRUSTED_AFTER_MS) forget(to.prune(PRUNED_AT_ONCE, { fromMs, toMs }));
    if (to.fullness() > NEARLY_FULL) forget(to.prune(PRUNED_AT_ONCE, 'none'));
  }

  /** A board whose newest row is gone is written anew. */
  function forget(rows: ReadonlySet<number>): void {
    for (const [board, { row }] of written) {
      if (!rows.has(row)) continue;
      known.delete(board);
      written.delete(board);
    }
  }

  /** Everything that waits, whole or not at all; what is noted here about it only once it is in the file. */
  function save(to: HistoryTables): void {
    const ids = new Map<Span, number>();
    const rows = new Map<string, Written>();
    const figures = new Map([...written.values()].map((entry) => [entry.text, entry.figures]));
    const idOf = (of: Span): number => {
      const id = ids.get(of) ?? of.id ?? to.addSpan(of.lastMs);
      ids.set(of, id);
      return id;
    };
    to.all(() => {
      for (const { shown, span: of, figures: text } of waiting) {
        // Boards with the same query mostly show the same.
        const id = figures.get(text) ?? to.addFigures(text);
        figures.set(text, id);
        const row = to.addShown({ shown, span: idOf(of), figures: id });
        rows.set(shown.board, { row, figures: id, text });
      }
      if (span) ids.set(span, idOf(span));
      for (const [of, id] of ids) to.extendSpan(id, of.lastMs);
    });
    for (const [of, id] of ids) Object.assign(of, { id, savedMs: of.lastMs });
    for (const [board, entry] of rows) written.set(board, entry);
    waiting = [];
  }

  function flush(): void {
    file.use((to) => {
      save(to);
      if (span) prune(to, span);
      if (dropped > 0) log.warn('history.dropped', { rows: dropped });
      dropped = 0;
    }, undefined);
  }

  function spanAt(atMs: number): Span {
    const goesOn = span !== null && Math.abs(atMs - span.lastMs) <= SILENCE_MS;
    const current = goesOn && span ? span : { id: null, lastMs: atMs, savedMs: -Infinity, sinceMs: atMs };
    current.lastMs = Math.max(current.lastMs, atMs);
    // The app did not run meanwhile, or the clock was set: every board begins anew.
    if (!goesOn || current.lastMs - renewedAt >= RENEWED_AFTER_MS) {
      known.clear();
      renewedAt = current.lastMs;
    }
    span = current;
    return current;
  }

  /** Takes what one board shows from now on. */
  function take(told: Shown): void {
    // The tables hold whole milliseconds only.
    const shown = { ...told, atMs: Math.round(told.atMs) };
    const current = spanAt(shown.atMs);
    const figures = figuresText(shown.figures);
    const { health, failure, light, demo } = shown;
    if (isKnown(shown, JSON.stringify([health, failure, light, demo, figures]))) return;
    waiting.push({ shown, span: current, figures });
    if (waiting.length <= MOST_WAITING) return;
    waiting.shift();
    dropped += 1;
  }

  function lookAt(board: string, atMs: number): Pick<ShownAt, 'shown' | 'known'> {
    flush();
    const late = waiting.findLast(({ shown }) => shown.board === board && shown.atMs <= atMs);
    const found = late
      ? { shown: late.shown, untilMs: late.span.lastMs }
      : file.use((from) => from.at(board, atMs), null);
    if (!found) return { shown: null, known: 'notKept' };
    const isNow = span !== null && found.shown.atMs >= span.sinceMs;
    const untilMs = isNow ? Math.max(found.untilMs, span?.lastMs ?? 0) : found.untilMs;
    // The board was taken away, and the app went on.
    if (found.shown.reason === 'stopped') return { shown: null, known: atMs < untilMs ? 'notKept' : 'notRunning' };
    if (atMs > untilMs + SILENCE_MS) return { shown: null, known: 'notRunning' };
    return { shown: found.shown, known: 'shown' };
  }

  function isKnown({ board, atMs, ageMs, reason }: Shown, state: string): boolean {
    const last = known.get(board);
    const asOfMs = ageMs === null ? null : atMs - ageMs;
    known.set(board, { state, asOfMs });
    if (!last || reason === 'stopped' || last.state !== state) return false;
    return last.asOfMs === asOfMs || Math.abs((last.asOfMs ?? NaN) - (asOfMs ?? NaN)) < SAME_AGE_MS;
  }

  return {
    write(...shown) {
      for (const told of shown) take(told);
      if (waiting.length > 0 || (span && span.lastMs - span.savedMs >= BEAT_MS)) flush();
    },
    at: (board, atMs) => lookAt(board, atMs).shown,
    around(board, atMs) {
      const { known } = lookAt(board, atMs);
      const none = { previous: null, next: null };
      const kept = file.use((from) => from.neighbours(board, atMs), none);
      const late = waiting.flatMap(({ shown }) => (shown.board === board ? shown.atMs : []));
      const all = [...late, kept.previous, kept.next].filter((at) => at !== null);
      const [earlier, later] = [all.filter((at) => at < atMs), all.filter((at) => at > atMs)];
      return {
        known,
        previousAtMs: earlier.length > 0 ? Math.max(...earlier) : null,
        nextAtMs: later.length > 0 ? Math.min(...later) : null,
      };
    },
    between(board, fromMs, toMs, most) {
      flush();
      const kept = file.use((from) => from.between(board, fromMs, toMs, most), []);
      const late = waiting.map(({ shown }) => shown);
      const fitting = late.filter((shown) => shown.board === board && shown.atMs >= fromMs && shown.atMs <= toMs);
      return [...kept, ...fitting].slice(-most);
    },
    lastRun: file.lastRun,
    close() {
      flush();
      file.close();
    },
  };
}
