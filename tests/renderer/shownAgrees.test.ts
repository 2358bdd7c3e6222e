import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS, SUMMARY_FIELDS, type SummaryField } from '../../common/metrics.ts';
import { levelOf, type Thresholds } from '../../common/thresholds.ts';
import { figureRows } from '../../renderer/desk/model/history.ts';
import { createFormats } from '../../renderer/format/formats.ts';
import { createWords, type Translate } from '../../renderer/i18n.ts';
import { figureText } from '../../renderer/view/figureText.ts';
import { gaugeView } from '../../renderer/view/gaugeView.ts';
import { targetOf, tileView } from '../../renderer/view/tileView.ts';
import { textOf } from '../../renderer/view/values.ts';
import { viewContext } from './mounting.ts';
import { board, gauge, reading, SENT_AT, tile } from './snapshots.ts';

const RUNS = 500;
/** With words that are looked up once, not made anew for each of thousands of them. */
const { t } = createWords().global;
const words: Translate = (key, named = {}, plural) => (plural === undefined ? t(key, named) : t(key, named, plural));
const context = { ...viewContext(), t: words, formats: createFormats('en', words) };
const IN_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, min: 60, s: 1 };

/** What a reader takes from a text: a number with its sign, or the seconds of a duration in any of its forms. */
function readBack(text: string): number {
  const plain = text.replaceAll('\u00a0', ' ').replaceAll(',', '').replace('−', '-');
  const units = [...plain.matchAll(/([\d.]+) ?(d|h|min|m|s)(?![a-z])/g)];
  if (units.length > 0) {
    const seconds = units.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (IN_SECONDS[unit] ?? NaN), 0);
    return Number(seconds.toFixed(9));
  }
  return Number(/[+-]?\d+(\.\d+)?/.exec(plain)?.[0] ?? NaN);
}

/** Limits as owners type them, and values anywhere, on a limit, and just beside it. */
const near = fc.constantFrom(0, 1e-9, 0.0004, 0.04, 0.05, 0.4, 0.5, 0.96, 1, 29, 61);
const limitIn = (least: number, most: number) =>
  fc.oneof(
    fc.integer({ min: least, max: most }),
    fc.integer({ min: least * 100, max: most * 100 }).map((n) => n / 100),
  );
const caseIn = (least: number, most: number) =>
  fc
    .record({
      limits: fc.tuple(limitIn(least, most), limitIn(least, most)),
      anywhere: fc.double({ min: least, max: most, noNaN: true }),
      which: fc.constantFrom('anywhere', 0, 1, 'least', 'most'),
      near,
      side: fc.constantFrom(-1, 1),
    })
    .map(({ limits: [one, other], anywhere, which, near: by, side }) => {
      const from =
        new Map<unknown, number>([
          ['least', least],
          ['most', most],
          [0, one],
          [1, other],
        ]).get(which) ?? anywhere;
      const value = Math.min(most, Math.max(least, from + side * by));
      // Nobody is told of a share of less than a billionth.
      return { value: Number(value.toFixed(10)), low: Math.min(one, other), high: Math.max(one, other) };
    });

const JUDGED = SUMMARY_FIELDS.filter(
  (field) => METRICS[field].better !== null && METRICS[field].rule?.kind !== 'share',
);
const RANGES = { percent: [0, 110], points: [-100, 100], duration: [0, 200_000], count: [0, 1e6] } as const;

const thresholdsOf = (field: SummaryField, low: number, high: number): Thresholds =>
  METRICS[field].better === 'higher' ? { warn: high, bad: low } : { warn: low, bad: high };

