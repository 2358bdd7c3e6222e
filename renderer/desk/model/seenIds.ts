import type { IdName } from '../../../common/idNames.ts';
import { idText, readIds, type Id } from '../../../common/ids.ts';

/** Ids that are offered at once; typing narrows them. */
const MOST_OFFERED = 12;

/** The ids to choose from: those that rows had, as they were sent, then others that have a name. */
function knownIds(seen: readonly Id[], names: readonly IdName[]): readonly Id[] {
  const sent = new Set(seen.map(String));
  return [...seen, ...names.flatMap(({ id }) => (sent.has(id) ? [] : (readIds(id)[0] ?? [])))];
}

export interface OfferedFrom {
  readonly seen: readonly Id[];
  readonly names: readonly IdName[];
  /** What the filter has already. */
  readonly ids: readonly Id[];
  /** What was typed so far. */
  readonly typed: string;
}

/** Ids to offer beside a field, those that match what is typed by id or name. */
export function offeredIds({ seen, names, ids, typed }: OfferedFrom): readonly Id[] {
  const chosen = new Set(ids.map(String));
  const wanted = typed.trim().toLowerCase();
  const nameOf = (id: Id): string => names.find((known) => known.id === String(id))?.name ?? '';
  return knownIds(seen, names)
    .filter((id) => !chosen.has(String(id)))
    .filter((id) => `${idText(id)}\n${nameOf(id)}`.toLowerCase().includes(wanted))
    .slice(0, MOST_OFFERED);
}

/** Ids that no row had and that nobody gave a name. Nothing can be said of any before rows had some. */
export function unknownIds(ids: readonly Id[], { seen, names }: Pick<OfferedFrom, 'seen' | 'names'>): readonly Id[] {
  if (seen.length === 0) return [];
  const known = new Set([...seen.map(idText), ...names.map(({ id }) => id)]);
  return ids.filter((id) => !known.has(idText(id)) && !known.has(String(id)));
}
