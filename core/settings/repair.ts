import type { z } from 'zod';
import { isRecord } from '../../common/isRecord.ts';
import { SUMMARY_FIELDS } from '../../common/metrics.ts';
import {
  DEFAULT_BOARD,
  DEFAULT_SETTINGS,
  MAX_BOARD_ID,
  MAX_BOARDS,
  MAX_HEROES,
  MAX_ID_NAMES,
  MAX_WALL_WINDOWS,
} from '../../common/settings.ts';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** Puts a value at a path; undefined takes out what is there. */
interface Repair {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * What of a query says whose sessions are counted. A board that lost part of it would show the figures of more, or of
 * others, under its old title: a false number. So it is left out; every other field of a board has a default that shows.
 */
const COUNTED: readonly PropertyKey[] = ['channels', 'groupsID', 'shiftIDs', 'email', 'for'];

/** The value at a path; undefined where there is none. */
function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((outer, name) => {
    if (Array.isArray(outer)) return outer[Number(name)] as unknown;
    return isRecord(outer) ? outer[String(name)] : undefined;
  }, value);
}

const listAt = (value: unknown, path: Path): readonly unknown[] | null => {
  const found = at(value, path);
  return Array.isArray(found) ? found : null;
};

/** A window of the desktop app is a display with its board, or nothing; so is a name for an id. */
const isEntry = ([top, part, index]: Path): boolean =>
  ((top === 'desktop' && part === 'walls') || top === 'names') && index !== undefined;

/**
 * The part that has to go with what is damaged at a path: a whole board, a whole tile, a tile's thresholds, a target, a span of
 * its hours, or just it.
 */
function damaged(path: Path): Path {
  const [top, , field, part, tileField] = path;
  if (isEntry(path)) return path.slice(0, 3);
  if (top !== 'boards') return path;
  if (field === 'query' && (path.length === 3 || COUNTED.includes(part ?? ''))) return path.slice(0, 2);
  if (field === 'tiles' && tileField === 'metric') return path.slice(0, 4);
  if (field === 'tiles' && tileField === 'thresholds') return path.slice(0, 5);
  if (field === 'hours' && part === 'spans') return path.slice(0, 5);
  if (field === 'slaTargets') return path.slice(0, 4);
  return path;
}

/** The default for a place in the settings; undefined where there is none, so that what is there is taken out. */
function defaultAt(path: Path): unknown {
  const [top, , field, , tileField] = path;
  if (isEntry(path)) return undefined;
  if (top !== 'boards' || path.length === 1) return at(DEFAULT_SETTINGS, path);
  if (path.length === 2 || (field === 'tiles' && path.length === 4)) return undefined;
  if (field === 'tiles' && path.length > 4) return tileField === 'size' ? 'normal' : undefined;
  return at(DEFAULT_BOARD, path.slice(2));
}

/** Gives out ids that no board of the settings has. */
function idGiver(settings: unknown): (wanted: string) => string {
  const boards = listAt(settings, ['boards']) ?? [];
  const taken = new Set(boards.map((board) => at(board, ['id'])));
  return (wanted) => {
    let id = wanted;
    for (let n = 2; taken.has(id); n += 1) id = `${wanted.slice(0, MAX_BOARD_ID - String(n).length - 1)}-${n}`;
    taken.add(id);
    return id;
  };
}

const takenOut = (list: Path, index: number): Repair => ({ path: [...list, index], value: undefined });

/**
 * For a list with too many boards, or with an id twice: what is no board at all goes first, then what is too many; the
 * later of two equal ids is renamed. A list that is too long is refused before its entries are looked at.
 */
function boardListRepairs(boards: readonly unknown[], freeId: (wanted: string) => string): Repair[] {
  const path = ['boards'];
  const nothings = boards.flatMap((board, i) => (isRecord(board) ? [] : [takenOut(path, i)]));
  if (nothings.length > 0) return nothings;
  const seen = new Set<unknown>();
  return boards.flatMap((board, i) => {
    if (i >= MAX_BOARDS) return [takenOut(path, i)];
    const id = at(board, ['id']);
    if (typeof id !== 'string') return [];
    if (seen.has(id)) return [{ path: [...path, i, 'id'], value: freeId(id) }];
    seen.add(id);
    return [];
  });
}