describe('a figure never contradicts its status', () => {
  it.each(JUDGED)('%s reads as the status that stands beside it, wherever it is written', (field) => {
    const { unit, better } = METRICS[field];
    const [least, most] = RANGES[unit === 'timeOfDay' ? 'count' : unit];
    fc.assert(
      fc.property(caseIn(least, most), ({ value, low, high }) => {
        const thresholds = thresholdsOf(field, low, high);
        const level = levelOf(value, better, thresholds);
        const one = tile(field, { reading: reading(value), level, thresholds });
        const target = readBack(targetOf(context, one) ?? '');
        expect(target).toBe(thresholds.warn);
        const figure = { value, problem: null, level, thresholds };
        const [then] = figureRows(context, { ...shownThen, figures: { [field]: figure } });
        const texts = [
          textOf(tileView(context, board(), one).value),
          figureText(context, field, one.reading, thresholds) ?? '',
          then?.value ?? '',
        ];
        for (const text of texts) {
          expect(levelOf(readBack(text), better, { ...thresholds, warn: target }), `${text} of ${target}`).toBe(level);
          expect(readBack(text) === 0, text).toBe(value === 0);
        }
      }),
      { numRuns: RUNS, seed: 20_261_123 },
    );
  });

  it('nor does a gauge, in its digits, its mark, its words or its meter', () => {
    fc.assert(
      fc.property(caseIn(0, 110), ({ value, low, high }) => {
        const thresholds = { warn: Math.min(100, high), bad: Math.min(100, low) };
        const level = levelOf(value, 'higher', thresholds);
        const view = gaugeView(context, board(), gauge('waiting', { reading: reading(value), level, thresholds }));
        for (const shown of [readBack(textOf(view.value)), view.percent, readBack(view.spoken)]) {
          expect(levelOf(shown, 'higher', thresholds)).toBe(level);
          expect([shown === 0, shown === 100]).toEqual([value === 0, value === 100]);
        }
        if (level !== 'good') expect(readBack(view.mark?.word ?? '')).toBeGreaterThan(0);
      }),
      { numRuns: RUNS, seed: 20_261_123 },
    );
  });

  it('nor does the share that a count is judged by', () => {
    fc.assert(
      fc.property(caseIn(0, 100), ({ value, low, high }) => {
        const thresholds = { warn: low, bad: high };
        const level = levelOf(value, 'lower', thresholds);
        const one = tile('totalTransferred', { reading: reading(7), share: value, level, thresholds });
        const shown = readBack(tileView(context, board(), one).note ?? '');
        expect(levelOf(shown, 'lower', thresholds)).toBe(level);
        expect([shown === 0, shown === 100]).toEqual([value === 0, value === 100]);
      }),
      { numRuns: RUNS, seed: 20_261_123 },
    );
  });

  it.each<[string, number, Thresholds, string]>([
    ['CSAT', 79.96, { warn: 80, bad: 70 }, '79.96%'],
    ['CSAT', 83.9, { warn: 80, bad: 70 }, '83.9%'],
    ['CSAT', 80, { warn: 80, bad: 70 }, '80%'],
    ['NPS', -0.04, { warn: 0, bad: -20 }, '−0.04'],
    ['averageWaitingTime', 120, { warn: 120, bad: 240 }, '2m 00s'],
    ['averageWaitingTime', 120.4, { warn: 120, bad: 240 }, '2m 00.4s'],
    ['averageServiceTime', 3719, { warn: 3700, bad: 7200 }, '1h 01m 59s'],
    ['averageServiceTime', 3719, { warn: 3600, bad: 7200 }, '1h 01m'],
    ['averageResponseTime', 0.4, { warn: 30, bad: 60 }, '0.4s'],
  ])('%s of %d is written as finely as it has to be', (field, value, thresholds, text) => {
    const metric = SUMMARY_FIELDS.find((known) => known === field) ?? 'CSAT';
    const one = tile(metric, { reading: reading(value), thresholds });
    expect(textOf(tileView(context, board(), one).value).replaceAll('\u00a0', ' ')).toBe(text);
  });
});

const shownThen = {
  board: 'main',
  atMs: SENT_AT,
  reason: 'figures',
  health: 'fresh',
  ageMs: 400,
  failure: null,
  light: 'light',
  demo: false,
} as const;
