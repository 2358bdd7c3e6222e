import { z } from 'zod';
import { CARD_NAMES, type CardName } from './cards.ts';
import type { ErrorCode } from './errorCodes.ts';
import type { SummaryField } from './metrics.ts';
import { querySchema, type Query } from './query.ts';
import { boardIdSchema } from './settings.ts';
import type { Reading } from './snapshot.ts';

const { for: category, email, shiftIDs } = querySchema.shape;

/** What a screen asks when it opens a card: the board's query, with the parts that can be chosen in the dialog. */
export const openCardSchema = z.strictObject({
  /** Chosen by the screen; names this opening for `cancelCard`. */
  request: z.uuid(),
  board: boardIdSchema,
  card: z.enum(CARD_NAMES),
  /** Absent: as the board has it. */
  for: category.optional(),
  email: email.optional(),
  shiftIDs: shiftIDs.optional(),
  /** `ifPlenty` asks back (`costly`) when the request would slow the wall down. */
  spend: z.enum(['ifPlenty', 'yes']),
});
export type OpenCard = z.infer<typeof openCardSchema>;

/** Rows that are ready to be read with `readRows`. */
export interface CardRows {
  readonly kind: 'rows';
  /** Reads these rows; good until all of them were read once, or for five minutes. */
  readonly ticket: string;
  readonly card: CardName;
  /** What the card was asked with; personal data is masked where the reader may not see it. */
  readonly query: Query;
  readonly rowCount: number;
  /** `object`: the reply was one object, not a list. */
  readonly reply: 'list' | 'object';
  /** Rows of the whole list, where Experia says; null where it does not. */
  readonly total: number | null;
  /** Whether Experia says that there are more rows than these. */
  readonly hasMore: boolean;
  /** The API's clock when it sent the rows, in milliseconds since 1970 UTC; core's own where it did not say. */
  readonly apiNowMs: number;
  /** Core's wall clock when the request was sent, in milliseconds since 1970 UTC. */
  readonly asOfMs: number;
  /** Age of the rows in milliseconds when this answer was made. */
  readonly ageMs: number;
  /** Requests this opening spent; 0 when the rows were asked for less than 30 s before. */
  readonly cost: 0 | 1;
  /** Requests left this hour, as in `BudgetState`. */
  readonly left: number | null;
  /** Whether phone numbers, e-mail addresses and names are masked in these rows. */
  readonly masked: boolean;
  /** The figure on the wall when the rows came; null when the card has no summary field (queue report). */
  readonly figure: {
    readonly metric: SummaryField;
    readonly reading: Reading;
    /** Core's wall clock when that figure's request was sent; null when there is none yet. */
    readonly asOfMs: number | null;
  } | null;
}

export type CardOutcome =
  | CardRows
  /** Nothing was sent: it would cost more than the reserve holds. Ask again with `spend: 'yes'` to go on. */
  | {
      readonly kind: 'costly';
      readonly cost: 1;
      readonly left: number | null;
      /** Time between two refreshes of the board now, and for the coming hour when this is spent; in milliseconds. */
      readonly intervalMs: number;
      readonly intervalAfterMs: number;
    }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      /** HTTP status, when there was one. */
      readonly status: number | null;
      /** Milliseconds until it is possible; null when it may be tried at once or nobody knows. */
      readonly retryInMs: number | null;
      readonly cost: 0 | 1;
    };

/** A part of the rows of a ticket. */
export interface RowsChunk {
  /** A JSON array of rows, as text: a screen hands it to its worker without reading it. */
  readonly text: string;
  /** Where the next part begins; null after the last. */
  readonly next: number | null;
  /** Fields masked only because nobody knows what is in them, by their names in these rows: the owner may allow each. */
  readonly maskedFields: readonly string[];
}
