import { z } from 'zod';
import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import type { Clock, Files, Log } from '../ports.ts';
import { emptyLedger, prune, shift, type KeyLedger } from './ledger.ts';

const FILE = 'ledger.json';
const VERSION = 1;
/** Keys with requests in the rolling hour that are told apart; tests of further keys wait until one is free again. */
const MAX_KEYS = 100;

const timeSchema = z.number();
/** As long as a request of the lost file could still count. */
const LOST_FOR_MS = HOUR_MS + MINUTE_MS;

const ledgerSchema = z.strictObject({
  entries: z
    .array(
      z.strictObject({ sentAt: timeSchema, endedAt: timeSchema.nullable(), kind: z.enum(['poll', 'card', 'test']) }),
    )
    .max(10_000),
  block: z.strictObject({ untilMs: timeSchema, code: z.enum(['limited', 'auth']) }).nullable(),
  assumedLimit: z.number().min(1).max(API_HOURLY_LIMIT),
  assumedAt: timeSchema,
  limitedInRow: z.int().min(0),
});
const fileSchema = z.strictObject({
  version: z.literal(VERSION),
  bootId: z.string().nullable(),
  /** Monotonic time of the write, so that another boot can tell how old the entries were then. */
  savedAt: timeSchema,
  /** When an earlier file was found unusable; until an hour later, keys that are not in this one count as full. */
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

/** A book that was lost counts as full, spread evenly: polling goes on at its pace and nothing can be overspent. */
function lostLedger(now: number): KeyLedger {
  const gap = HOUR_MS / API_HOURLY_LIMIT;
  const entries = Array.from({ length: API_HOURLY_LIMIT }, (_, i) => {
    const at = now - (API_HOURLY_LIMIT - 1 - i) * gap;
    return { sentAt: at, endedAt: at, kind: 'poll' as const };
  });
  return { ...emptyLedger(API_HOURLY_LIMIT, now), entries };
}

type Loaded = { readonly keys: ReadonlyMap<string, KeyLedger>; readonly lostAt: number | null };

async function load(files: Files, clock: Clock, log: Log): Promise<Loaded> {
  const now = clock.monotonicMs();
  const lost = { keys: new Map<string, KeyLedger>(), lostAt: now };
  let text: string | null;
  try {
    text = await files.read(FILE);
  } catch {
    log.warn('ledger.unreadable');
    return lost;
  }
  if (text === null) return { keys: new Map(), lostAt: null };
  const parsed = fileSchema.safeParse(parseOrNull(text));
  if (!parsed.success) {
    const copy = await files.setAside(FILE).catch(() => null);
    log.warn('ledger.setAside', { copy });
    return lost;
  }
  const { bootId, savedAt, lostAt, keys } = parsed.data;
  const sameTimeBase = bootId !== null && bootId === clock.bootId && savedAt <= now;
  const by = sameTimeBase ? 0 : now - savedAt;
  return {
    keys: new Map(Object.entries(keys).map(([hash, ledger]) => [hash, shift(ledger, by)])),
    lostAt: lostAt === null ? null : lostAt + by,
  };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Opens the book. It never fails: see `lostLedger` for a file that cannot be read. */
export async function openLedgerBook(files: Files, clock: Clock, log: Log): Promise<LedgerBook> {
  const loaded = await load(files, clock, log);
  const keys = new Map(loaded.keys);
  let changed = false;

  /** Forgets keys with nothing left in the hour, so that neither file nor memory grows with every key ever tested. */
  function dropIdle(now: number): void {
    for (const [hash, ledger] of keys) {
      const { entries, block } = prune(ledger, now);
      if (entries.length === 0 && block === null) keys.delete(hash);
    }
  }

  function unknown(now: number): KeyLedger {
    if (keys.size >= MAX_KEYS) dropIdle(now);
    if (keys.size >= MAX_KEYS) return lostLedger(now);
    return loaded.lostAt === null ? emptyLedger(API_HOURLY_LIMIT, now) : prune(lostLedger(loaded.lostAt), now);
  }

  const get = (hash: string): KeyLedger => {
    const now = clock.monotonicMs();
    const known = keys.get(hash);
    return known ? prune(known, now) : unknown(now);
  };
  const write = async (): Promise<boolean> => {
    const now = clock.monotonicMs();
    dropIdle(now);
    const lostAt = loaded.lostAt !== null && now - loaded.lostAt < LOST_FOR_MS ? loaded.lostAt : null;
    const content = { version: VERSION, bootId: clock.bootId, savedAt: now, lostAt, keys: Object.fromEntries(keys) };
    try {
      await files.write(FILE, JSON.stringify(content));
      changed = false;
      return true;
    } catch {
      log.warn('ledger.unsaved');
      return false;
    }
  };
  const note = (hash: string, ledger: KeyLedger): void => {
    changed = true;
    keys.set(hash, ledger);
  };
  // The loss must outlive this process, however soon it ends.
  if (loaded.lostAt !== null) await write();
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
