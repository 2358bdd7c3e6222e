import { chmodSync, lstatSync, readdirSync, realpathSync, rmSync, type Stats } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Log } from '../ports.ts';
import { LOCK_FILE } from './folderLock.ts';
import { LOG_FOLDER } from './log.ts';
import { isOwn, OWNER_ONLY } from './smallFile.ts';

/** What was put right in the data folder, and what could not be. Names are of files in it; `.` is the folder itself. */
export interface FolderReport {
  /** Drafts that a killed process left, removed now. */
  readonly drafts: readonly string[];
  /** Other users could read or write these until now. */
  readonly tightened: readonly string[];
  /** Other users still can. */
  readonly open: readonly string[];
  /** These belong to another user and are not read. */
  readonly foreign: readonly string[];
}

const OTHERS = 0o077;
const FOLDER_OWNER_ONLY = 0o700;
const STICKY = 0o1000;
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Files of ours, without what follows a dot. */
const OWN = [
  ...['settings', 'ledger', 'key-addresses', 'starts', 'kiosk-pin', 'windows', 'graphics', 'faults'],
  ...['control-token', 'screen-key', 'history', 'wallboard', 'lock'],
].join('|');
const OWN_FILE = new RegExp(`^(${OWN})(\\..*)?$`);
/** Not tightened: a secret that others could read is replaced by whoever loads it. */
const SECRETS = ['control-token', 'screen-key'];
/** Drafts of the library that writes our files; the second kind is of earlier versions of this app. */
const DRAFT_ENDING = /\.tmp-\d{10}[0-9a-f]{6}$/;
const EARLIER_DRAFT = new RegExp(`^(control-token|wallboard\\.lock)\\.${UUID}$|^graphics\\.json\\.new$`);
/** What else may be in a folder that is only ours: the logs, and what Chromium puts beside its own folder. */
const NEIGHBOUR = /^(logs|chromium|Singleton\w+|Crashpad|DevToolsActivePort|lost\+found)$/;

const isOwnDraft = (name: string): boolean =>
  (OWN_FILE.test(name) && DRAFT_ENDING.test(name)) || EARLIER_DRAFT.test(name);

/**
 * Cleans a data folder at the start, while its lock is held: removes drafts that were never renamed, and takes from other
 * users the rights on files of ours. The folder itself is closed only when nothing but ours is in it, since others may
 * need what else is there. Never throws: what cannot be put right is reported.
 */
export function tidyFolder(folder: string): FolderReport {
  const names = listed(folder);
  const drafts = [...names.filter(isOwnDraft), ...names.flatMap((name) => draftsAtTarget(folder, name))];
  const removed = drafts.filter((name) => succeeds(() => rmSync(join(folder, name))));
  const owner = statsOf(folder);
  if (process.platform === 'win32' || owner === null) return { drafts: removed, tightened: [], open: [], foreign: [] };
  const logs = listed(join(folder, LOG_FOLDER)).map((name) => join(LOG_FOLDER, name));
  const own = names.filter((name) => OWN_FILE.test(name) && !isOwnDraft(name) && !SECRETS.includes(name));
  const files = [...own, ...logs].filter((name) => statsOf(join(folder, name))?.isFile() === true);
  const others = files.filter((name) => !isOwn(statsOf(join(folder, name))?.uid ?? 0, owner.uid));
  // The lock file holds nothing, and is locked whoever made it.
  const foreign = others.filter((name) => name !== LOCK_FILE);
  const wide = files.filter((name) => !others.includes(name) && isWide(join(folder, name)));
  const stillOpen = wide.filter((name) => !succeeds(() => chmodSync(join(folder, name), OWNER_ONLY)));
  const tightened = wide.filter((name) => !stillOpen.includes(name));
  if (!isWide(folder)) return { drafts: removed, tightened, open: stillOpen, foreign };
  const isOnlyOurs = names.every((name) => OWN_FILE.test(name) || NEIGHBOUR.test(name)) && !(owner.mode & STICKY);
  const isClosed = isOnlyOurs && succeeds(() => chmodSync(folder, FOLDER_OWNER_ONLY));
  return {
    drafts: removed,
    tightened: isClosed ? [...tightened, '.'] : tightened,
    open: isClosed ? stillOpen : [...stillOpen, '.'],
    foreign,
  };
}

/** One line for a person about each thing that could not be put right, and all of it in the log. */
export function tellOfFolder(folder: string, report: FolderReport, log: Log): string[] {
  const { drafts, tightened, open, foreign } = report;
  if (drafts.length > 0) log.info('folder.draftsRemoved', { count: drafts.length });
  if (tightened.length > 0) log.warn('folder.rightsTightened', { files: tightened });
  if (open.length > 0) log.warn('folder.rightsTooWide', { files: open });
  if (foreign.length > 0) log.warn('folder.foreignFiles', { files: foreign });
  const files = open.filter((name) => name !== '.');
  return [
    ...(open.includes('.')
      ? [`Other users of this machine can open the data folder ${folder}. To close it: chmod 700 ${folder}`]
      : []),
    ...(files.length > 0 ? [`Other users of this machine can read ${files.join(', ')} in ${folder}`] : []),
    ...(foreign.length > 0 ? [`Files of another user in ${folder} are not used: ${foreign.join(', ')}`] : []),
  ];
}

/** A file that is a link has its drafts at the other end; their names here lead there from the folder. */
function draftsAtTarget(folder: string, name: string): string[] {
  if (!OWN_FILE.test(name) || statsOf(join(folder, name))?.isSymbolicLink() !== true) return [];
  const target = targetOf(join(folder, name));
  if (target === null) return [];
  const start = `${basename(target)}.tmp-`;
  return listed(dirname(target))
    .filter((beside) => beside.startsWith(start) && DRAFT_ENDING.test(beside))
    .map((beside) => relative(folder, join(dirname(target), beside)));
}

function targetOf(link: string): string | null {
  try {
    return realpathSync(link);
  } catch {
    return null;
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function statsOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

const isWide = (path: string): boolean => ((statsOf(path)?.mode ?? 0) & OTHERS) !== 0;

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
