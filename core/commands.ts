import type { About } from '../common/about.ts';
import { allows, type Access } from '../common/access.ts';
import type { CommandName } from '../common/channels.ts';
import type { CommandInput, CommandResult, SetKeyOutcome, TestKeyOutcome } from '../common/contract.ts';
import { err, ok, type Result } from '../common/result.ts';
import type { CommandError } from '../common/errorCodes.ts';
import { DEFAULT_BOARD, type Settings } from '../common/settings.ts';
import type { Snapshot } from '../common/snapshot.ts';
import { diagnosticsText } from './diagnostics.ts';
import type { DrillDown } from './drilldown/drillDown.ts';
import { countFigures } from './experia/summary.ts';
import type { Ports } from './ports.ts';
import { checkApiKey } from './secrets/apiKey.ts';
import type { Keyring } from './secrets/keyring.ts';
import { LIT_UP_MS, type HoursWatch } from './boardHours.ts';
import type { Journal } from './journal/journal.ts';
import type { KioskPin } from './kioskPin.ts';
import { createSettingsCommands, type ChangeSettings, type MakeSettings } from './settings/settingsCommands.ts';
import type { Source } from './source.ts';
import { forAccess } from './state/forAccess.ts';
import type { Event, State } from './state/state.ts';

/** A handler for every command of the contract; inputs are checked before they get here. */
export type CommandHandlers = {
  readonly [N in CommandName]: (input: CommandInput<N>, access: Access) => Promise<CommandResult<N>>;
};

export interface CommandContext {
  readonly ports: Ports;
  readonly keyring: Keyring;
  readonly source: Source;
  readonly drillDown: DrillDown;
  readonly hours: HoursWatch;
  readonly pin: KioskPin;
  readonly journal: Pick<Journal, 'at'>;
  readonly app: About['app'];
  readonly givenApiUrl: string | null;
  readonly report: (event: Event) => void;
  readonly state: () => State;
  readonly snapshot: () => Snapshot;
}

const NOTHING_SENT = {
  status: null,
  tookMs: null,
  totalSessions: null,
  figures: 0,
  cost: 0,
  left: null,
  retryInMs: null,
} as const;

/** One change at a time, each made from what the one before left: a change that has to be taken back takes no other with it. */
function settingsChanger({ ports, keyring, source, report, state }: CommandContext): ChangeSettings {
  let queue: Promise<unknown> = Promise.resolve();

  async function change(make: MakeSettings): Promise<Result<null, CommandError>> {
    const before = state().settings;
    const made = make(before);
    if (!made.ok) return made;
    const settings = made.value;
    const saved = ports.settings.save(settings);
    if (!saved.ok) {
      report({ type: 'noticed', notices: [{ kind: 'settingsReadOnly' }] });
      return err({ code: 'unavailable', message: saved.error });
    }
    report({ type: 'settingsChanged', settings, apiMs: source.apiMs() });
    if (source.urlOf(settings) !== source.urlOf(before)) await keyring.load(source.urlOf(settings));
    try {
      await source.apply(state().settings);
    } catch {
      ports.settings.save(before);
      report({ type: 'settingsChanged', settings: before, apiMs: source.apiMs() });
      await source.apply(before).catch(() => ports.log.warn('source.notStarted'));
      return err({ code: 'failed', message: 'the settings could not be put into effect' });
    }
    return ok(null);
  }

  return (make) => {
    const done = queue.then(() => change(make));
    queue = done.catch(() => undefined);
    return done;
  };
}

async function setKey(context: CommandContext, input: CommandInput<'setKey'>): Promise<SetKeyOutcome> {
  const { keyring, source, report, state, ports } = context;
  const checked = checkApiKey(input.key);
  if (!checked.ok) return { stored: null, problem: checked.error };
  const address = source.urlOf(state().settings);
  const fault = await keyring.set(address, checked.value, input.keep);
  report({ type: 'keyChanged', key: keyring.state(address) });
  if (fault) return { stored: null, problem: 'keychain', keychain: fault === 'unknown' ? 'missing' : fault };
  source.forgive(checked.value);
  source.endDemoOption();
  ports.log.info('key.set', { keep: input.keep });
  if (state().settings.mode === 'demo') {
    const live: Settings = { ...state().settings, mode: 'live' };
    if (ports.settings.save(live).ok) report({ type: 'settingsChanged', settings: live, apiMs: source.apiMs() });
  }
  await source.restart(state().settings);
  return { stored: input.keep };
}

