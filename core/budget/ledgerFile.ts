import { z } from 'zod';
import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import { HOUR_MS } from '../../common/time.ts';
import type { Clock, Files, Log } from '../ports.ts';
import { emptyLedger, prune, shift, type KeyLedger } from './ledger.ts';

const FILE = 'ledger.json';
const VERSION = 1;
const MAX_KEYS = 20;

const timeSchema = z.number();
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

type Loaded = { readonly keys: ReadonlyMap<string, KeyLedger>; readonly lost: boolean };

async function load(files: Files, clock: Clock, log: Log): Promise<Loaded> {
  let text: string | null;
  try {
    text = await files.read(FILE);
  } catch {
    log.warn('ledger.unreadable');
    return { keys: new Map(), lost: true };
  }
  if (text === null) return { keys: new Map(), lost: false };
  const parsed = fileSchema.safeParse(parseOrNull(text));
  if (!parsed.success) {
    const copy = await files.setAside(FILE).catch(() => null);
    log.warn('ledger.setAside', { copy });
    return { keys: new Map(), lost: true };
  }
  const { bootId, savedAt, keys } = parsed.data;
  const now = clock.monotonicMs();
  const sameTimeBase = bootId !== null && bootId === clock.bootId && savedAt <= now;
  const by = sameTimeBase ? 0 : now - savedAt;
  return { keys: new Map(Object.entries(keys).map(([hash, ledger]) => [hash, shift(ledger, by)])), lost: false };
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
  const openedAt = clock.monotonicMs();
  const get = (hash: string): KeyLedger => {
    const now = clock.monotonicMs();
    const known = keys.get(hash);
    if (known) return prune(known, now);
    return loaded.lost ? prune(lostLedger(openedAt), now) : emptyLedger(API_HOURLY_LIMIT, now);
  };
  const write = async (): Promise<boolean> => {
    const now = clock.monotonicMs();
    const live = [...keys].filter(([, { entries, block }]) => entries.length > 0 || block).slice(-MAX_KEYS);
    const content = { version: VERSION, bootId: clock.bootId, savedAt: now, keys: Object.fromEntries(live) };
    try {
      await files.write(FILE, JSON.stringify(content));
      return true;
    } catch {
      log.warn('ledger.unsaved');
      return false;
    }
  };
  const note = (hash: string, ledger: KeyLedger): void => {
    keys.delete(hash);
    keys.set(hash, ledger);
  };
  return {
    get,
    note,
    put: (hash, ledger) => {
      note(hash, ledger);
      return write();
    },
    flush: write,
  };
}
