import { channelOf, COMMAND_NAMES, type CommandName } from '../common/channels.ts';
import type { Dispatch } from '../common/contract.ts';
import type { CommandError } from '../common/errorCodes.ts';
import { err, type Result } from '../common/result.ts';
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
  /** True when the sender is the page of a window this app opened. */
  readonly isOwnWindow: (sender: object) => boolean;
  readonly log: Pick<Log, 'warn'>;
}

/** Why a message's sender is not to be obeyed; null when it is the main frame of a page of ours, in a window of ours. */
export function senderProblem(event: InvokeEvent, isOwnWindow: (sender: object) => boolean): string | null {
  const frame = event.senderFrame;
  if (frame === null) return 'the frame is gone';
  if (frame.parent !== null) return 'not the main frame';
  if (!isOwnAddress(frame.url)) return 'not a page of this app';
  return isOwnWindow(event.sender) ? null : 'not a window of this app';
}

/**
 * Binds the commands of the contract, and nothing else, to their IPC channels. The core checks each input against its
 * schema. Answers are values: what is thrown would cross as bare text, which may quote a secret.
 */
export function bindCommands(ipc: CommandBinder, context: CommandContext): void {
  for (const name of COMMAND_NAMES)
    ipc.handle(channelOf(name), (event, ...inputs) => carryOut(name, event, inputs, context));
}

async function carryOut(
  name: CommandName,
  event: InvokeEvent,
  inputs: readonly unknown[],
  { dispatch, isOwnWindow, log }: CommandContext,
): Promise<Result<unknown, CommandError>> {
  const problem = senderProblem(event, isOwnWindow);
  if (problem !== null) {
    log.warn('commandRefused', { command: name, problem });
    return err({ code: 'forbidden', message: `Refused: ${problem}` });
  }
  if (inputs.length > 1) return err({ code: 'invalidInput', message: 'A command takes one input' });
  try {
    return await dispatch(name, inputs[0], 'control');
  } catch {
    log.warn('commandFailed', { command: name });
    return err({ code: 'failed', message: 'The command failed' });
  }
}
