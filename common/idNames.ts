import type { Id } from './ids.ts';

/** What the owner gives names to: the API lists neither channels nor groups nor shifts. */
export const ID_KINDS = ['channels', 'groups', 'shifts'] as const;
export type IdKind = (typeof ID_KINDS)[number];

export interface IdName {
  /** The id as text: 12 and "12" are called the same. */
  readonly id: string;
  readonly name: string;
}

/** Names for ids. They stay in the app and are never sent to the API. */
export type IdNames = Readonly<Record<IdKind, readonly IdName[]>>;

export const NO_NAMES: IdNames = { channels: [], groups: [], shifts: [] };

/** What an id is called; null where nobody gave it a name. */
export const nameOfId = (names: IdNames, kind: IdKind, id: Id): string | null =>
  names[kind].find((known) => known.id === String(id))?.name ?? null;

/** Names of fields, without case and signs, that hold the ids of one kind. */
const FIELDS: Readonly<Record<IdKind, RegExp>> = {
  channels: /^channels?(ids?)?$/,
  groups: /^groups?(ids?)?$/,
  shifts: /^shifts?(ids?)?$/,
};

/** The kind of the ids in a field such as `channel_id` or `agent.groupID`; null when it holds none. */
export function idKindOfField(field: string): IdKind | null {
  const plain = (field.split('.').at(-1) ?? '').toLowerCase().replace(/[^a-z]/g, '');
  return ID_KINDS.find((kind) => FIELDS[kind].test(plain)) ?? null;
}

/** Ids that rows had, each as it was sent: to the API, 12 and "12" need not be the same. */
export type SeenIds = Readonly<Record<IdKind, readonly Id[]>>;

export const NO_IDS: SeenIds = { channels: [], groups: [], shifts: [] };
