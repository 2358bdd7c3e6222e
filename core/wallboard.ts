import { randomUUID } from 'node:crypto';
import { COMMAND_NAMES, type CommandName } from '../common/channels.ts';
import { COMMANDS, type Access, type CommandResult } from '../common/contract.ts';
import { err } from '../common/result.ts';
import { DEFAULT_SETTINGS } from '../common/settings.ts';
import type { Snapshot } from '../common/snapshot.ts';
import { createCommands, type CommandHandlers } from './commands.ts';
import { createKeyring } from './secrets/keyring.ts';
import { createSource } from './source.ts';
import { buildSnapshot } from './state/buildSnapshot.ts';
import { initialState, reduce } from './state/reducer.ts';
import type { Event, State } from './state/state.ts';
import type { Ports } from './ports.ts';
import type { CreateWallboard, Wallboard, WallboardOptions } from './wallboard.types.ts';

/** Keychains open late, after a power cut for one; a missing key is looked for again this often. */
const KEY_RETRY_MS = 60_000;

/**
 * Screens are told the state at least this often, even when nothing happens: a screen whose own clock was set, or which was
 * asleep, then shows true ages again.
 */
const PULSE_MS = 15_000;

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
  if (needed === 'control' && access !== 'control') return err({ code: 'forbidden', message: 'read-only screen' });
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.') || 'input');
    return err({ code: 'invalidInput', message: `not as the contract says: ${[...new Set(places)].join(', ')}` });
  }
  try {
    return await handlers[name](parsed.data as never);
  } catch {
    return err({ code: 'failed', message: `${name} failed` });
  }
}

/** Composes the core: settings, key, source of data, state and commands, over the given ports. */
export const createWallboard: CreateWallboard = (ports: Ports, options: WallboardOptions): Wallboard => {
  const { clock, log } = ports;
  const coreId = randomUUID();
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const keyring = createKeyring(ports, options.givenKey);
  let state: State = initialState(DEFAULT_SETTINGS, { present: false, source: null, keychain: 'unknown' });
  let revision = 0;
  let stopKeyRetry = (): void => undefined;
  let stopPulse = (): void => undefined;
  let stopped = false;

  const snapshot = (): Snapshot =>
    buildSnapshot(state, {
      revision,
      coreId,
      app: options.app,
      wallMs: clock.wallMs(),
      monotonicMs: clock.monotonicMs(),
      ...source.budget(),
      timing: source.timing,
    });

  const report = (event: Event): void => {
    const next = reduce(state, event);
    if (next === state) return;
    state = next;
    revision += 1;
    tell();
  };

  function tell(): void {
    stopPulse();
    const current = snapshot();
    for (const listener of listeners)
      try {
        listener(current);
      } catch {
        // One screen's trouble is not the others', nor the poller's.
        log.warn('screen.untold');
      }
    if (!stopped) stopPulse = clock.after(PULSE_MS, tell);
  }

  const source = createSource(ports, options, keyring, report);
  const handlers = createCommands({ ports, keyring, source, report, state: () => state, snapshot });

  const hasKey = (): boolean => keyring.key(source.urlOf(state.settings)) !== null;

  async function askKeychain(): Promise<void> {
    const address = source.urlOf(state.settings);
    await keyring.load(address);
    report({ type: 'keyChanged', key: keyring.state(source.urlOf(state.settings)) });
  }

  function retryKey(): void {
    if (stopped) return;
    stopKeyRetry = clock.after(KEY_RETRY_MS, () => {
      if (hasKey() || state.demo) return retryKey();
      void askKeychain()
        .then(() => (hasKey() ? source.restart(state.settings) : undefined))
        .finally(retryKey);
    });
  }

  return {
    async start() {
      const { settings, notices } = ports.settings.load();
      report({ type: 'settingsChanged', settings });
      if (notices.length > 0) report({ type: 'noticed', notices });
      await source.open();
      // A keychain may take seconds to answer; figures that need nothing of it do not wait.
      const asked = askKeychain();
      if (!hasKey() && !source.isDemo(settings)) await asked;
      await source.restart(settings);
      retryKey();
      log.info('wallboard.started', { boards: settings.boards.length, demo: state.demo, key: state.key.source });
    },
    async stop() {
      stopped = true;
      stopKeyRetry();
      await source.close();
      stopPulse();
      log.info('wallboard.stopped');
    },
    dispatch: (name, input, access) => checked(handlers, name, input, access),
    snapshot,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    resumed: () => source.wake(),
  };
};
