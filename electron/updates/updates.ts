import type { UpdateState } from '../../common/about.ts';
import type { DesktopSettings } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import type { Clock, Log, Random } from '../../core/ports.ts';
import type { Channel, UpdateEngine } from './engine.ts';
import { failureOf } from './failure.ts';

const LOOK_EVERY_MS = MINUTE_MS;
/** Walls that are switched on at the same time of the morning do not ask at the same minute. */
const FIRST_WITHIN_MS = HOUR_MS;
const CHECK_EVERY_MS = 6 * HOUR_MS;
const CHECK_SPREAD_MS = 2 * HOUR_MS;
/** A connection that hangs tells nobody. */
const CHECK_AT_MOST_MS = 5 * MINUTE_MS;
const DOWNLOAD_AT_MOST_MS = 3 * HOUR_MS;
const INSTALL_AT_MOST_MS = 10 * MINUTE_MS;
/** The hour of the machine's own day in which a wall that never ends is updated. */
const NIGHT_HOUR = 4;
/** Not again the same night when it did not work. */
const NIGHT_MS = 12 * HOUR_MS;

export interface UpdatesContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What the owner has chosen, at this moment. */
  readonly chosen: () => DesktopSettings['updates'];
  /** The hour (0 to 23) of the machine's own day. */
  readonly hourOf: (wallMs: number) => number;
  /** Loads the updater, which is not even loaded while updates are off. */
  readonly openEngine: () => Promise<UpdateEngine>;
  /** Whether the app would come back as it is after an update at night. */
  readonly comesBack: () => boolean;
  /** Ends the app in good order so that it runs anew. */
  readonly startAgain: () => void;
}

export interface Updates {
  state(): UpdateState;
  stop(): void;
}

/** Looks for releases every six to eight hours, fetches them, and installs them when the app ends or at four at night. */
export function createUpdates(context: UpdatesContext): Updates {
  const { clock, random, log, chosen, hourOf } = context;
  let state: UpdateState = { kind: 'checking' };
  let engine: UpdateEngine | null = null;
  let followed: DesktopSettings['updates'] = chosen();
  let dueAt = clock.monotonicMs() + random() * FIRST_WITHIN_MS;
  let nightAfter = -Infinity;
  /** Counts the engines that were given up: what comes of their work is nobody's business. */
  let generation = 0;
  let busy = false;
  let stopped = false;
  let cancel = (): void => undefined;

  function within<Value>(atMostMs: number, work: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const stop = clock.after(atMostMs, () => reject(new Error('ETIMEDOUT')));
      work.then(resolve, reject).finally(stop);
    });
  }

  async function fetchNewest(channel: Channel, isGivenUp: () => boolean): Promise<void> {
    const kept = state.kind === 'ready' ? state.version : null;
    if (kept === null) state = { kind: 'checking' };
    const asked = engine ?? (await context.openEngine());
    if (isGivenUp()) return;
    engine = asked;
    const version = await within(CHECK_AT_MOST_MS, asked.check(channel));
    if (isGivenUp() || (version !== null && version === kept)) return;
    if (version === null) {
      log.info('update.none', { channel });
      if (kept !== null) {
        log.info('update.withdrawn', { version: kept });
        giveUpEngine();
      }
      state = { kind: 'current' };
      return;
    }
    if (kept !== null) asked.installOnQuit(false);
    state = { kind: 'downloading', version };
    log.info('update.found', { channel, version });
    await within(DOWNLOAD_AT_MOST_MS, asked.download());
    if (isGivenUp()) return;
    asked.installOnQuit(true);
    state = { kind: 'ready', version };
    log.info('update.ready', { version });
  }

  /** Whatever it has fetched is not installed any more. One that hangs would say for ever that it is still looking. */
  function giveUpEngine(): void {
    generation++;
    busy = false;
    engine?.installOnQuit(false);
    engine?.cancel();
    engine = null;
  }

  async function check(channel: Channel): Promise<void> {
    const mine = generation;
    const isGivenUp = (): boolean => generation !== mine;
    busy = true;
    dueAt = clock.monotonicMs() + CHECK_EVERY_MS + random() * CHECK_SPREAD_MS;
    try {
      await fetchNewest(channel, isGivenUp);
    } catch (thrown) {
      if (isGivenUp()) return;
      const failure = failureOf(thrown);
      log.warn('update.failed', { ...failure, channel });
      // What is ready stays so while the server cannot be reached.
      if (state.kind === 'ready' && failure.reason === 'network') return engine?.cancel();
      state = { kind: 'failed', reason: failure.reason };
      giveUpEngine();
    } finally {
      if (!isGivenUp()) busy = false;
    }
  }

  /** Begins anew, for another channel. */
  function begin(): void {
    giveUpEngine();
    state = { kind: 'checking' };
    dueAt = clock.monotonicMs();
  }

  async function install(version: string, asked: UpdateEngine): Promise<void> {
    const mine = generation;
    busy = true;
    log.info('update.installing', { version });
    try {
      const outcome = await within(INSTALL_AT_MOST_MS, asked.install());
      if (generation === mine && outcome === 'installed') context.startAgain();
    } catch (thrown) {
      if (generation !== mine) return;
      const { reason, code } = failureOf(thrown);
      log.warn('update.notInstalled', { version, code });
      // An engine installs once only, whatever came of it. The next look fetches the release again and opens another one.
      state = { kind: 'failed', reason: reason === 'unsigned' ? reason : 'unknown' };
      giveUpEngine();
    } finally {
      if (generation === mine) busy = false;
    }
  }

  function installAtNight(): void {
    const now = clock.monotonicMs();
    if (state.kind !== 'ready' || !engine || now < nightAfter || hourOf(clock.wallMs()) !== NIGHT_HOUR) return;
    nightAfter = now + NIGHT_MS;
    if (!context.comesBack()) return log.info('update.notAtNight', { version: state.version });
    void install(state.version, engine);
  }

  function follow(next: DesktopSettings['updates']): void {
    if (next === followed) return;
    log.info('update.channel', { channel: next });
    followed = next;
    begin();
  }

  function look(): void {
    if (stopped) return;
    cancel = clock.after(LOOK_EVERY_MS, look);
    follow(chosen());
    if (busy || followed === 'off') return;
    if (clock.monotonicMs() >= dueAt) void check(followed);
    else installAtNight();
  }

  cancel = clock.after(LOOK_EVERY_MS, look);
  return {
    state: () => (chosen() === 'off' ? { kind: 'off' } : chosen() === followed ? state : { kind: 'checking' }),
    stop() {
      stopped = true;
      cancel();
    },
  };
}
