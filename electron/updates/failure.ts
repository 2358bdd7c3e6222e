import type { UpdateState } from '../../common/about.ts';

export interface Failure {
  readonly reason: Extract<UpdateState, { kind: 'failed' }>['reason'];
  /** What failed, as whoever threw it calls it; never a text with addresses in it. */
  readonly code: string;
}

/** Codes of contents that are not what was signed. */
const NOT_AS_SIGNED = new Set(['UNSIGNED', 'ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE']);
/** Of Node, of Chromium's network, and of servers that answer with something else than the file. */
const OF_NETWORK = /^(E[A-Z]+|NET_ERR_[A-Z_]+|HTTP_ERROR_\d+|HTTP_STATUS|ERR_UPDATER_CHANNEL_FILE_NOT_FOUND)$/;

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  const given = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  if (/^[A-Z][A-Z0-9_]+$/.test(given)) return given;
  const inText = /\bnet::(ERR_[A-Z_]+)/.exec(thrown.message)?.[1];
  if (inText !== undefined) return `NET_${inText}`;
  if (/^Cannot download .* status \d+/s.test(thrown.message)) return 'HTTP_STATUS';
  if (/\b(ETIMEDOUT|Request timed out|aborted by the server|aborted)\b/.test(thrown.message)) return 'ETIMEDOUT';
  return 'unknown';
}

/** What a failed look for a release means to its owner, and its code for the log. */
export function failureOf(thrown: unknown): Failure {
  const code = codeOf(thrown);
  return { reason: NOT_AS_SIGNED.has(code) ? 'unsigned' : OF_NETWORK.test(code) ? 'network' : 'unknown', code };
}
