import { randomUUID } from 'node:crypto';
import type { CardName } from '../../../common/cards.ts';
import type { CommandResult } from '../../../common/contract.ts';
import type { Life } from './scene.ts';

/** Opens a card of the first board from the supervisor's desk. */
export const openCard = (
  { wallboard }: Life,
  card: CardName = 'CARDTOTALSESSIONS',
): Promise<CommandResult<'openCard'>> =>
  wallboard.dispatch('openCard', { request: randomUUID(), board: 'main', card, spend: 'yes' }, 'control');
