import { accessSync, constants, copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileSync } from 'atomically';
import Conf from 'conf';
import { err, ok, type Result } from '../../common/result.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../common/settings.ts';
import type { Notice } from '../../common/snapshot.ts';
import type { SettingsStore } from '../ports.ts';
import { restoreSettings } from '../settings/restore.ts';
import { unusableName } from './unusableName.ts';

const NAME = 'settings';
const FILE = `${NAME}.json`;
const BACKUP = `${NAME}.backup.json`;
const BYTE_ORDER_MARK = '\uFEFF';
/** Names in one notice; a file that is wrong in more places is not read field by field. */
const MAX_LISTED = 50;
const UNWRITABLE = 'The settings file cannot be written';

/** What electron-store and conf, its engine, have in common. */
export interface SettingsEngine {
  store: Record<string, unknown>;
}

/** Opens the engine on `settings.json` in a folder. Called only once the file there can be parsed, or is missing. */
export type OpenEngine = (folder: string) => SettingsEngine;

export const openConf: OpenEngine = (folder) =>
  new Conf<Record<string, unknown>>({ cwd: folder, configName: NAME, projectName: 'experia-wallboard' });

type FileContent =
  | { readonly kind: 'missing' | 'unreadable' | 'broken' }
  /** `marked`: with a byte order mark, which some editors write and the engines do not read. */
  | { readonly kind: 'json'; readonly raw: unknown; readonly marked: boolean };

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

function readJson(path: string): FileContent {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { kind: isMissing(error) ? 'missing' : 'unreadable' };
  }
  const marked = text.startsWith(BYTE_ORDER_MARK);
  try {
    return { kind: 'json', raw: JSON.parse(marked ? text.slice(BYTE_ORDER_MARK.length) : text), marked };
  } catch {
    return { kind: 'broken' };
  }
}

/** Only a file that needed no mending is worth being the backup. */
function isGood(file: FileContent): boolean {
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

/** Whether files can be made in a folder, or the folder itself made. */
function isFolderWritable(folder: string): boolean {
  const parent = dirname(folder);
  if (!existsSync(folder) && parent !== folder) return isFolderWritable(parent);
  return allows(folder, constants.W_OK | constants.X_OK);
}

/** Makes a good file the backup; somebody else's backup stays as it is, and is no reason to refuse a save. */
function backUp(folder: string): void {
  const backup = join(folder, BACKUP);
  if (!existsSync(backup) || allows(backup, constants.W_OK)) writeFileSync(backup, readFileSync(join(folder, FILE)));
}

interface Kept {
  /** The copy's name in the folder; empty when there was nothing to keep. */
  readonly copy: string;
  /** Puts the file back that had to be moved because it could not be copied. */
  readonly undo: () => void;
}

/** Keeps a file that is about to be replaced; null when that is impossible. */
function keepAside(folder: string): Kept | null {
  const copy = `${unusableName(NAME, Date.now())}.json`;
  const [from, to] = [join(folder, FILE), join(folder, copy)];
  try {
    copyFileSync(from, to);
    return { copy, undo: () => {} };
  } catch {
    // Somebody else's file may not be read, but with rights on the folder it can be moved.
  }
  try {
    renameSync(from, to);
    return { copy, undo: () => renameSync(to, from) };
  } catch {
    return null;
  }
}

/** Replaces by hand a file the engine would throw on. */
function replaceByHand(folder: string, settings: Settings, kept: Kept): void {
  try {
    writeFileSync(join(folder, FILE), JSON.stringify(settings, null, '\t'));
  } catch (error) {
    kept.undo();
    throw error;
  }
}

/**
 * Writes settings over whatever file is there: a good one becomes the backup, any other is kept aside first.
 * @returns the name of the copy kept aside, or empty
 */
function writer(folder: string, open: OpenEngine): (settings: Settings) => Result<string, string> {
  let engine: SettingsEngine | null = null;
  return (settings) => {
    const path = join(folder, FILE);
    // Asked first, since the engines try again for a second, and the event loop stands still meanwhile.
    if (!isFolderWritable(folder)) return err(UNWRITABLE);
    const file = readJson(path);
    if ((file.kind === 'json' || file.kind === 'broken') && !allows(path, constants.W_OK)) return err(UNWRITABLE);
    try {
      if (isGood(file)) backUp(folder);
      if (file.kind === 'missing' || (isGood(file) && file.kind === 'json' && !file.marked)) {
        engine ??= open(folder);
        engine.store = settings;
        return ok('');
      }
      const kept = isGood(file) ? { copy: '', undo: () => {} } : keepAside(folder);
      if (!kept) return err(UNWRITABLE);
      replaceByHand(folder, settings, kept);
      return ok(kept.copy);
    } catch {
      return err(UNWRITABLE);
    }
  };
}

interface Loaded {
  readonly settings: Settings;
  /** What to tell the owner, once the copy's name is known. */
  readonly notices: (copy: string) => readonly Notice[];
  /** Whether the file differs from the settings and should be written. */
  readonly rewrite: boolean;
}

const resetNotices = (copy: string, fields: readonly string[]): readonly Notice[] =>
  fields.length > 0 ? [{ kind: 'settingsReset', copy, fields: fields.slice(0, MAX_LISTED) }] : [];

/** The last good settings, or the defaults, in place of a file that is lost or cannot be used. */
function withoutFile(folder: string, file: FileContent): Loaded {
  const backup = readJson(join(folder, BACKUP));
  if (file.kind === 'missing' && backup.kind === 'missing')
    return { settings: DEFAULT_SETTINGS, notices: () => [], rewrite: false };
  const restored = backup.kind === 'json' ? restoreSettings(backup.raw) : null;
  if (restored?.kind !== 'settings')
    return { settings: DEFAULT_SETTINGS, notices: (copy) => resetNotices(copy, ['settings']), rewrite: true };
  const { settings, resetFields } = restored;
  const notices = (copy: string): readonly Notice[] => [
    { kind: 'settingsRestored', copy },
    ...resetNotices(copy, resetFields),
  ];
  return { settings, notices, rewrite: true };
}

function load(folder: string): Loaded {
  const file = readJson(join(folder, FILE));
  const restored = file.kind === 'json' ? restoreSettings(file.raw) : null;
  if (restored?.kind !== 'settings') return withoutFile(folder, file);
  const { settings, resetFields, migrated } = restored;
  return {
    settings,
    notices: (copy) => resetNotices(copy, resetFields),
    rewrite: migrated || resetFields.length > 0,
  };
}

/**
 * The settings file behind electron-store or conf. The engines throw on a broken file, or erase all of it for one bad
 * field; so the file is read and mended first, what it was is kept, and the engine only ever sees a good one.
 */
export function settingsStore(folder: string, open: OpenEngine = openConf): SettingsStore {
  const write = writer(folder, open);
  return {
    load() {
      const { settings, notices, rewrite } = load(folder);
      const written = rewrite ? write(settings) : ok('');
      if (written.ok) return { settings, notices: notices(written.value) };
      return { settings, notices: [...notices(''), { kind: 'settingsReadOnly' }] };
    },
    save(settings) {
      const written = write(settings);
      return written.ok ? ok(null) : written;
    },
  };
}
