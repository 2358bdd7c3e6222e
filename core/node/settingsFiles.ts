import { accessSync, chmodSync, constants, copyFileSync, existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '../../common/settings.ts';
import { restoreSettings } from '../settings/restore.ts';
import { parseStored } from '../storedJson.ts';
import { isInTheWay, OWNER_ONLY, readSmallFileSync, writeSmallFileSync } from './smallFile.ts';
import { unusableName } from './unusableName.ts';

const NAME = 'settings';
export const SETTINGS_FILE = `${NAME}.json`;
export const SETTINGS_BACKUP = `${NAME}.backup.json`;
const BYTE_ORDER_MARK = '\uFEFF';

export type FileContent =
  | { readonly kind: 'missing' | 'unreadable' | 'broken' }
  /** `marked`: with a byte order mark, which some editors write and the engines do not read. */
  | { readonly kind: 'json'; readonly raw: unknown; readonly marked: boolean };

export function readJson(path: string): FileContent {
  let text: string | null;
  try {
    text = readSmallFileSync(path);
  } catch {
    return { kind: 'unreadable' };
  }
  if (text === null) return { kind: 'missing' };
  const marked = text.startsWith(BYTE_ORDER_MARK);
  try {
    return { kind: 'json', raw: parseStored(marked ? text.slice(BYTE_ORDER_MARK.length) : text), marked };
  } catch {
    return { kind: 'broken' };
  }
}

/** Only a file that needed no mending is worth being the backup. */
export function isGood(file: FileContent): boolean {
  const restored = file.kind === 'json' ? restoreSettings(file.raw) : null;
  return restored?.kind === 'settings' && restored.resetFields.length === 0;
}

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

export const isWritable = (path: string): boolean => allows(path, constants.W_OK);

/** Whether files can be made in a folder, or the folder itself made. */
export function isFolderWritable(folder: string): boolean {
  const parent = dirname(folder);
  if (!existsSync(folder) && parent !== folder) return isFolderWritable(parent);
  return allows(folder, constants.W_OK | constants.X_OK);
}

const moveAside = (path: string): void => renameSync(path, unusableName(path, Date.now()));

/** Makes a good file the backup. A save goes ahead without one; somebody else's backup stays as it is. */
export function backUp(folder: string): void {
  const backup = join(folder, SETTINGS_BACKUP);
  try {
    if (isInTheWay(backup)) moveAside(backup);
    const text = readSmallFileSync(join(folder, SETTINGS_FILE));
    if (text !== null && (!existsSync(backup) || isWritable(backup))) writeSmallFileSync(backup, text);
  } catch {
    // The settings themselves are written next, and say so when that fails too.
  }
}

export interface Kept {
  /** The copy's name in the folder; empty when there was nothing to keep. */
  readonly copy: string;
  /** Puts the file back that had to be moved because it could not be copied. */
  readonly undo: () => void;
}

/** Keeps a file that is about to be replaced; null when that is impossible. */
export function keepAside(folder: string, file: FileContent): Kept | null {
  const copy = `${unusableName(NAME, Date.now())}.json`;
  const [from, to] = [join(folder, SETTINGS_FILE), join(folder, copy)];
  try {
    // What could not be read is not to be copied either: it may be a pipe, or have no end.
    if (file.kind !== 'unreadable') {
      copyFileSync(from, to);
      chmodSync(to, OWNER_ONLY);
      return { copy, undo: () => {} };
    }
  } catch {
    // With rights on the folder it can be moved.
  }
  try {
    renameSync(from, to);
    return { copy, undo: () => renameSync(to, from) };
  } catch {
    return null;
  }
}

/** Replaces by hand a file the engine would throw on. */
export function replaceByHand(folder: string, settings: Settings, kept: Kept): void {
  try {
    writeSmallFileSync(join(folder, SETTINGS_FILE), JSON.stringify(settings, null, '\t'));
  } catch (error) {
    kept.undo();
    throw error;
  }
}
