import { isCardName, type CardName } from '../../common/cards.ts';
import type { ErrorCode } from '../../common/errorCodes.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { readContent, type ReadContent } from './content/readContent.ts';
import { readEnvelope } from './summary.ts';

/** What is behind a card (API page, "Card Content"). Only session rows are documented; other rows may be anything. */
export interface CardContent extends ReadContent {
  readonly card: CardName;
  /** The API's clock when it replied, in milliseconds since 1970 UTC; null where it did not say. */
  readonly repliedAtMs: number | null;
}

/** Letter case and what is no name of a card say nothing about which card came. */
function namesAnother(cardName: unknown, card: CardName): boolean {
  const named = typeof cardName === 'string' ? cardName.trim().toUpperCase() : '';
  return named !== card && isCardName(named);
}

/**
 * Reads a card's reply; a reply that names another card is not the answer to this question (`shape`).
 * @param date the reply's `Date` header
 */
export function readCard(raw: unknown, card: CardName, date: string | null): Result<CardContent, ErrorCode> {
  const envelope = readEnvelope(raw);
  if (!envelope.ok) return envelope;
  const { cardName, cardContent, status: _, ...around } = envelope.value;
  if (namesAnother(cardName, card)) return err('shape');
  const repliedAtMs = Date.parse(date ?? '');
  return ok({
    card,
    repliedAtMs: Number.isFinite(repliedAtMs) ? repliedAtMs : null,
    ...readContent(cardContent, card, around),
  });
}
