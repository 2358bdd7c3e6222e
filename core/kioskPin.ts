import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { UnlockOutcome } from '../common/contract.ts';
import { HOUR_MS, MINUTE_MS } from '../common/time.ts';
import type { Clock, Files, Log } from './ports.ts';
import { parseStored } from './storedJson.ts';

/** In the data folder. Whoever forgot the PIN deletes it. */
export const PIN_FILE = 'kiosk-pin.json';

/** OWASP Password Storage Cheat Sheet, "scrypt": N=2^15, r=8, p=3; 32 MB and some 0.1 s a try. */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

/** Wrong PINs in a row before none is looked at for a while; each further one widens the wait. */
const FREE_ATTEMPTS = 5;
const FIRST_WAIT_MS = MINUTE_MS;
const LONGEST_WAIT_MS = HOUR_MS;
const MAX_DOUBLINGS = 10;

const base64 = z.base64().max(200);
const pinSchema = z.strictObject({
  version: z.literal(1),
  salt: base64,
  hash: base64,
  /** Wrong PINs in a row. */
  wrong: z.int().min(0),
});
type PinFile = z.infer<typeof pinSchema>;
/** Written when a PIN is taken away: a file without anything in it is a damaged one. */
const noPinSchema = z.strictObject({ version: z.literal(1), none: z.literal(true) });
const NO_PIN: z.infer<typeof noPinSchema> = { version: 1, none: true };
const fileSchema = z.union([pinSchema, noPinSchema]);

/** The wait after so many wrong PINs in a row, in milliseconds: nothing for four, then 1, 2, 4 … 60 minutes. */
export const pinWaitMs = (wrong: number): number =>
  wrong < FREE_ATTEMPTS
    ? 0
    : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(wrong - FREE_ATTEMPTS, MAX_DOUBLINGS));

/** Makes of a PIN and a salt what is kept of it. Slow on purpose, so that a stolen file does not give the PIN away. */
export type HashPin = (pin: string, salt: Buffer) => Promise<Buffer>;

const scryptPin: HashPin = (pin, salt) =>
  new Promise((resolve, reject) =>
    scrypt(pin, salt, HASH_BYTES, { ...COST, maxmem: MAX_MEMORY_BYTES }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    ),
  );

async function pinFile(pin: string, hashOf: HashPin): Promise<PinFile> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await hashOf(pin, salt);
  return { version: 1, salt: salt.toString('base64'), hash: hash.toString('base64'), wrong: 0 };
}

/** The PIN of a locked kiosk. */
export interface KioskPin {
  /** Reads the file; once, before anything else. A PIN that cannot be read locks all the same: no power cut opens a kiosk. */
  open(): Promise<void>;
  isSet(): boolean;
  /** Sets a new PIN, or none. @throws when it cannot be saved */
  set(pin: string | null): Promise<void>;
  /** Tries a PIN, one try at a time; the try is counted and saved before it is looked at. */
  unlock(pin: string): Promise<UnlockOutcome>;
}

export function createKioskPin(
  files: Files,
  clock: Clock,
  log: Pick<Log, 'info' | 'warn'>,
  hashOf: HashPin = scryptPin,
): KioskPin {
  let stored: PinFile | 'none' | 'unreadable' = 'none';
  let waitUntil = -Infinity;
  // Tries and new PINs one after the other: a try that is under way must not bring an old PIN back.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  };

  const save = (next: PinFile | 'none'): Promise<void> =>
    files.write(PIN_FILE, JSON.stringify(next === 'none' ? NO_PIN : next));

  /** A wait does not end sooner for a restart: it then begins anew. */
  const holdBack = (wrong: number): void => {
    waitUntil = clock.monotonicMs() + pinWaitMs(wrong);
  };

  async function attempt(pin: string): Promise<UnlockOutcome> {
    if (stored === 'none') return { unlocked: true };
    const waitMs = waitUntil - clock.monotonicMs();
    if (stored === 'unreadable' || waitMs > 0)
      return { unlocked: false, attemptsLeft: 0, retryInMs: waitMs > 0 ? waitMs : null };
    const before = stored;
    const wrong = before.wrong + 1;
    stored = { ...before, wrong };
    // Counted first, so that pulling the plug buys no tries.
    await save(stored).catch(() => log.warn('kiosk.triesUnsaved'));
    const hash = await hashOf(pin, Buffer.from(before.salt, 'base64'));
    const known = Buffer.from(before.hash, 'base64');
    if (hash.length === known.length && timingSafeEqual(hash, known)) {
      stored = { ...before, wrong: 0 };
      waitUntil = -Infinity;
      await save(stored).catch(() => log.warn('kiosk.triesUnsaved'));
      log.info('kiosk.unlocked');
      return { unlocked: true };
    }
    holdBack(wrong);
    log.warn('kiosk.wrongPin', { inRow: wrong });
    const retryInMs = pinWaitMs(wrong);
    return {
      unlocked: false,
      attemptsLeft: Math.max(0, FREE_ATTEMPTS - wrong),
      retryInMs: retryInMs > 0 ? retryInMs : null,
    };
  }

  async function change(pin: string | null): Promise<void> {
    const next = pin === null ? 'none' : await pinFile(pin, hashOf);
    await save(next);
    stored = next;
    waitUntil = -Infinity;
    log.info('kiosk.pinChanged', { set: pin !== null });
  }

  return {
    async open() {
      try {
        const text = await files.read(PIN_FILE);
        const read = text === null ? NO_PIN : fileSchema.parse(parseStored(text));
        stored = 'none' in read ? 'none' : read;
        if (typeof stored === 'object') holdBack(stored.wrong);
      } catch {
        log.warn('kiosk.pinUnreadable');
        stored = 'unreadable';
      }
    },
    isSet: () => stored !== 'none',
    set: (pin) => inTurn(() => change(pin)),
    unlock: (pin) => inTurn(() => attempt(pin)),
  };
}
