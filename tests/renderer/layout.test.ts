import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ValuePart } from '../../renderer/format/formats.ts';
import { createFormats } from '../../renderer/format/formats.ts';
import { arrange, shapeOf } from '../../renderer/layout/arrange.ts';
import { fittedSize, VALUE_LINE_EM, widthInEm } from '../../renderer/layout/fit.ts';
import { words } from './mounting.ts';

const formats = createFormats('en', words);
const value = fc.oneof(
  fc.nat(999_999_999).map((count): readonly ValuePart[] => [{ text: formats.count(count), kind: 'digits' }]),
  fc.nat(99_999 * 86_400).map((seconds) => formats.duration(seconds)),
  fc.string({ maxLength: 12 }).map((text): readonly ValuePart[] => [{ text, kind: 'digits' }]),
);
const length = fc.double({ min: 1, max: 2000, noNaN: true });

describe('the size of a value', () => {
  it('is never more than wanted, and never more than fits', () => {
    fc.assert(
      fc.property(value, length, length, length, (parts, target, width, height) => {
        const em = widthInEm(parts);
        const size = fittedSize(target, { width, height }, em);
        expect(size).toBeLessThanOrEqual(target);
        expect(size * em).toBeLessThanOrEqual(width * 1.000001);
        expect(size * VALUE_LINE_EM).toBeLessThanOrEqual(height * 1.000001);
      }),
    );
  });

  it('is as wanted when there is room', () => {
    const parts = [{ text: '1,457', kind: 'digits' }] as const;
    expect(fittedSize(140, { width: 420, height: 200 }, widthInEm(parts))).toBe(140);
  });

  it('does not depend on which digits a number has, so numbers change without a shift', () => {
    fc.assert(
      fc.property(fc.nat({ max: 8_999_999 }), fc.nat({ max: 8_999_999 }), (one, other) => {
        const parts = (n: number): readonly ValuePart[] => [{ text: formats.count(1_000_000 + n), kind: 'digits' }];
        expect(widthInEm(parts(one))).toBe(widthInEm(parts(other)));
      }),
    );
  });

  it('a longer text is never taken for a narrower one', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.constantFrom('0', '1', ',', '.', '%', 'ع'), (text, glyph) => {
        const em = (shown: string): number => widthInEm([{ text: shown, kind: 'digits' }]);
        expect(em(text + glyph)).toBeGreaterThanOrEqual(em(text));
      }),
    );
  });
});

describe('the arrangement of tiles', () => {
  const aspect = fc.double({ min: 0.4, max: 3.6, noNaN: true });

  it('has room for every tile once, heroes first, at any shape of screen', () => {
    fc.assert(
      fc.property(aspect, fc.nat({ max: 3 }), fc.nat({ max: 17 }), (ratio, heroes, others) => {
        const { rows } = arrange(ratio, heroes, others);
        const count = (size: string): number =>
          rows.filter((row) => row.size === size).reduce((sum, row) => sum + row.count, 0);
        expect(count('hero')).toBe(heroes);
        expect(count('normal')).toBe(others);
        expect(rows.every((row) => row.count > 0)).toBe(true);
        expect(rows.map((row) => row.size).join()).not.toMatch(/normal,hero/);
      }),
    );
  });

  it.each([
    [16 / 9, 'side', 12, 6],
    [16 / 10, 'stacked', 12, 6],
    [4 / 3, 'stacked', 12, 6],
    [21 / 9, 'side', 12, 6],
    [9 / 16, 'portrait', 6, 4],
  ])('wants digits of the promised size on the default board at aspect %d', (ratio, shape, heroVh, tileVh) => {
    const wanted = arrange(ratio, 3, 8);
    expect(shapeOf(ratio)).toBe(shape);
    expect(wanted.heroTargetVh).toBeGreaterThanOrEqual(heroVh);
    expect(wanted.tileTargetVh).toBeGreaterThanOrEqual(tileVh);
    expect(wanted.typeScale).toBe(1);
  });

  it('lays the default board out as three heroes over two rows of four on a TV', () => {
    expect(arrange(16 / 9, 3, 8).rows.map((row) => row.count)).toEqual([3, 4, 4]);
    expect(arrange(9 / 16, 3, 8).rows.map((row) => row.count)).toEqual([1, 2, 2, 2, 2, 2]);
  });
});
