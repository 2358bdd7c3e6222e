import type { CardName } from '../../../../common/cards.ts';
import { createMask } from '../../../../core/drilldown/masking.ts';
import { fieldKey } from '../../../../core/drilldown/masking/fields.ts';
import { createKnownSecrets } from '../../../../core/secrets/knownSecrets.ts';

/** A card of sessions, and one of labels and counts. */
export const SESSIONS: CardName = 'CARDTOTALSESSIONS';
export const BREAKDOWN: CardName = 'CARDTAGS';

const SECRET_BYTES = 32;
const SECRET_BYTE = 7;

export interface MaskOptions {
  readonly shownFields?: readonly string[];
  readonly secretByte?: number;
}

/** What a reader of a card gets of a row while personal data is masked. */
export function maskFor(
  card: CardName,
  { shownFields = [], secretByte = SECRET_BYTE }: MaskOptions = {},
): (row: unknown) => unknown {
  const mask = createMask(new Uint8Array(SECRET_BYTES).fill(secretByte), createKnownSecrets());
  const rules = { card, masked: true, shownFields: new Set(shownFields.map(fieldKey)) };
  return (row) => mask.prepare(row, rules);
}
