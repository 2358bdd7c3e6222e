import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';
import Conf from 'conf';
import { err, ok } from '../../common/result.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../common/settings.ts';
import type { Notice } from '../../common/snapshot.ts';
import type { SettingsStore } from '../ports.ts';
import { restoreSettings } from '../settings/restore.ts';

const NAME = 'settings';
const FILE = `${NAME}.json`;
const BACKUP = `${NAME}.backup.json`;

/** What electron-store and conf, its engine, have in common. */
export interface SettingsEngine {
  store: Record<string, unknown>;
}

/** Opens the engine on `settings.json` in a folder. Called only once the file there can be parsed, or is missing. */
export type OpenEngine = (folder: string) => SettingsEngine;

export const openConf: OpenEngine = (folder) =>
  new Conf<Record<string, unknown>>({ cwd: folder, configName: NAME, projectName: 'experia-wallboard' });

type FileContent = { readonly kind: 'missing' | 'broken' } | { readonly kind: 'json'; readonly raw: unknown };

function readJson(path: string): FileContent {
  if (!existsSync(path)) return { kind: 'missing' };
  try {
    return { kind: 'json', raw: JSON.parse(readFileSync(path, 'utf8')) };
  } catch {
    return { kind: 'broken' };
  }
}

/** Only a file that needed no mending is worth being the backup. */
function isGood(file: FileContent): boolean {
  const restored = file.kind === 'json' ? restoreSettings(file.raw) : null;
  return restored?.kind === 'settings' && restored.resetFields.length === 0;
}

/** Keeps a copy of a file that is about to be replaced; null when even that is impossible. */
function keepCopy(folder: string): string | null {
  const copy = `${NAME}.unusable-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`;
  try {
    copyFileSync(join(folder, FILE), join(folder, copy));
    return copy;
  } catch {
    return null;
  }
}

interface Loaded {
  readonly settings: Settings;
  readonly notices: readonly Notice[];
  /** Whether the file differs from the settings and should be written. */
  readonly rewrite: boolean;
}

function fromBackup(folder: string): Loaded {
  const copy = keepCopy(folder) ?? '';
  const backup = readJson(join(folder, BACKUP));
  const restored = backup.kind === 'json' ? restoreSettings(backup.raw) : null;
  if (restored?.kind === 'settings')
    return { settings: restored.settings, notices: [{ kind: 'settingsRestored', copy }], rewrite: true };
  return {
    settings: DEFAULT_SETTINGS,
    notices: [{ kind: 'settingsReset', copy, fields: ['settings'] }],
    rewrite: true,
  };
}

function load(folder: string): Loaded {
  const file = readJson(join(folder, FILE));
  if (file.kind === 'missing') return { settings: DEFAULT_SETTINGS, notices: [], rewrite: false };
  const restored = file.kind === 'json' ? restoreSettings(file.raw) : null;
  if (restored?.kind !== 'settings') return fromBackup(folder);
  const { settings, resetFields, migrated } = restored;
  if (resetFields.length === 0) return { settings, notices: [], rewrite: migrated };
  const copy = keepCopy(folder) ?? '';
  return { settings, notices: [{ kind: 'settingsReset', copy, fields: resetFields }], rewrite: true };
}

/**
 * The settings file behind electron-store or conf. The engines throw on a broken file, or erase all of it for one bad
 * field; so the file is read and mended first, a copy kept, and the engine only ever sees a good one.
 */
export function settingsStore(folder: string, open: OpenEngine = openConf): SettingsStore {
  let engine: SettingsEngine | null = null;
  const write = (settings: Settings): boolean => {
    try {
      if (isGood(readJson(join(folder, FILE)))) copyFileSync(join(folder, FILE), join(folder, BACKUP));
      engine ??= open(folder);
      engine.store = settings;
      return true;
    } catch {
      return false;
    }
  };
  return {
    load() {
      const { settings, notices, rewrite } = load(folder);
      if (!rewrite || replaceBroken(folder, settings, write)) return { settings, notices };
      return { settings, notices: [...notices, { kind: 'settingsReadOnly' }] };
    },
    save: (settings) => (write(settings) ? ok(null) : err('The settings file cannot be written')),
  };
}

/** A file that does not parse would make the engine throw, so it is overwritten by hand before the engine opens it. */
function replaceBroken(folder: string, settings: Settings, write: (settings: Settings) => boolean): boolean {
  if (readJson(join(folder, FILE)).kind === 'json') return write(settings);
  try {
    writeFileSync(join(folder, FILE), JSON.stringify(settings));
    return true;
  } catch {
    return false;
  }
}
