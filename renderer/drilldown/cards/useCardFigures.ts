import { computed, type ComputedRef } from 'vue';
import { CARD_NAMES, type CardName } from '../../../common/cards.ts';
import { metricOfCard } from '../../../common/metrics.ts';
import type { BoardSnapshot } from '../../../common/snapshot.ts';
import { useViewContext } from '../../composables/useViewContext.ts';
import { tileView, type TileStatus } from '../../view/tileView.ts';
import { figureOnBoard } from './cardGroups.ts';
import { figureText } from '../../view/figureText.ts';

export interface CardFigure {
  /** The figure as the wall shows it now; null when the board does not have it. */
  readonly value: string | null;
  /** The tile's status; `neutral` where the board has the figure but no tile. */
  readonly status: TileStatus;
}

/** The figure of each card as the board shows it now, with the same care for old ones as the wall takes. */
export function useCardFigures(board: () => BoardSnapshot): ComputedRef<ReadonlyMap<CardName, CardFigure>> {
  const context = useViewContext(() => board().query.timezone);

  function figureOf(card: CardName): CardFigure {
    const metric = metricOfCard(card);
    if (metric === null) return { value: null, status: 'none' };
    const tile = board().tiles.find((one) => one.metric === metric);
    if (tile) {
      const { status } = tileView(context.value, board(), tile);
      return {
        value: status === 'none' ? null : figureText(context.value, metric, tile.reading, tile.thresholds),
        status,
      };
    }
    const reading = figureOnBoard(board(), metric);
    return { value: reading && figureText(context.value, metric, reading, null), status: 'neutral' };
  }

  return computed(() => new Map(CARD_NAMES.map((card) => [card, figureOf(card)])));
}
