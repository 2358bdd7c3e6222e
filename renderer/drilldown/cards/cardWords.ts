import type { CardName } from '../../../common/cards.ts';
import { zoneClock } from '../../../common/zone.ts';
import type { Translate } from '../../i18n.ts';

/** The card's name in full, such as `Waiting time`. */
export const cardName = (t: Translate, card: CardName): string => t(`drilldown.card.${card}`);

const NOT_IN_FILE_NAMES = /[^\p{L}\p{N}]+/gu;
/** Length of `YYYY-MM-DD`. */
const DAY_LENGTH = 10;

interface ExportFile {
  /** When the rows were asked for, in milliseconds since 1970 UTC. */
  readonly asOfMs: number;
  /** The board's, whose day the file is named after. */
  readonly timezone: string;
  readonly ending: string;
}

/** A file name for a card's rows, such as `experia-waiting-time-2026-11-23.csv`. */
export function exportName(t: Translate, card: CardName, { asOfMs, timezone, ending }: ExportFile): string {
  const words = cardName(t, card).toLowerCase().replace(NOT_IN_FILE_NAMES, '-');
  const day = new Date(asOfMs + zoneClock(timezone).offsetMs(asOfMs)).toISOString().slice(0, DAY_LENGTH);
  return `experia-${words}-${day}.${ending}`;
}
