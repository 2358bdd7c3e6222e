import type { CardName } from '../../../common/cards.ts';
import type { SummaryField } from '../../../common/metrics.ts';
import type { BoardSnapshot, Reading } from '../../../common/snapshot.ts';

/** What the cards are about; a group's name is `drilldown.group.<id>`. */
export const CARD_GROUPS: readonly { readonly id: string; readonly cards: readonly CardName[] }[] = [
  {
    id: 'volume',
    cards: [
      'CARDTOTALSESSIONS',
      'CARDTOTALCLOSEDSESSIONS',
      'CARDTOTALTRANSFERRED',
      'CARDNEWCLIENTS',
      'CARDQUEUEREPORT',
      'CARDPEAKTIME',
      'CARDWEAKTIME',
    ],
  },
  {
    id: 'times',
    cards: [
      'CARDWAITINGTIME',
      'CARDAVGRESPONSETIME',
      'CARDSERVICETIME',
      'CARDMINSERVICETIME',
      'CARDMAXSERVICETIME',
      'CARDTOTALTIME',
    ],
  },
  { id: 'quality', cards: ['CARDCSAT', 'CARDFCR', 'CARDNPS'] },
  {
    id: 'messages',
    cards: ['CARDTOTALMESSAGES', 'CARDTEMPLATEUSAGE', 'CARDPREDEFINEDMESSAGES', 'CARDTAGS', 'CARDTAGSPERCENTAGE'],
  },
];

/** The figure of a metric as the board shows it now; null when the board does not have that tile. */
export function figureOnBoard(board: BoardSnapshot, metric: SummaryField): Reading | null {
  const tile = board.tiles.find((one) => one.metric === metric);
  if (tile) return tile.reading;
  if (metric === 'totalSessions' || metric === 'totalClosedSessions' || metric === 'weakTime')
    return board.companions[metric];
  return null;
}
