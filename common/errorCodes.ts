/**
 * The closed set of ways a call to the Experia API can fail.
 * `portal` is an HTML page or a redirect where JSON was due; `limited` is HTTP 429 or this app's own request budget;
 * `countLost`: nothing is sent because the count of the hour's requests was lost, so all of them may be spent;
 * `api` is a 200 reply whose `status` is not `SUCCESS`, or a 4xx that is not about the key or the rate.
 */
export const ERROR_CODES = [
  'auth',
  'limited',
  'countLost',
  'server',
  'network',
  'timeout',
  'certificate',
  'portal',
  'tooLarge',
  'notJson',
  'shape',
  'api',
  'cancelled',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * Why a command was not carried out; `failed` carries no detail that could hold a secret. `conflict`: it was made from a
 * state that is no longer the state.
 */
export const COMMAND_ERROR_CODES = [
  'unknownCommand',
  'invalidInput',
  'forbidden',
  'conflict',
  'unavailable',
  'failed',
] as const;

export type CommandErrorCode = (typeof COMMAND_ERROR_CODES)[number];

export interface CommandError {
  readonly code: CommandErrorCode;
  /** A fact for a log or a developer; screens show their own words for the code. */
  readonly message: string;
}
