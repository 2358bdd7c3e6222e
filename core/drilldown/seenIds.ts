import { ID_KINDS, idKindOfField, type IdKind, type SeenIds } from '../../common/idNames.ts';
import { LONGEST_ID, MOST_IDS, type Id } from '../../common/ids.ts';
import { isRecord } from '../../common/isRecord.ts';

/** Channels, groups and shifts by their ids, as far as rows had them: the API has no list of them. */
export interface SeenIdList {
  /** Takes the ids in a row as the desk gets it: what is masked in it is none. */
  note(row: unknown): void;
  seen(): SeenIds;
  clear(): void;
}

/** What masking leaves of a text. */
const MASKED = /•/;
const NAMED_AS_ID = /ids?$/i;

/** Fields whose kind was looked up, at most: rows may be keyed by anything. */
const MOST_FIELDS = 2_000;

export function createSeenIds(): SeenIdList {
  const kinds = new Map<string, IdKind | null>();
  const found: Record<IdKind, Map<string, Id>> = { channels: new Map(), groups: new Map(), shifts: new Map() };

  function kindOf(field: string): IdKind | null {
    const known = kinds.get(field);
    if (known !== undefined) return known;
    const kind = idKindOfField(field);
    if (kinds.size < MOST_FIELDS) kinds.set(field, kind);
    return kind;
  }

  function add(kind: IdKind, id: Id): void {
    if (found[kind].size < MOST_IDS) found[kind].set(JSON.stringify(id), id);
  }

  /** @param isNamed whether the field is called an id: a text in a field that is not is a name, such as `whatsapp` */
  function take(kind: IdKind, value: unknown, isNamed: boolean): void {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) add(kind, value);
    else if (typeof value === 'string') {
      const id = value.trim();
      if (isNamed && id !== '' && id !== '-' && id.length <= LONGEST_ID && !MASKED.test(id)) add(kind, id);
    } else if (Array.isArray(value)) for (const one of value.slice(0, MOST_IDS)) take(kind, one, isNamed);
    else if (isRecord(value)) take(kind, value['id'], true);
  }

  function look(row: Record<string, unknown>, isWithin: boolean): void {
    for (const [field, value] of Object.entries(row)) {
      const kind = kindOf(field);
      if (kind !== null) take(kind, value, NAMED_AS_ID.test(field));
      else if (!isWithin && isRecord(value)) look(value, true);
    }
  }

  return {
    note(row) {
      if (isRecord(row)) look(row, false);
    },
    seen: () => ({
      channels: [...found.channels.values()],
      groups: [...found.groups.values()],
      shifts: [...found.shifts.values()],
    }),
    clear() {
      for (const kind of ID_KINDS) found[kind].clear();
    },
  };
}
