import { NO_IDS, type IdKind, type IdName, type SeenIds } from '../../../common/idNames.ts';
import { readIds } from '../../../common/ids.ts';
import { MAX_ID_NAMES, type Settings } from '../../../common/settings.ts';

const FIELDS = { channels: 'channels', groups: 'groupsID', shifts: 'shiftIDs' } as const;

export interface NameRow {
  readonly id: string;
  /** Empty where the id has no name. */
  readonly name: string;
}

/** The ids of one kind that have a name, that a board filters by or that rows had; those with a name first. */
export function nameRows(
  { names, boards }: Pick<Settings, 'names' | 'boards'>,
  kind: IdKind,
  seen: SeenIds = NO_IDS,
): readonly NameRow[] {
  const named = names[kind];
  const known = new Set(named.map(({ id }) => id));
  const used = new Set([...boards.flatMap(({ query }) => query[FIELDS[kind]]), ...seen[kind]].map(String));
  return [...named, ...[...used].filter((id) => !known.has(id)).map((id) => ({ id, name: '' }))];
}

/** The id that somebody typed beside its name, as text; null when it is none or more than one. */
export function newIdFrom(text: string): string | null {
  const [id, ...others] = readIds(text);
  return id === undefined || others.length > 0 ? null : String(id);
}

/** Gives an id a name, or takes it away with an empty one. */
export function withName(names: readonly IdName[], id: string, name: string): IdName[] {
  const typed = name.trim();
  if (typed === '') return names.filter((known) => known.id !== id);
  if (!names.some((known) => known.id === id)) return [...names, { id, name: typed }];
  return names.map((known) => (known.id === id ? { id, name: typed } : known));
}

export const hasRoomForName = (names: readonly IdName[]): boolean => names.length < MAX_ID_NAMES;
