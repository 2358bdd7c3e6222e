import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockText } from '../../../common/clockText.ts';
import { momentInput, parseDuration, parseMoment, parseNumber } from '../../../renderer/drilldown/table/filterInput.ts';

describe('a duration as people write it', () => {
  it.each([
    ['2:30', 150],
    ['1:02:03', 3723],
    ['90', 90],
    ['90 s', 90],
    ['2 min', 120],
    ['1h 30m', 5400],
    ['1 h 5 min', 3900],
    ['1.5 h', 5400],
    ['2 d', 172_800],
    [' 0:05 ', 5],
    ['٢:٣٠', 150],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['', 'soon', '2:75', '-3', '1:2:3:4', '5 parsecs', '::'])('%s is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('is read back as it was written', () => {
    fc.assert(fc.property(fc.nat(400_000), (seconds) => parseDuration(clockText(seconds)) === seconds));
  });
});

describe('a number as people write it', () => {
  it.each([
    ['1,250.5', 'en', 1250.5],
    ['1250', 'en', 1250],
    ['-3', 'en', -3],
    ['−3', 'en', -3],
    ['81.5 %', 'en', 81.5],
    ['1.250,5', 'de', 1250.5],
  ] as const)('%s in %s is %d', (text, locale, value) => {
    expect(parseNumber(text, locale)).toBe(value);
  });

  it.each(['', 'many', '1e9', '--3', '1.2.3'])('%s is none', (text) => {
    expect(parseNumber(text, 'en')).toBeNull();
  });

  it('is read back as Intl writes it, in Arabic digits too', () => {
    for (const locale of ['en', 'de', 'fr', 'ar-EG'])
      expect(parseNumber(new Intl.NumberFormat(locale).format(-12_345.5), locale)).toBe(-12_345.5);
  });
});

describe('a moment', () => {
  it('is meant in the board’s timezone, whatever the machine’s is', () => {
    expect(parseMoment('2026-11-23T14:00', '+03:00')).toBe(Date.UTC(2026, 10, 23, 11));
    expect(momentInput(Date.UTC(2026, 10, 23, 22, 30), '+03:00')).toBe('2026-11-24T01:30');
    expect(parseMoment('yesterday', '+03:00')).toBeNull();
  });
});
