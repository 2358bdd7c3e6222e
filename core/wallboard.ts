import { randomUUID } from 'node:crypto';
import { COMMAND_NAMES, type CommandName } from '../common/channels.ts';
import { allows, type Access } from '../common/access.ts';
import { COMMANDS, type CommandResult } from '../common/contract.ts';
import { err } from '../common/result.ts';
import { DEFAULT_SETTINGS } from '../common/settings.ts';
import type { ShownReason } from '../common/shown.ts';
import type { Snapshot } from '../common/snapshot.ts';
import { MINUTE_MS, SECOND_MS } from '../common/time.ts';
import { createHoursWatch } from './boardHours.ts';
import { createCommands, type CommandHandlers } from './commands.ts';
import { createDrillDown } from './drilldown/drillDown.ts';
import { createJournal } from './journal/journal.ts';
import { createKioskPin } from './kioskPin.ts';
import { createKeyring } from './secrets/keyring.ts';
import { createKnownSecrets } from './secrets/knownSecrets.ts';
import { createSource } from './source.ts';
import { countStart, type Starts } from './startDelay.ts';
import { buildSnapshot } from './state/buildSnapshot.ts';
import { initialState, reduce } from './state/reducer.ts';
import type { Event, State } from './state/state.ts';
import type { Log, Ports } from './ports.ts';
import type { CreateWallboard, Wallboard, WallboardOptions } from './wallboard.types.ts';

/** Keychains open late, after a power cut for one; while no figures come, their source is tried again this often. */
const RETRY_MS = MINUTE_MS;

/**
 * Screens are told the state at least this often, even when nothing happens: a screen whose own clock was set, or which was
 * asleep, then shows true ages again.
 */
const PULSE_MS = 15 * SECOND_MS;

/** Revisions of the settings begin somewhere below this. */
const MOST_REVISION = 1_000_000_000;

/** Keys and tokens are hidden in the rows of cards whether or not the log keeps anything. */
function knowingSecrets(log: Log): Log & Required<Pick<Log, 'hide' | 'knownSecrets'>> {
  const { hide, knownSecrets } = log;
  if (hide && knownSecrets) return { ...log, hide, knownSecrets };
  const own = createKnownSecrets();
  const hideToo = (secret: string): void => {
    own.add(secret);
    hide?.(secret);
  };
  return { ...log, hide: hideToo, knownSecrets: own };
}

/** What an event means for what walls show. */
const REASONS: Readonly<Record<Event['type'], ShownReason>> = {
  requestStarted: 'aged',
  requestEnded: 'aged',
  summaryArrived: 'figures',
  callFailed: 'failed',
  ledgerSaved: 'aged',
  planned: 'aged',
  periodEnded: 'newDay',
  settingsChanged: 'settings',
  keyChanged: 'key',
  sourceChanged: 'source',
  pinChanged: 'aged',
  lightChanged: 'hours',
  clockChanged: 'aged',
  noticed: 'aged',
};

const isCommandName = (name: string): name is CommandName => (COMMAND_NAMES as readonly string[]).includes(name);

/** Checks name, access and input before a handler runs; a handler's own fault never leaves as more than `failed`. */
async function checked<N extends CommandName>(
  handlers: CommandHandlers,
  name: N,
  input: unknown,
  access: Access,
): Promise<CommandResult<N>> {
  if (!isCommandName(name)) return err({ code: 'unknownCommand', message: 'no such command' });
  const { access: needed, input: schema } = COMMANDS[name];
  if (!allows(access, needed)) return err({ code: 'forbidden', message: 'read-only screen' });
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.') || 'input');
    return err({ code: 'invalidInput', message: `not as the contract says: ${[...new Set(places)].join(', ')}` });
  }
  try {
    return await handlers[name](parsed.data as never, access);
  } catch {
    return err({ code: 'failed', message: `${name} failed` });
  }
}

