import { expect, test } from 'vitest';
import { createCostQuestion, type Price } from '../../../core/drilldown/costQuestion.ts';

const price = (seconds: { now: number; after: number; left?: number }): Price => ({
  left: seconds.left ?? 100,
  intervalMs: seconds.now * 1000,
  afterMs: seconds.after * 1000,
  bestMs: 18_000,
});

test('while there are plenty of requests nothing is asked', () => {
  expect(createCostQuestion().isDue(price({ now: 18, after: 22 }), 0)).toBe(false);
});

test('when they are short it is asked, and only when this one makes a difference that can be seen', () => {
  const question = createCostQuestion();
  expect(question.isDue(price({ now: 22, after: 23 }), 0)).toBe(true);
  expect(question.isDue(price({ now: 36.1, after: 36.4 }), 0)).toBe(false);
});

test('one of the last requests is always asked about', () => {
  const question = createCostQuestion();
  const last = price({ now: 18, after: 18, left: 2 });
  question.agree(last, 0);
  expect(question.isDue(last, 1)).toBe(true);
});

test('a yes holds for five minutes, unless the wall would be much slower than agreed', () => {
  const question = createCostQuestion();
  question.agree(price({ now: 22, after: 23 }), 0);
  expect(question.isDue(price({ now: 23, after: 24 }), 299_999)).toBe(false);
  expect(question.isDue(price({ now: 23, after: 29 }), 299_999)).toBe(true);
  expect(question.isDue(price({ now: 23, after: 24 }), 300_000)).toBe(true);
});
