import { expect, test } from 'vitest';
import { CARD_NAMES } from '../../common/cards.ts';
import { metricOfCard, METRICS, SUMMARY_FIELDS } from '../../common/metrics.ts';

test('metrics and cards lead to each other: a card has one metric, and only the queue report has none', () => {
  for (const field of SUMMARY_FIELDS) expect(metricOfCard(METRICS[field].card)).toBe(field);
  expect(CARD_NAMES.filter((card) => metricOfCard(card) === null)).toEqual(['CARDQUEUEREPORT']);
});