/** Composes the core: settings, key, source of data, state and commands, over the given ports. */
export const createWallboard: CreateWallboard = (given: Ports, options: WallboardOptions): Wallboard => {
  const log = knowingSecrets(given.log);
  const ports: Ports = { ...given, log };
  const { clock } = ports;
  const coreId = randomUUID();
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const keyring = createKeyring(ports, options);
  const noKeyYet = { present: false, source: null, keychain: 'unknown', addressChanged: null } as const;
  let state: State = initialState(DEFAULT_SETTINGS, noKeyYet, Math.floor(ports.random() * MOST_REVISION));
  let revision = 0;
  let stopRetry = (): void => undefined;
  let stopPulse = (): void => undefined;
  let stopped = false;

  const snapshot = (): Snapshot =>
    buildSnapshot(state, {
      revision,
      coreId,
      app: options.app,
      wallMs: clock.wallMs(),
      monotonicMs: clock.monotonicMs(),
      apiMs: source.apiMs(),
      ...source.budget(),
      timing: source.timing,
      screen: hours.screen,
    });

  const report = (event: Event): void => {
    const next = reduce(state, event);
    if (next === state) return;
    journal.happened(event, state, next);
    state = next;
    if (event.type === 'sourceChanged') drillDown.clear();
    if (event.type === 'settingsChanged') hours.look();
    revision += 1;
    tell(REASONS[event.type]);
  };

  function tell(reason: ShownReason): void {
    stopPulse();
    const current = snapshot();
    journal.note(current, reason);
    for (const listener of listeners)
      try {
        listener(current);
      } catch {
        // One screen's trouble is not the others', nor the poller's.
        log.warn('screen.untold');
      }
    if (!stopped) stopPulse = clock.after(PULSE_MS, () => tell('aged'));
  }

  const journal = createJournal(ports);
  const pin = createKioskPin(ports.files, clock, log);
  let starts: Starts | null = null;
  const hours = createHoursWatch({
    clock,
    log,
    settings: () => state.settings,
    apiMs: () => source.apiMs(),
    clockChanged: () => report({ type: 'clockChanged', apiMs: source.apiMs(), at: clock.monotonicMs() }),
    changed: () => {
      report({ type: 'lightChanged' });
      if (source.isRunning()) void source.apply(state.settings).catch(() => log.warn('source.notStarted'));
    },
  });
  const source = createSource(ports, options, keyring, report, hours.queries);
  const drillDown = createDrillDown({ ports, knownSecrets: log.knownSecrets, source, state: () => state });
  const handlers = createCommands({
    ports,
    keyring,
    source,
    drillDown,
    hours,
    pin,
    journal,
    app: options.app,
    givenApiUrl: options.apiUrl,
    report,
    state: () => state,
    snapshot,
  });

  /** Asks the keychain for the key in use, and goes on with what it answers. */
  async function askKeychain(): Promise<void> {
    await keyring.load(source.urlOf(state.settings));
    report({ type: 'keyChanged', key: keyring.state(source.urlOf(state.settings)) });
  }

  /** Whatever kept figures from coming (a locked keychain, a demo that could not start) is tried again every minute. */
  function retry(): void {
    if (stopped) return;
    stopRetry = clock.after(RETRY_MS, () => {
      if (source.isRunning()) return retry();
      void askKeychain()
        .then(() => source.apply(state.settings))
        .catch(() => log.warn('source.notStarted'))
        .finally(retry);
    });
  }

  return {
    async start() {
      // First: it looks whether the folder is new, which it is not once anything has been written to it.
      const opened = source.open();
      journal.begins(options.app.version);
      const { settings, notices } = ports.settings.load();
      report({ type: 'settingsChanged', settings, apiMs: source.apiMs() });
      if (notices.length > 0) report({ type: 'noticed', notices });
      await opened;
      starts = await countStart(ports.files, clock, log);
      source.rest(starts.delayMs);
      await keyring.open();
      await pin.open();
      report({ type: 'pinChanged', pinSet: pin.isSet() });
      // A keychain may take seconds to answer; figures that need nothing of it do not wait.
      const asked = askKeychain();
      if (keyring.key(source.urlOf(settings)) === null && !source.isDemo(settings)) await asked;
      await source.apply(state.settings).catch(() => log.warn('source.notStarted'));
      void asked.then(() => source.apply(state.settings)).catch(() => log.warn('source.notStarted'));
      retry();
      log.info('wallboard.started', { boards: settings.boards.length, demo: state.demo, key: state.key.source });
    },
    async stop() {
      stopped = true;
      stopRetry();
      hours.stop();
      await source.close();
      stopPulse();
      journal.note(snapshot(), 'stopped');
      await starts?.endedWell();
      ports.history.close();
      log.info('wallboard.stopped');
    },
    dispatch: (name, input, access) => checked(handlers, name, input, access),
    snapshot,
    settings: () => state.settings,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    resumed: () => source.wake(),
  };
};