async function testKey(context: CommandContext, input: CommandInput<'testKey'>): Promise<TestKeyOutcome> {
  const { keyring, source, state } = context;
  const given = input.key === undefined ? keyring.key(source.urlOf(state().settings)) : input.key;
  if (given === null) return { ...NOTHING_SENT, failure: 'noKey' };
  const checked = checkApiKey(given);
  if (!checked.ok) return { ...NOTHING_SENT, failure: checked.error };
  context.ports.log.hide?.(checked.value);
  const { settings } = state();
  const query = (settings.boards[0] ?? DEFAULT_BOARD).query;
  const { result, tookMs, left, retryInMs } = await source.test(checked.value, query, settings);
  if (!result.ok) {
    const { code, status, sent } = result.error;
    const sentAt = sent ? { tookMs, cost: 1 as const } : { tookMs: null, cost: 0 as const };
    return { ...NOTHING_SENT, ...sentAt, failure: code, status, left, retryInMs: retryInMs > 0 ? retryInMs : null };
  }
  const total = result.value.metrics.totalSessions.value;
  return {
    failure: null,
    status: 200,
    tookMs,
    totalSessions: typeof total === 'number' ? total : null,
    figures: countFigures(result.value),
    cost: 1,
    left,
    retryInMs: null,
  };
}

const ownersOnly = () => err<CommandError>({ code: 'forbidden', message: 'there is a key already' });

const aboutOf =
  ({ app, ports: { shell } }: CommandContext) =>
  (): About => ({
    app,
    shell: shell.kind,
    versions: shell.versions,
    displays: shell.displays(),
    canOpenAtLogin: shell.canOpenAtLogin,
    update: shell.update(),
    logFolder: shell.logFolder,
  });

export function createCommands(context: CommandContext): CommandHandlers {
  const { keyring, source, report, state, snapshot, drillDown, givenApiUrl, hours, pin, journal } = context;
  const about = aboutOf(context);
  /** A screen on the floor may set up a wall that has no key yet, and nothing after that. */
  const isTakenFrom = (access: Access): boolean =>
    !allows(access, 'control') && (state().key.present || state().key.addressChanged !== null);
  const change = settingsChanger(context);
  return {
    ...createSettingsCommands({ state, change, givenApiUrl, fieldCalled: drillDown.fieldCalled }),
    getSnapshot: (_input, access) => Promise.resolve(ok(forAccess(snapshot(), access))),
    getAbout: () => Promise.resolve(ok(about())),
    getDiagnostics: () => Promise.resolve(ok({ text: diagnosticsText(about(), snapshot()) })),
    setPin: async ({ pin: wanted }) => {
      if (wanted !== null) context.ports.log.hide?.(wanted);
      await pin.set(wanted);
      report({ type: 'pinChanged', pinSet: pin.isSet() });
      return ok({ pinSet: pin.isSet() });
    },
    unlock: async ({ pin: tried }) => {
      context.ports.log.hide?.(tried);
      return ok(await pin.unlock(tried));
    },
    newControlLink: async () => {
      const { newControlLink } = context.ports.shell;
      if (!newControlLink) return err({ code: 'unavailable', message: 'only the browser shell has a control link' });
      const link = await newControlLink();
      context.ports.log.info('control.linkChanged');
      return ok({ link });
    },
    lightUp: ({ board }) => {
      if (!state().settings.boards.some(({ id }) => id === board))
        return Promise.resolve(err({ code: 'unavailable', message: 'there is no such board' }));
      hours.lightUp(board);
      return Promise.resolve(ok({ forMs: LIT_UP_MS }));
    },
    getShown: ({ board, atMs }) => Promise.resolve(ok(journal.at(board, atMs))),
    openCard: (input, access) => drillDown.open(input, access),
    cancelCard: ({ request }) => Promise.resolve(ok({ cancelled: drillDown.cancel(request) })),
    readRows: ({ ticket, from }, access) => {
      const chunk = drillDown.read(ticket, from, access);
      return Promise.resolve(chunk ? ok(chunk) : err({ code: 'unavailable', message: 'these rows are gone' }));
    },
    getSeenIds: () => Promise.resolve(ok(drillDown.seenIds())),
    setKey: async (input, access) => (isTakenFrom(access) ? ownersOnly() : ok(await setKey(context, input))),
    clearKey: async () => {
      // Polling stops before the keychain, which may take seconds, is asked.
      const address = source.urlOf(state().settings);
      keyring.forget(address);
      await source.restart(state().settings);
      const cleared = await keyring.clear(address);
      report({ type: 'keyChanged', key: keyring.state(address) });
      return ok({ cleared });
    },
    testKey: async (input, access) => (isTakenFrom(access) ? ownersOnly() : ok(await testKey(context, input))),
    startDemo: async (_input, access) => {
      if (isTakenFrom(access)) return ownersOnly();
      const kept = await change((settings) => ok({ ...settings, mode: 'demo' }));
      return kept.ok ? ok({ demo: true }) : kept;
    },
    stopDemo: async (_input, access) => {
      if (isTakenFrom(access)) return ownersOnly();
      source.endDemoOption();
      const kept = await change((settings) => ok({ ...settings, mode: 'live' }));
      return kept.ok ? ok({ demo: false }) : kept;
    },
  };
}
