import { createHash } from 'node:crypto';
import type { Result } from '../../../common/result.ts';

/** What can start the app at boot or login, and again after its end, on one system each. */
export const SERVICE_MANAGERS = ['systemd', 'launchd', 'windows'] as const;
export type ServiceManager = (typeof SERVICE_MANAGERS)[number];

/** What is to be started, and how. */
export interface Service {
  /** The desktop app needs the screen of a user who has signed in; the browser shell runs without anybody. */
  readonly shell: 'desktop' | 'server';
  /** The program and its arguments; every path in it is absolute. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Tells this service from one for another data folder; empty for the usual folder. */
  readonly suffix: string;
  /** The file that holds the API key, as `EXPERIA_API_KEY_FILE` names it now; the key itself is in no service. */
  readonly keyFile: string | null;
  /** Who signs in, as Windows writes it (`DOMAIN\\user`); null when that is not known. */
  readonly user: string | null;
}

/** The text of a service's file, or one sentence that says what it cannot express. */
export type ServiceText = Result<string, string>;

/** The variable in which a service says to the app who starts it again: `systemd`. */
export const SERVICE_VARIABLE = 'EXPERIA_WALLBOARD_SERVICE';

/** Seconds between an end and the next start, at first. */
export const RESTART_SECONDS = 5;

export const hasControlCharacters = (text: string): boolean => /\p{Cc}/u.test(text);

const SUFFIX_LENGTH = 8;

/** Tells what is made for one data folder from what is made for another; empty for the usual folder. */
export const dataDirSuffix = (dataDir: string, usualDir: string): string =>
  dataDir === usualDir ? '' : `-${createHash('sha256').update(dataDir).digest('hex').slice(0, SUFFIX_LENGTH)}`;
