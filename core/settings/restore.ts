import { SETTINGS_VERSION, settingsSchema, type Settings } from '../../common/settings.ts';
import { DEFAULT_HOURS } from '../../common/hours.ts';
import { NO_NAMES } from '../../common/idNames.ts';
import { isRecord } from '../../common/isRecord.ts';
import { repairAll } from './repair.ts';

/** Turns settings of one version into the next. Keyed by the version it starts from. */
export type Migrations = Readonly<Record<number, (old: Readonly<Record<string, unknown>>) => Record<string, unknown>>>;

/** Version 2 added the masking of personal data and the desktop app's windows. */
const addedInVersion2 = { personalData: 'masked', desktop: { kiosk: false, openAtLogin: false, walls: [] } };

/** Version 3 added the hours of each board, the moving of the picture, and updates. */
function toVersion3(old: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { boards, desktop } = old;
  const withHours = (board: unknown): unknown => (isRecord(board) ? { hours: DEFAULT_HOURS, ...board } : board);
  return {
    pixelShift: true,
    ...old,
    ...(isRecord(desktop) && { desktop: { updates: 'off', ...desktop } }),
    ...(Array.isArray(boards) && { boards: boards.map(withHours) }),
  };
}

function withoutClearLevels(tile: unknown): unknown {
  if (!isRecord(tile) || !isRecord(tile['thresholds'])) return tile;
  const { warnClear: _warnClear, badClear: _badClear, ...thresholds } = tile['thresholds'];
  return { ...tile, thresholds };
}

/** Version 4 added names for ids, and took away the levels at which a status ended later than it had begun. */
function toVersion4(old: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { boards } = old;
  const withoutThem = (board: unknown): unknown =>
    isRecord(board) && Array.isArray(board['tiles'])
      ? { ...board, tiles: board['tiles'].map(withoutClearLevels) }
      : board;
  return { names: NO_NAMES, ...old, ...(Array.isArray(boards) && { boards: boards.map(withoutThem) }) };
}

/** Version 5 let a board's timezone be a named zone: the field that had been an offset was renamed. */
function toVersion5(old: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const renamed = (board: unknown): unknown => {
    if (!isRecord(board) || !isRecord(board['query']) || !('timezoneOffset' in board['query'])) return board;
    const { timezoneOffset, ...query } = board['query'];
    return { ...board, query: { timezone: timezoneOffset, ...query } };
  };
  const { boards } = old;
  return { ...old, ...(Array.isArray(boards) && { boards: boards.map(renamed) }) };
}

/** From version 1 on. */
export const MIGRATIONS: Migrations = {
  1: (old) => ({ ...addedInVersion2, ...old }),
  2: toVersion3,
  3: toVersion4,
  4: toVersion5,
};

interface Repaired {
  readonly kind: 'settings';
  readonly settings: Settings;
  /** What was reset, renamed or left out, such as `theme` or `boards.sales`. */
  readonly resetFields: readonly string[];
  readonly migrated: boolean;
}

export type Restored =
  | Repaired
  /** Written by a newer version: not ours to change. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'unusable' };

function migrate(raw: Record<string, unknown>, migrations: Migrations, target: number): Record<string, unknown> | null {
  let current = raw;
  for (let version = Number(raw['version']); version < target; version += 1) {
    const step = migrations[version];
    if (!step) return null;
    current = { ...step(current), version: version + 1 };
  }
  return current;
}

/** What is found only once the parts are sound, such as equal ids, takes a round of its own; four are known. */
const MAX_ROUNDS = 10;

function repair(raw: unknown): Pick<Repaired, 'settings' | 'resetFields'> | null {
  const resetFields = new Set<string>();
  let current = raw;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const parsed = settingsSchema.safeParse(current);
    if (parsed.success) return { settings: parsed.data, resetFields: [...resetFields] };
    const repaired = repairAll(current, parsed.error.issues);
    // A list that needs a second look, such as one with nothing left in it, was named by its entries already.
    const named = [...resetFields];
    const isNews = (field: string): boolean => round === 0 || !named.some((old) => old.startsWith(`${field}.`));
    for (const field of repaired.fields) if (isNews(field)) resetFields.add(field);
    current = repaired.settings;
  }
  return null;
}

/** More than the fullest settings hold. A file with that many was never written by this app, and would take minutes to mend. */
const MAX_VALUES = 120_000;

function isEndless(raw: unknown): boolean {
  let values = 0;
  for (let level: readonly unknown[] = [raw]; level.length > 0;) {
    values += level.length;
    if (values > MAX_VALUES) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

/** A file without a proper version is trusted only when all the rest is as this version writes it. */
function withoutVersion(raw: Record<string, unknown>, target: number): Restored {
  const parsed = settingsSchema.safeParse({ ...raw, version: target });
  if (!parsed.success) return { kind: 'unusable' };
  return { kind: 'settings', settings: parsed.data, resetFields: ['version'], migrated: false };
}

/**
 * Makes the best of a settings file: migrates it, and resets only the fields that are not as the schema says. A board
 * whose filters are damaged is left out, since with fewer filters it would show other figures under its title.
 * @param raw the parsed file
 */
export function restoreSettings(
  raw: unknown,
  migrations: Migrations = MIGRATIONS,
  target: number = SETTINGS_VERSION,
): Restored {
  if (!isRecord(raw) || isEndless(raw)) return { kind: 'unusable' };
  if (!Number.isInteger(raw['version']) || Number(raw['version']) < 1) return withoutVersion(raw, target);
  if (Number(raw['version']) > target) return { kind: 'newer' };
  const migrated = migrate(raw, migrations, target);
  const restored = migrated && repair(migrated);
  return restored ? { kind: 'settings', ...restored, migrated: raw['version'] !== target } : { kind: 'unusable' };
}
