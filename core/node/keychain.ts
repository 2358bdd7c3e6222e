import { err, ok, type Result } from '../../common/result.ts';
import { SECOND_MS } from '../../common/time.ts';
import type { KeychainFault, SecretStore } from '../ports.ts';
import type { KeychainReply, KeychainRequest } from './keychainMessages.ts';

/** A keychain may wait for a prompt nobody answers. */
const TIME_OUT_MS = 10 * SECOND_MS;
/** Whoever has waited this much of the time for a turn gets none: too little is left to start a process and be answered. */
const WAITING_SHARE = 0.9;

/** A process that asks the operating system's keychain, once. */
export interface KeychainWorker {
  /** Resolves with whatever the worker sends back; rejects when it cannot be started or ends without a word. */
  ask(request: KeychainRequest): Promise<unknown>;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
}

/**
 * The operating system's keychain, asked from a short-lived process, so that a keychain that hangs takes nothing else
 * down. One process at a time: callers queue, and the time they wait counts.
 */
export function keychainStore(openWorker: () => KeychainWorker, timeOutMs = TIME_OUT_MS): SecretStore {
  let last: Promise<unknown> = Promise.resolve();
  function run(request: KeychainRequest): Promise<KeychainReply> {
    const { promise: late, resolve: giveUp } = Promise.withResolvers<KeychainReply>();
    const timer = setTimeout(() => giveUp(err('timeout')), timeOutMs);
    const startBy = performance.now() + timeOutMs * WAITING_SHARE;
    const turn = last.then(() => (performance.now() > startBy ? late : askOnce(openWorker, request, late)));
    last = turn;
    return Promise.race([turn, late]).finally(() => clearTimeout(timer));
  }
  const done = (reply: KeychainReply): Result<null, KeychainFault> => (reply.ok ? ok(null) : reply);
  return {
    get: (address) => run({ action: 'get', address }),
    set: async (address, secret) => done(await run({ action: 'set', address, secret })),
    clear: async (address) => done(await run({ action: 'clear', address })),
  };
}

/** Never rejects. @param late resolves when the answer is no longer awaited */
async function askOnce(
  openWorker: () => KeychainWorker,
  request: KeychainRequest,
  late: Promise<KeychainReply>,
): Promise<KeychainReply> {
  try {
    const worker = openWorker();
    try {
      return await Promise.race([worker.ask(request).then(readReply), late]);
    } finally {
      worker.kill();
    }
  } catch {
    return err('missing');
  }
}

const FAULTS: Readonly<Record<KeychainFault, true>> = {
  missing: true,
  locked: true,
  denied: true,
  timeout: true,
  unknown: true,
};

const isFault = (value: unknown): value is KeychainFault => typeof value === 'string' && Object.hasOwn(FAULTS, value);

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

/** Checks a message that came from the worker; anything else counts as a missing keychain. */
function readReply(message: unknown): KeychainReply {
  const [value, error] = [field(message, 'value'), field(message, 'error')];
  if (field(message, 'ok') === true && (value === null || typeof value === 'string')) return { ok: true, value };
  return { ok: false, error: isFault(error) ? error : 'missing' };
}
