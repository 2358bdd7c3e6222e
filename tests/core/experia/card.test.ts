import { expect, test } from 'vitest';
import { readCard } from '../../../core/experia/card.ts';

const reply = (cardName: unknown) =>
  readCard({ status: 'SUCCESS', cardName, cardContent: [{ total: 1 }] }, 'CARDTAGS', null);

test.each([undefined, null, '', 'CARDTAGS', 'cardTags', ' CardTags ', 'Tags', 7])(
  'a reply whose cardName is %j is the answer to the card that was asked for',
  (cardName) => {
    expect(reply(cardName)).toMatchObject({ ok: true, value: { card: 'CARDTAGS', rows: [{ total: 1 }] } });
  },
);

test.each(['CARDNPS', 'cardnps'])('a reply that names another card, such as %s, is not', (cardName) => {
  expect(reply(cardName)).toEqual({ ok: false, error: 'shape' });
});
