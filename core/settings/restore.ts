import type { z } from 'zod';
import {
  DEFAULT_BOARD,
  DEFAULT_SETTINGS,
  SETTINGS_VERSION,
  settingsSchema,
  type Settings,
} from '../../common/settings.ts';

/** Turns settings of one version into the next. Keyed by the version it starts from. */
export type Migrations = Readonly<Record<number, (old: Readonly<Record<string, unknown>>) => Record<string, unknown>>>;

/** From version 1 on; the first entry comes with version 2. */
export const MIGRATIONS: Migrations = {};

export type Restored =
  | {
      readonly kind: 'settings';
      readonly settings: Settings;
      readonly resetFields: readonly string[];
      readonly migrated: boolean;
    }
  /** Written by a newer version: not ours to change. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'unusable' };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function migrate(raw: Record<string, unknown>, migrations: Migrations, target: number): Record<string, unknown> | null {
  let current = raw;
  for (let version = Number(raw['version']); version < target; version += 1) {
    const step = migrations[version];
    if (!step) return null;
    current = { ...step(current), version: version + 1 };
  }
  return current;
}

/** The default for a field of the settings or of a board; undefined where there is none. */
function defaultAt(path: readonly PropertyKey[]): unknown {
  const [first, second] = path;
  const start: unknown = first === 'boards' && typeof second === 'number' ? DEFAULT_BOARD : DEFAULT_SETTINGS;
  const rest = start === DEFAULT_BOARD ? path.slice(2) : path;
  return rest.reduce<unknown>((value, name) => (isRecord(value) ? value[String(name)] : undefined), start);
}

/** Gives the value at a path its default, or removes it where it has none; the value itself is not changed. */
function repaired(value: unknown, path: readonly PropertyKey[], whole: readonly PropertyKey[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return structuredClone(defaultAt(whole));
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, i) => (i === Number(name) ? repaired(item, rest, whole) : item));
    return items.filter((item) => item !== undefined);
  }
  if (!isRecord(value)) return structuredClone(defaultAt(whole.slice(0, whole.length - path.length)));
  const { [String(name)]: old, ...others } = value;
  const next = repaired(old, rest, whole);
  return next === undefined ? others : { ...others, [String(name)]: next };
}

type Issue = z.core.$ZodIssue;

/** Paths to repair: for unknown fields the fields themselves; inside a list of tiles or ids, the whole entry. */
const pathsOf = (issue: Issue): readonly (readonly PropertyKey[])[] => {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  const tiles = issue.path.indexOf('tiles');
  return [tiles >= 0 && issue.path.length > tiles + 2 ? issue.path.slice(0, tiles + 2) : issue.path];
};

const MAX_ROUNDS = 20;

/**
 * Makes the best of a settings file: migrates it, and resets only the fields that are not as the schema says.
 * @param raw the parsed file
 */
export function restoreSettings(
  raw: unknown,
  migrations: Migrations = MIGRATIONS,
  target: number = SETTINGS_VERSION,
): Restored {
  if (!isRecord(raw) || !Number.isInteger(raw['version']) || Number(raw['version']) < 1) return { kind: 'unusable' };
  if (Number(raw['version']) > target) return { kind: 'newer' };
  let current: unknown = migrate(raw, migrations, target);
  if (current === null) return { kind: 'unusable' };
  const migrated = raw['version'] !== target;
  const resetFields = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const parsed = settingsSchema.safeParse(current);
    if (parsed.success) return { kind: 'settings', settings: parsed.data, resetFields: [...resetFields], migrated };
    // One at a time: repairing a list shifts the places of its other entries.
    const path = parsed.error.issues.flatMap(pathsOf)[0] ?? [];
    resetFields.add(path.map(String).join('.') || 'settings');
    current = repaired(current, path, path);
  }
  return { kind: 'unusable' };
}
