import type { Log } from '../ports.ts';
import { createLogLimit } from './logLimit.ts';
import { logLine, type Level } from './logLine.ts';
import { createKnownSecrets, type KnownSecrets } from '../secrets/knownSecrets.ts';
import { createRedactor } from './logSecrets.ts';
import { rotatingLog, type RotatingLog } from './rotatingLog.ts';

/** Folder of the log files, inside the data folder. */
export const LOG_FOLDER = 'logs';

const MEGABYTE = 1024 * 1024;
const FILE_BYTES = 5 * MEGABYTE;
const FILES_OF_ALL = 5;
const FILES_OF_CHANGES = 5;
/** Lines from before the data folder is known. */
const MOST_EARLY = 200;

/** What happens often, or as often as somebody outside likes; everything else is kept a second time, in `changes.log`. */
const ROUTINE: ReadonlySet<string> = new Set([
  'poll.failed',
  'card.opened',
  'card.refused',
  'http.failed',
  'screen.untold',
  'kiosk.wrongPin',
  'commandRefused',
  'commandFailed',
  'navigationRefused',
]);

type Facts = Readonly<Record<string, unknown>>;

/** Boards change each for a reason of its own, and none of these is to be lost because others changed too. */
function limitKey(event: string, { boards }: Facts): string {
  const first: unknown = event === 'wall.changed' && Array.isArray(boards) ? boards[0] : undefined;
  return typeof first === 'string' ? `${event} ${first}` : event;
}

/** The log of a running app: lines of JSON on a stream, if there is one, and in files once the data folder is known. */
export interface AppLog extends Log {
  readonly hide: (secret: string) => void;
  /** What was hidden so far, for whatever else must not show it. */
  readonly knownSecrets: KnownSecrets;
  /** Keeps the lines, also those written so far, in `wallboard.log` and `changes.log` of a folder. */
  keepIn(folder: string): void;
  /** A line about the fault that ends this process: on the disk when the call returns. */
  last(event: string, facts?: Facts): void;
  /** Tells what was held back and resolves when all lines are on the disk, or cannot be put there. */
  flush(): Promise<void>;
}

export interface LogTime {
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
}

const SYSTEM_TIME: LogTime = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

/** Standard error, unless a person reads it there who did not ask for the log. */
export const logStream = <T extends { readonly isTTY?: boolean }>(stderr: T, isWanted: boolean): T | null =>
  stderr.isTTY && !isWanted ? null : stderr;

/**
 * One JSON line per event. Callers pass codes and counts, never texts from outside; should one slip through all the same,
 * known secrets, e-mail addresses and telephone numbers are taken out of every line before it is written anywhere.
 * @param complain tells a person what the log cannot tell: that it cannot be written, where no stream shows it
 */
export function createLog(
  stream: { write(text: string): unknown } | null,
  time: LogTime = SYSTEM_TIME,
  complain: (line: string) => void = () => undefined,
): AppLog {
  const knownSecrets = createKnownSecrets();
  const redactor = createRedactor(knownSecrets);
  const limit = createLogLimit();
  let early: { readonly line: string; readonly event: string }[] = [];
  let lastTrouble: string | null = null;
  let files: { readonly all: RotatingLog; readonly changes: RotatingLog } | null = null;

  function say(line: string): void {
    try {
      stream?.write(line);
    } catch {
      // Whoever read it has gone away.
    }
  }

  function put(level: Level, event: string, facts: Facts): void {
    const line = logLine({ atMs: time.wallMs(), level, event, facts }, redactor);
    say(line);
    if (!files) {
      early = [...early, { line, event }].slice(-MOST_EARLY);
      return;
    }
    files.all.write(line);
    if (!ROUTINE.has(event)) files.changes.write(line);
  }

  function tellHeldBack(all?: 'all'): void {
    for (const { of, times } of limit.heldBack(time.monotonicMs(), all)) put('warn', 'log.repeated', { of, times });
  }

  const at =
    (level: Level) =>
    (event: string, facts: Facts = {}): void => {
      const admitted = limit.admits(limitKey(event, facts), time.monotonicMs());
      tellHeldBack();
      if (admitted) put(level, event, facts);
    };

  /** Both files mostly fail together, which is said once. */
  function tellTrouble(trouble: string | null): void {
    if (stream === null && trouble !== null && trouble !== lastTrouble) complain(trouble);
    lastTrouble = trouble;
  }

  const filesOf = (folder: string, name: string, most: number): RotatingLog =>
    rotatingLog({
      folder,
      name,
      fileBytes: FILE_BYTES,
      files: most,
      monotonicMs: time.monotonicMs,
      told(trouble) {
        put('warn', 'code' in trouble ? 'log.notWritten' : 'log.writtenAgain', { file: name, ...trouble });
        tellTrouble('code' in trouble ? `The log cannot be written (${trouble.code}): ${folder}` : null);
      },
    });

  return {
    info: at('info'),
    warn: at('warn'),
    hide: redactor.hide,
    knownSecrets,
    keepIn(folder) {
      files = {
        all: filesOf(folder, 'wallboard', FILES_OF_ALL),
        changes: filesOf(folder, 'changes', FILES_OF_CHANGES),
      };
      for (const { line, event } of early) {
        files.all.write(line);
        if (!ROUTINE.has(event)) files.changes.write(line);
      }
      early = [];
    },
    last(event, facts = {}) {
      put('warn', event, facts);
      files?.all.writeNow();
      files?.changes.writeNow();
    },
    async flush() {
      tellHeldBack('all');
      await Promise.all([files?.all.flush(), files?.changes.flush()]);
    },
  };
}

/**
 * Notes the faults that nobody caught, before whatever becomes of the process. Only their kind and place: a message may
 * quote a secret.
 */
export function logFatalFaults(target: NodeJS.Process, log: Pick<AppLog, 'last'>): void {
  const note = (origin: string, fault: unknown): void =>
    log.last('process.fault', {
      origin,
      name: fault instanceof Error ? fault.name : typeof fault,
      places: placesOf(fault),
    });
  // A monitor only looks on.
  target.on('uncaughtExceptionMonitor', (fault: unknown, origin: string) => note(origin, fault));
  // Where somebody listens for rejections they never become exceptions; where nobody does, they do.
  if (target.listenerCount('unhandledRejection') > 0)
    target.on('unhandledRejection', (fault) => note('unhandledRejection', fault));
}

const MOST_PLACES = 6;

function placesOf(fault: unknown): string[] {
  const lines = fault instanceof Error && typeof fault.stack === 'string' ? fault.stack.split('\n') : [];
  return lines
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .slice(0, MOST_PLACES);
}
