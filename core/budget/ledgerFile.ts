import { z } from 'zod';
import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import type { Clock, Files, Log } from '../ports.ts';
import { emptyLedger, prune, shift, unknownReleaseAt, type Block, type KeyLedger } from './ledger.ts';

const FILE = 'ledger.json';
/** The last ledger that could not be read, for whoever wants to know why. */
const DAMAGED_FILE = 'ledger.damaged.json';
const MOST_KEPT_CHARACTERS = 1_000_000;
/** What a start that has a ledger writes: where one of these is from before and no ledger, the ledger was lost. */
const LATER_FILES = ['starts.json', 'key-addresses.json', 'history.db'];
const VERSION = 1;
/** Keys with requests in the rolling hour that are told apart; tests of further keys wait until one is free again. */
const MAX_KEYS = 100;

const timeSchema = z.number();

const ledgerSchema = z.strictObject({
  entries: z
    .array(
      z.strictObject({ sentAt: timeSchema, endedAt: timeSchema.nullable(), kind: z.enum(['poll', 'card', 'test']) }),
    )
    .max(10_000),
  block: z.strictObject({ untilMs: timeSchema, code: z.enum(['limited', 'auth', 'countLost']) }).nullable(),
  assumedLimit: z.number().min(1).max(API_HOURLY_LIMIT),
  assumedAt: timeSchema,
  limitedInRow: z.int().min(0),
  // Files of earlier versions do not have these.
  refusedAbove: z.number().min(1).max(API_HOURLY_LIMIT).default(API_HOURLY_LIMIT),
  acceptedSince: z.int().min(0).default(0),
  refusalsEnd: z
    .strictObject({ endMs: z.number().min(0).max(HOUR_MS), lengthMs: z.number().min(0).max(HOUR_MS) })
    .nullable()
    .default(null),
});
const fileSchema = z.strictObject({
  version: z.literal(VERSION),
  bootId: z.string().nullable(),
  /** Monotonic time of the write, so that another boot can tell how old the entries were then. */
  savedAt: timeSchema,
  /** When an earlier file was found lost; all that it may have held counts as spent at that moment. */
  lostAt: timeSchema.nullable(),
  keys: z.record(z.string(), ledgerSchema),
});

/** The ledgers of all keys, in memory and in one small file that is written before each request. */
export interface LedgerBook {
  get(keyHash: string): KeyLedger;
  /** Replaces a key's ledger and persists it; false when the file could not be written. */
  put(keyHash: string, ledger: KeyLedger): Promise<boolean>;
  /** Replaces a key's ledger; the next `put` persists it. */
  note(keyHash: string, ledger: KeyLedger): void;
  /** Writes what was only noted. */
  flush(): Promise<boolean>;
}

interface Loaded {
  readonly keys: ReadonlyMap<string, KeyLedger>;
  readonly lostAt: number | null;
  /** Whether the file says all of this already. */
  readonly saved: boolean;
  /** What is in a file that is of no use. */
  readonly damaged: string | null;
}

/** A folder of which that cannot be found out was used. */
function wasUsed(files: Files): boolean {
  try {
    // The ledger itself: a link to nowhere can be seen, though not be read.
    return [FILE, DAMAGED_FILE, ...LATER_FILES].some((name) => files.has(name));
  } catch {
    return true;
  }
}

async function load(files: Files, clock: Clock, log: Log): Promise<Loaded> {
  const now = clock.monotonicMs();
  const used = wasUsed(files);
  const lost = (reason: 'missing' | 'unreadable' | 'damaged', damaged: string | null = null): Loaded => {
    log.warn('ledger.lost', { reason });
    return { keys: new Map(), lostAt: now, saved: false, damaged };
  };
  let text: string | null;
  try {
    text = await files.read(FILE);
  } catch {
    return lost('unreadable');
  }
  if (text === null) return used ? lost('missing') : { keys: new Map(), lostAt: null, saved: false, damaged: null };
  const parsed = fileSchema.safeParse(parseOrNull(text));
  if (!parsed.success) return lost('damaged', text.slice(0, MOST_KEPT_CHARACTERS));
  const { bootId, savedAt, lostAt, keys } = parsed.data;
  const sameTimeBase = bootId !== null && bootId === clock.bootId && savedAt <= now;
  const by = sameTimeBase ? 0 : now - savedAt;
  return {
    keys: new Map(Object.entries(keys).map(([hash, ledger]) => [hash, shift(ledger, by)])),
    lostAt: lostAt === null ? null : lostAt + by,
    saved: true,
    damaged: null,
  };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const blocked = (now: number, block: Block): KeyLedger => prune({ ...emptyLedger(API_HOURLY_LIMIT, now), block }, now);

/**
 * Opens the book; whether the folder is a new one is looked at before this returns its promise. It never fails: nobody knows
 * what was in a book that was lost, so for as long as that could count, the keys it may have been about send nothing.
 */
export async function openLedgerBook(files: Files, clock: Clock, log: Log): Promise<LedgerBook> {
  const loaded = await load(files, clock, log);
  const lostUntilMs = loaded.lostAt === null ? null : unknownReleaseAt(loaded.lostAt);
  const keys = new Map(loaded.keys);
  let changed = !loaded.saved;

  /** Forgets keys with nothing left in the hour, so that neither file nor memory grows with every key ever tested. */
  function dropIdle(now: number): void {
    for (const [hash, ledger] of keys) {
      const { entries, block } = prune(ledger, now);
      if (entries.length === 0 && block === null) keys.delete(hash);
    }
  }

  function unknown(now: number): KeyLedger {
    if (keys.size >= MAX_KEYS) dropIdle(now);
    if (keys.size >= MAX_KEYS) return blocked(now, { untilMs: now + MINUTE_MS, code: 'limited' });
    if (lostUntilMs === null) return emptyLedger(API_HOURLY_LIMIT, now);
    return blocked(now, { untilMs: lostUntilMs, code: 'countLost' });
  }

  const get = (hash: string): KeyLedger => {
    const now = clock.monotonicMs();
    const known = keys.get(hash);
    return known ? prune(known, now) : unknown(now);
  };
  const write = async (): Promise<boolean> => {
    const now = clock.monotonicMs();
    dropIdle(now);
    const lostAt = lostUntilMs !== null && lostUntilMs > now ? loaded.lostAt : null;
    const content = { version: VERSION, bootId: clock.bootId, savedAt: now, lostAt, keys: Object.fromEntries(keys) };
    try {
      await files.write(FILE, JSON.stringify(content));
      changed = false;
      return true;
    } catch {
      changed = true;
      // A file that leaves out what is sent from now on must not be believed after a restart: an empty one counts as lost.
      await files.empty(FILE).catch(() => undefined);
      log.warn('ledger.unsaved');
      return false;
    }
  };
  const note = (hash: string, ledger: KeyLedger): void => {
    changed = true;
    keys.set(hash, ledger);
  };
  // A loss must outlive this process, however soon it ends: what is there stays as it is until the new file has replaced it.
  if (!loaded.saved && (await write()) && loaded.damaged !== null)
    await files.write(DAMAGED_FILE, loaded.damaged).catch(() => undefined);
  return {
    get,
    note,
    put: (hash, ledger) => {
      note(hash, ledger);
      return write();
    },
    flush: () => (changed ? write() : Promise.resolve(true)),
  };
}
