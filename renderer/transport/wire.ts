import type { CommandName } from '../../common/channels.ts';
import type { CommandResult } from '../../common/contract.ts';
import { isRecord } from '../../common/isRecord.ts';
import { err } from '../../common/result.ts';
import type { Snapshot } from '../../common/snapshot.ts';

/** The core sends only snapshots it has built itself; this tells one from the reply of something else. */
export const isSnapshot = (value: unknown): value is Snapshot =>
  isRecord(value) &&
  typeof value['revision'] === 'number' &&
  typeof value['coreId'] === 'string' &&
  typeof value['sentAtMs'] === 'number' &&
  Array.isArray(value['boards']);

const isResult = <N extends CommandName>(value: unknown): value is CommandResult<N> => {
  if (!isRecord(value)) return false;
  if (value['ok'] === true) return 'value' in value;
  return value['ok'] === false && isRecord(value['error']) && typeof value['error']['code'] === 'string';
};

/** What came back for a command, as its result; anything else is a failure with words of ours. */
export const asResult = <N extends CommandName>(value: unknown): CommandResult<N> =>
  isResult<N>(value) ? value : err({ code: 'failed', message: 'The reply to a command was not a result' });

/** A snapshot's JSON text; null when it is none. */
export function parseSnapshot(text: string): Snapshot | null {
  try {
    const value: unknown = JSON.parse(text);
    return isSnapshot(value) ? value : null;
  } catch {
    return null;
  }
}
