import type { CardOutcome, CardRows, OpenCard } from '../../../common/drilldown.ts';
import type { CommandErrorCode } from '../../../common/errorCodes.ts';
import type { Instant } from '../../format/elapsed.ts';
import type { FromWorker, RowEngine } from '../engine/protocol.ts';

/** What of a card's query was chosen in the dialog; what is absent is as the board has it. */
export type Choices = Pick<OpenCard, 'for' | 'email' | 'shiftIDs'>;

/** Why there are no rows. `cost` is null until it is known what was spent on a request that was cancelled. */
export type Refusal = Omit<Extract<CardOutcome, { kind: 'refused' }>, 'cost'> & {
  readonly cost: 0 | 1 | null;
  readonly at: Instant;
};

/** Where an opening stands. `idle`: nothing is under way, and what was asked for last is on screen. */
export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | Extract<CardOutcome, { kind: 'costly' }>
  | Refusal
  | { readonly kind: 'reading'; readonly read: number; readonly rowCount: number }
  /** The wallboard did not carry out a command. */
  | { readonly kind: 'failed'; readonly code: CommandErrorCode }
  /** The rows came, but could not be read. */
  | { readonly kind: 'unreadable' };

/** Rows that are on screen. */
export interface LoadedRows {
  readonly rows: CardRows;
  readonly table: Extract<FromWorker, { kind: 'ready' }>;
  readonly engine: RowEngine;
  /** When the answer came, on this screen's clocks. */
  readonly at: Instant;
  /** Fields that are masked until the owner allows them, by their names in the rows. */
  readonly maskedFields: readonly string[];
}
