import type { CardName } from '../../common/cards.ts';
import { isRecord } from '../../common/isRecord.ts';
import type { ErrorCode } from '../../common/errorCodes.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { readEnvelope } from './summary.ts';

/** What is behind a card (API page, "Card Content"). Only session rows are documented; other rows may be anything. */
export interface CardContent {
  readonly card: CardName;
  /** Objects, scalars or nested values, in the order they came; a single object or scalar is one row. */
  readonly rows: readonly unknown[];
  /** `object`: one object or scalar came where a list might have. */
  readonly reply: 'list' | 'object';
}

/** From this length on, the one list inside an object is the card's rows; a shorter one is readable as it is. */
const LIST_LENGTH = 50;

/** The rows of a list that came wrapped, such as `{page, items}`; null when the object is one thing of its own. */
function listInside(content: unknown): readonly unknown[] | null {
  if (!isRecord(content)) return null;
  const lists = Object.values(content).filter((value) => Array.isArray(value));
  const [list] = lists;
  return lists.length === 1 && list && list.length >= LIST_LENGTH ? list : null;
}

/** Reads a card's reply; a reply that names another card is not the answer to this question (`shape`). */
export function readCard(raw: unknown, card: CardName): Result<CardContent, ErrorCode> {
  const envelope = readEnvelope(raw);
  if (!envelope.ok) return envelope;
  const { cardName, cardContent } = envelope.value;
  if (cardName !== undefined && cardName !== card) return err('shape');
  if (cardContent === undefined || cardContent === null) return ok({ card, rows: [], reply: 'list' });
  if (Array.isArray(cardContent)) return ok({ card, rows: cardContent, reply: 'list' });
  const wrapped = listInside(cardContent);
  if (wrapped) return ok({ card, rows: wrapped, reply: 'list' });
  return ok({ card, rows: [cardContent], reply: 'object' });
}
