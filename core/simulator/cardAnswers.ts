import type { CardName } from '../../common/cards.ts';
import type { SlaSeconds } from '../../common/query.ts';
import { makeCard } from './cards.ts';
import type { History, View } from './history.ts';
import { shapeContent, type CardShape } from './shapes.ts';
import { writeIds, writeValues, type CardValues } from './values.ts';

/** How cards are answered: the documented list of documented values unless told otherwise. */
export interface CardAnswers {
  readonly shape?: CardShape;
  readonly values?: CardValues;
}

/** What one request for a card asks. */
export interface CardAsked {
  readonly card: CardName;
  readonly history: History;
  readonly view: View;
  readonly sla: SlaSeconds;
}

/** The good reply of `POST /v2/dashboard/{cardName}` in the shape and with the values that are wished. */
export function answerCard({ card, history, view, sla }: CardAsked, answers: CardAnswers): Record<string, unknown> {
  const { nowS, offsetMinutes } = view;
  const content = makeCard(card, history, view, sla);
  const each = (visit: Parameters<History['eachSession']>[1]): void => history.eachSession(view, visit);
  const shaped = shapeContent({ content, each, nowS, offsetMinutes }, answers.shape ?? 'list');
  return { status: 'SUCCESS', cardName: card, cardContent: writeValues(shaped, answers.values ?? 'documented') };
}

/** The JSON text of a card's reply as it goes out. */
export const textOfCard = (text: string, { values = 'documented' }: CardAnswers): string => writeIds(text, values);
