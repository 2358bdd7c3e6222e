import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { UnlockOutcome } from '../../common/contract.ts';
import { HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import { createKioskPin, PIN_FILE, pinWaitMs, type HashPin, type KioskPin } from '../../core/kioskPin.ts';
import { memoryFiles, silentLog, World } from './support/world.ts';

const PIN = '4711';

/** As good for counting as the real one, which takes its time. */
const quick: HashPin = (pin, salt) => Promise.resolve(createHash('sha256').update(salt).update(pin).digest());

interface Kiosk {
  readonly world: World;
  readonly files: ReturnType<typeof memoryFiles>;
  /** A new process over the same disk. */
  restart(): Promise<KioskPin>;
}

async function kiosk(
  pin: string | null = PIN,
  hash: HashPin | 'scrypt' = quick,
): Promise<Kiosk & { readonly pin: KioskPin }> {
  const world = new World();
  const files = memoryFiles();
  const restart = async (): Promise<KioskPin> => {
    const opened = createKioskPin(files, world.process().clock, silentLog, hash === 'scrypt' ? undefined : hash);
    await opened.open();
    return opened;
  };
  const first = await restart();
  if (pin !== null) await first.set(pin);
  return { world, files, restart, pin: first };
}

const wrong = async (pin: KioskPin, times: number): Promise<UnlockOutcome> => {
  let last: UnlockOutcome = { unlocked: true };
  for (let i = 0; i < times; i += 1) last = await pin.unlock('0000');
  return last;
};

describe('the PIN of a kiosk', () => {
  test('lets out whoever knows it and nobody else, over restarts, and stands in no file', async () => {
    const { pin, files, restart } = await kiosk(PIN, 'scrypt');
    expect(await pin.unlock(PIN)).toEqual({ unlocked: true });
    expect(await pin.unlock('4712')).toEqual({ unlocked: false, attemptsLeft: 4, retryInMs: null });
    const again = await restart();
    expect(again.isSet()).toBe(true);
    expect(await again.unlock(PIN)).toEqual({ unlocked: true });
    expect([...files.content.values()].join()).not.toContain(PIN);
  });

  test('is hashed anew with each setting, so that equal PINs do not look equal', async () => {
    const { pin, files } = await kiosk();
    const first = files.content.get(PIN_FILE);
    await pin.set(PIN);
    expect(files.content.get(PIN_FILE)).not.toBe(first);
  });

  test('that is taken away locks nothing, over restarts too', async () => {
    const { pin, restart } = await kiosk();
    await pin.set(null);
    expect([pin.isSet(), (await restart()).isSet()]).toEqual([false, false]);
    expect(await pin.unlock('0000')).toEqual({ unlocked: true });
  });

  test('that could not be saved is not said to be set', async () => {
    const { pin, files } = await kiosk(null);
    files.failing = true;
    await expect(pin.set(PIN)).rejects.toThrow();
    expect(pin.isSet()).toBe(false);
  });
});

describe('tries of a PIN', () => {
  test('after five wrong ones none is looked at for a minute, then two, four … up to an hour', async () => {
    expect([1, 4, 5, 6, 7, 10, 11, 100].map((tries) => pinWaitMs(tries) / MINUTE_MS)).toEqual([
      0, 0, 1, 2, 4, 32, 60, 60,
    ]);
    const { pin, world } = await kiosk();
    expect(await wrong(pin, 5)).toEqual({ unlocked: false, attemptsLeft: 0, retryInMs: MINUTE_MS });
    expect(await pin.unlock(PIN)).toEqual({ unlocked: false, attemptsLeft: 0, retryInMs: MINUTE_MS });
    await world.advance(MINUTE_MS);
    expect(await pin.unlock('0000')).toMatchObject({ unlocked: false, retryInMs: 2 * MINUTE_MS });
    await world.advance(2 * MINUTE_MS);
    expect(await pin.unlock(PIN)).toEqual({ unlocked: true });
    expect(await pin.unlock('0000')).toEqual({ unlocked: false, attemptsLeft: 4, retryInMs: null });
  });

  test('are not given back by a restart, nor does one shorten the wait', async () => {
    const { pin, world, restart } = await kiosk();
    await wrong(pin, 3);
    const second = await restart();
    expect(await wrong(second, 2)).toMatchObject({ attemptsLeft: 0, retryInMs: MINUTE_MS });
    await world.advance(MINUTE_MS / 2);
    world.reboot();
    const third = await restart();
    expect(await third.unlock(PIN)).toMatchObject({ unlocked: false, retryInMs: MINUTE_MS });
    await world.advance(MINUTE_MS);
    expect(await third.unlock(PIN)).toEqual({ unlocked: true });
  });

  test('count before they are looked at: pulling the plug in the midst of one buys none', async () => {
    const { pin, files, restart } = await kiosk();
    const written: string[] = [];
    const write = files.write.bind(files);
    files.write = (name, text) => {
      written.push(text);
      return write(name, text);
    };
    const trying = pin.unlock('0000');
    while (written.length === 0) await Promise.resolve();
    // The plug: a new process while the old one still works on the hash.
    const next = await restart();
    expect(await wrong(next, 4)).toMatchObject({ attemptsLeft: 0, retryInMs: MINUTE_MS });
    await trying;
  });

  test('at the same time are counted one by one', async () => {
    const { pin } = await kiosk();
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => pin.unlock('0000')));
    expect(outcomes.map((outcome) => (outcome.unlocked ? null : outcome.attemptsLeft))).toEqual([
      ...[4, 3, 2, 1, 0],
      ...Array.from({ length: 7 }, () => 0),
    ]);
    expect(await pin.unlock(PIN)).toMatchObject({ unlocked: false, retryInMs: MINUTE_MS });
  });

  test('that are under way do not bring an old PIN back when another is set meanwhile', async () => {
    const { pin, restart } = await kiosk();
    const [tried] = await Promise.all([pin.unlock(PIN), pin.set('9999')]);
    expect(tried).toEqual({ unlocked: true });
    for (const now of [pin, await restart()]) {
      expect(await now.unlock(PIN)).toMatchObject({ unlocked: false });
      expect(await now.unlock('9999')).toEqual({ unlocked: true });
    }
  });

  test('are not shortened by a wall clock that is set ahead', async () => {
    const { pin, world } = await kiosk();
    await wrong(pin, 5);
    world.wallOffsetMs += 24 * HOUR_MS;
    expect(await pin.unlock(PIN)).toMatchObject({ unlocked: false, retryInMs: MINUTE_MS });
  });

  test('count in memory where they cannot be saved', async () => {
    const { pin, files } = await kiosk();
    files.failing = true;
    expect(await wrong(pin, 5)).toMatchObject({ attemptsLeft: 0, retryInMs: MINUTE_MS });
  });
});

describe('a file of the PIN that cannot be read', () => {
  test.each([
    ['of zero bytes', ''],
    ['NUL bytes', '\0\0\0'],
    ['cut off', '{"version":1,"salt":"QUJD'],
    ['of another shape', '{"version":1,"pin":"4711"}'],
    ['with a negative count', '{"version":1,"salt":"QUJD","hash":"QUJD","wrong":-3}'],
  ])('%s locks all the same: no power cut opens a kiosk', async (_what, text) => {
    const { files, restart } = await kiosk(null);
    files.content.set(PIN_FILE, text);
    const pin = await restart();
    expect(pin.isSet()).toBe(true);
    expect(await pin.unlock(PIN)).toEqual({ unlocked: false, attemptsLeft: 0, retryInMs: null });
    await pin.set('1234');
    expect(await pin.unlock('1234')).toEqual({ unlocked: true });
  });
});
