import { basename, join } from 'node:path';
import Conf from 'conf';
import { err, ok, type Result } from '../../common/result.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../common/settings.ts';
import type { Notice } from '../../common/snapshot.ts';
import type { SettingsStore } from '../ports.ts';
import { restoreSettings } from '../settings/restore.ts';
import {
  backUp,
  isFolderWritable,
  isGood,
  isWritable,
  keepAside,
  readJson,
  replaceByHand,
  SETTINGS_BACKUP,
  SETTINGS_FILE,
  type FileContent,
} from './settingsFiles.ts';
import { MOST_FILE_BYTES, OWNER_ONLY } from './smallFile.ts';

/** Names in one notice; a file that is wrong in more places is not read field by field. */
const MAX_LISTED = 50;
const UNWRITABLE = 'The settings file cannot be written';
const TOO_LARGE = 'The settings are too large to be kept';

/** What electron-store and conf, its engine, have in common. */
export interface SettingsEngine {
  store: Record<string, unknown>;
}

/** Opens the engine on `settings.json` in a folder. Called only once the file there can be parsed, or is missing. */
export type OpenEngine = (folder: string) => SettingsEngine;

export const openConf: OpenEngine = (folder) =>
  new Conf<Record<string, unknown>>({
    cwd: folder,
    configName: basename(SETTINGS_FILE, '.json'),
    projectName: 'experia-wallboard',
    configFileMode: OWNER_ONLY,
  });

/**
 * Writes settings over whatever file is there: a good one becomes the backup, any other is kept aside first.
 * @returns the name of the copy kept aside, or empty
 */
function writer(folder: string, open: OpenEngine): (settings: Settings) => Result<string, string> {
  let engine: SettingsEngine | null = null;
  return (settings) => {
    const path = join(folder, SETTINGS_FILE);
    // Asked first, since the engines try again for a second, and the event loop stands still meanwhile.
    if (!isFolderWritable(folder)) return err(UNWRITABLE);
    // What is not read again at the next start is not to be written.
    if (Buffer.byteLength(JSON.stringify(settings, null, '\t')) > MOST_FILE_BYTES) return err(TOO_LARGE);
    const file = readJson(path);
    if ((file.kind === 'json' || file.kind === 'broken') && !isWritable(path)) return err(UNWRITABLE);
    try {
      if (isGood(file)) backUp(folder);
      if (file.kind === 'missing' || (isGood(file) && file.kind === 'json' && !file.marked)) {
        engine ??= open(folder);
        engine.store = settings;
        return ok('');
      }
      const kept = isGood(file) ? { copy: '', undo: () => {} } : keepAside(folder, file);
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
  const backup = readJson(join(folder, SETTINGS_BACKUP));
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
  const file = readJson(join(folder, SETTINGS_FILE));
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
