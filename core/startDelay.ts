import { z } from 'zod';
import { HOUR_MS, lately, MINUTE_MS, SECOND_MS } from '../common/time.ts';
import type { Clock, Files, Log } from './ports.ts';
import { parseStored } from './storedJson.ts';

/** In the data folder. */
const FILE = 'starts.json';
/** Starts of one hour that are nobody's worry: a power cut, an update, a change of mind. */
const FREE_STARTS = 3;
const FIRST_DELAY_MS = 5 * SECOND_MS;
const LONGEST_DELAY_MS = 5 * MINUTE_MS;
const MOST_KEPT = 100;

const fileSchema = z.strictObject({ version: z.literal(1), starts: z.array(z.number()).max(MOST_KEPT) });

/** How long polling waits after the n-th start of an hour that did not end in good order: 5, 10, 20 … 300 s from the fourth on. */
export const startDelayMs = (starts: number): number =>
  starts <= FREE_STARTS ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (starts - FREE_STARTS - 1));

export interface Starts {
  /** Milliseconds that polling is to wait. */
  readonly delayMs: number;
  /** Notes that the app ended in good order: this start will not count. */
  endedWell(): Promise<void>;
}

async function readStarts(files: Files): Promise<readonly number[]> {
  try {
    const text = await files.read(FILE);
    return text === null ? [] : fileSchema.parse(parseStored(text)).starts;
  } catch {
    // The ledger alone keeps the limit; what is lost here is only the patience.
    return [];
  }
}

/**
 * Counts this start of the app, before anything is sent. Whatever restarts an app that falls over, the system or a person,
 * does so for ever; each start asks for every board at once, which an hour's requests are soon spent on.
 */
export async function countStart(files: Files, clock: Clock, log: Pick<Log, 'info' | 'warn'>): Promise<Starts> {
  const now = clock.wallMs();
  const recent = lately(await readStarts(files), HOUR_MS, now);
  const save = (starts: readonly number[]): Promise<void> =>
    files
      .write(FILE, JSON.stringify({ version: 1, starts: starts.slice(-MOST_KEPT) }))
      .catch(() => log.warn('start.unsaved'));
  await save([...recent, now]);
  const delayMs = startDelayMs(recent.length + 1);
  if (delayMs > 0) log.info('start.delayed', { starts: recent.length + 1, delayMs });
  return { delayMs, endedWell: () => save(recent) };
}
