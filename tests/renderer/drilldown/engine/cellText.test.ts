import { describe, expect, it } from 'vitest';
import { createCellText } from '../../../../renderer/drilldown/engine/cellText.ts';

const WORDS = { yes: 'Yes', no: 'No' };
const english = createCellText('en', '+03:00', WORDS);
const AT = Date.UTC(2026, 10, 21, 22, 5, 9);

describe('the text of a cell', () => {
  it('shows a date in the timezone of the board, not of the machine', () => {
    expect(english('date', AT)).toBe('Nov 22, 2026, 01:05:09');
    expect(createCellText('en', '-05:30', WORDS)('date', AT)).toBe('Nov 21, 2026, 16:35:09');
  });

  it.each(['en', 'ar-SA', 'de', 'fa', 'ja', 'hi'])('writes dates in %s as Intl does', (locale) => {
    const intl = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZone: 'UTC',
    });
    const text = createCellText(locale, '+00:00', WORDS);
    for (let at = AT; at < AT + 40 * 86_400_000; at += 86_400_000 + 3_723_000) {
      expect(text('date', at)).toBe(intl.format(at));
    }
  });

  it('shows a day without a time when the moment is midnight in the board’s timezone', () => {
    expect(english('date', Date.UTC(2026, 10, 21, 21))).toBe('Nov 22, 2026');
  });

  it('shows durations as a clock runs, with hours where there are any, also beyond a day', () => {
    expect(english('duration', 5)).toBe('0:05');
    expect(english('duration', 65)).toBe('1:05');
    expect(english('duration', 3729)).toBe('1:02:09');
    expect(english('duration', 26 * 3600 + 3 * 60 + 9)).toBe('26:03:09');
  });

  it('shows numbers grouped with a real minus, percentages with their sign and truths as words', () => {
    expect(english('number', 12_345.678)).toBe('12,345.68');
    expect(english('number', -5)).toBe('−5');
    expect(english('percent', 62.5)).toBe('62.5\u00a0%');
    expect(english('percent', 10.72)).toBe('10.7\u00a0%');
    expect(english('percent', 99.98)).toBe('99.98\u00a0%');
    expect(english('percent', 0.004)).toBe('0.004\u00a0%');
    expect(english('boolean', true)).toBe('Yes');
    expect(english('boolean', false)).toBe('No');
  });

  it('gives zero no sign, and writes numbers beyond all digits as powers of ten', () => {
    expect(english('number', -0)).toBe('0');
    expect(english('number', -0.001)).toBe('−0.001');
    expect(english('percent', -0)).toBe('0\u00a0%');
    expect(english('duration', -0.4)).toBe('0:00');
    expect(english('number', 1e21)).toBe('1E21');
    expect(english('number', -2.5e30)).toBe('−2.5E30');
    expect(english('number', 999_999_999_999_999)).toBe('999,999,999,999,999');
  });

  it('uses the digits of the language everywhere', () => {
    const arabic = createCellText('ar-EG', '+03:00', WORDS);
    expect(arabic('duration', 65)).toBe('١:٠٥');
    expect(arabic('time', '09:30')).toBe('٠٩:٣٠');
    expect(arabic('percent', 50)).toContain('٥٠');
  });

  it('shows what is not of its column’s kind as it came, and no value as nothing', () => {
    expect(english('number', 'n/a')).toBe('n/a');
    expect(english('time', 'soon')).toBe('soon');
    expect(english('text', 'a\u202eb')).toBe('a\u202eb');
    expect(english('date', null)).toBe('');
  });

  it('does not fail on numbers that are no date', () => {
    expect(english('date', 1e300)).toBe('1e+300');
  });
});
