import type { Access } from '../common/access.ts';
import { channelOf, COMMAND_NAMES, type CommandName } from '../common/channels.ts';
import type { Dispatch } from '../common/contract.ts';
import type { CommandError } from '../common/errorCodes.ts';
import { isRecord } from '../common/isRecord.ts';
import { err, ok, type Result } from '../common/result.ts';
import type { Log } from '../core/ports.ts';
import { isOwnAddress } from './origin.ts';

/** The frame that sent a message, as far as it matters here. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

export interface InvokeEvent {
  readonly sender: object;
  /** Null when the frame is gone by the time its message arrives. */
  readonly senderFrame: SenderFrame | null;
}

export interface CommandBinder {
  handle(channel: string, listener: (event: InvokeEvent, ...inputs: unknown[]) => Promise<unknown>): void;
}

export interface CommandContext {
  readonly dispatch: Dispatch;
  /** What the sender may do; null when it is no page in a window this app opened. */
  readonly accessOf: (sender: object) => Access | null;
  /** Called once a page of ours has been told what it may do. */
  readonly arrived: (sender: object) => void;
  /** Called once a page of ours has given the PIN of the kiosk. */
  readonly unlocked: (sender: object) => void;
  readonly log: Pick<Log, 'warn'>;
}

/** What a message's sender may do, or why it is not to be obeyed: only the main frame of our page in our window is. */
export function admit(event: InvokeEvent, accessOf: CommandContext['accessOf']): Result<Access, string> {
  try {
    const frame = event.senderFrame;
    if (frame === null) return err('the frame is gone');
    if (frame.parent !== null) return err('not the main frame');
    if (!isOwnAddress(frame.url)) return err('not a page of this app');
  } catch {
    // Electron throws for whatever is asked of a frame that it has disposed of.
    return err('the frame is gone');
  }
  const access = accessOf(event.sender);
  return access === null ? err('not a window of this app') : ok(access);
}

/**
 * Binds the commands of the contract, and a page's question what it may do, to their IPC channels, and nothing else. The
 * core checks each input against its schema. Answers are values: what is thrown would cross as bare text, which may quote a
 * secret.
 */
export function bindCommands(ipc: CommandBinder, context: CommandContext): void {
  for (const name of COMMAND_NAMES)
    ipc.handle(channelOf(name), (event, ...inputs) => carryOut(name, event, inputs, context));
  ipc.handle(channelOf('access'), async (event) => {
    const asked = admit(event, context.accessOf);
    if (!asked.ok) context.log.warn('commandRefused', { command: 'access', problem: asked.error });
    // After the answer, not before it.
    if (asked.ok) setImmediate(() => context.arrived(event.sender));
    return asked.ok ? asked.value : 'wall';
  });
}

async function carryOut(
  name: CommandName,
  event: InvokeEvent,
  inputs: readonly unknown[],
  { dispatch, accessOf, unlocked, log }: CommandContext,
): Promise<Result<unknown, CommandError>> {
  const admitted = admit(event, accessOf);
  if (!admitted.ok) {
    log.warn('commandRefused', { command: name, problem: admitted.error });
    return err({ code: 'forbidden', message: `Refused: ${admitted.error}` });
  }
  if (inputs.length > 1) return err({ code: 'invalidInput', message: 'A command takes one input' });
  try {
    const result = await dispatch(name, inputs[0], admitted.value);
    // After the answer, which a page that is loaded anew would not hear.
    if (name === 'unlock' && isUnlocked(result)) setImmediate(() => unlocked(event.sender));
    return result;
  } catch {
    log.warn('commandFailed', { command: name });
    return err({ code: 'failed', message: 'The command failed' });
  }
}

const isUnlocked = (result: Result<unknown, CommandError>): boolean =>
  result.ok && isRecord(result.value) && result.value['unlocked'] === true;