/** For a list with too many tiles or heroes: unknown and second metrics go, a fourth hero becomes a normal tile. */
function tileListRepairs(tiles: readonly unknown[], path: Path): Repair[] {
  const left = new Set<unknown>(SUMMARY_FIELDS);
  let heroes = 0;
  return tiles.flatMap((tile, i) => {
    if (!left.delete(at(tile, ['metric']))) return [takenOut(path, i)];
    if (at(tile, ['size']) !== 'hero') return [];
    heroes += 1;
    return heroes > MAX_HEROES ? [{ path: [...path, i, 'size'], value: 'normal' }] : [];
  });
}

/** For a list with too many entries, or with the same display or id twice: the later ones go. */
function entryListRepairs(entries: readonly unknown[], path: Path, key: 'display' | 'id', most: number): Repair[] {
  const seen = new Set<unknown>();
  return entries.flatMap((entry, i) => {
    const known = at(entry, [key]);
    if (seen.has(known) || seen.size >= most) return [takenOut(path, i)];
    seen.add(known);
    return [];
  });
}

function repairsOf(settings: unknown, issue: Issue, freeId: (wanted: string) => string): readonly Repair[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...issue.path, key], value: undefined }));
  const path = damaged(issue.path);
  const list = listAt(settings, path);
  if (path[0] === 'boards' && path.length === 1 && list && list.length > 0) return boardListRepairs(list, freeId);
  if (path[2] === 'tiles' && path.length === 3 && list) return tileListRepairs(list, path);
  if (path[1] === 'walls' && path.length === 2 && list)
    return entryListRepairs(list, path, 'display', MAX_WALL_WINDOWS);
  if (path[0] === 'names' && path.length === 2 && list) return entryListRepairs(list, path, 'id', MAX_ID_NAMES);
  if (path[2] === 'id') return [{ path, value: freeId(DEFAULT_BOARD.id) }];
  return [{ path, value: structuredClone(defaultAt(path)) }];
}

/** Repairs that are not inside what another one replaces or takes out. */
function outermost(repairs: readonly Repair[]): Repair[] {
  const byPath = new Map(repairs.map((repair) => [JSON.stringify(repair.path), repair]));
  return [...byPath.values()].filter(({ path }) =>
    path.every((_, length) => !byPath.has(JSON.stringify(path.slice(0, length)))),
  );
}

/** Carries out all repairs at once, so that taking out one entry of a list does not shift the others' places. */
function mended(value: unknown, repairs: readonly Repair[], depth = 0): unknown {
  const own = repairs.find(({ path }) => path.length === depth);
  if (own) return own.value;
  const inside = Map.groupBy(repairs, ({ path }) => String(path[depth]));
  const child = (name: string, old: unknown): unknown => {
    const its = inside.get(name);
    return its ? mended(old, its, depth + 1) : old;
  };
  if (Array.isArray(value))
    return value.map((item: unknown, i) => child(String(i), item)).filter((item) => item !== undefined);
  const record = isRecord(value) ? value : {};
  const names = new Set([...Object.keys(record), ...inside.keys()]);
  const entries = [...names].map((name): [string, unknown] => [
    name,
    child(name, Object.hasOwn(record, name) ? record[name] : undefined),
  ]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** A path in words for the owner: boards by id where they have one, as places shift. */
function nameOf(settings: unknown, path: Path): string {
  const id = path[0] === 'boards' && path.length > 1 ? at(settings, [...path.slice(0, 2), 'id']) : undefined;
  const isName = typeof id === 'string' && id !== '' && id.length <= MAX_BOARD_ID;
  return path.map((name, i) => (i === 1 && isName ? id : String(name))).join('.');
}

/**
 * Repairs everything one validation found, and no more than that.
 * @returns the repaired value and the places that were reset, renamed or left out, such as `boards.sales.title`
 */
export function repairAll(
  settings: unknown,
  issues: readonly Issue[],
): { readonly settings: unknown; readonly fields: readonly string[] } {
  const freeId = idGiver(settings);
  const repairs = outermost(issues.flatMap((issue) => repairsOf(settings, issue, freeId)));
  return { settings: mended(settings, repairs), fields: repairs.map(({ path }) => nameOf(settings, path)) };
}
