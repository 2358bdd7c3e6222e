import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../../renderer/drilldown/engine/fold.ts';

describe('folding a text for a search', () => {
  it('leaves out case and accents', () => {
    expect(fold('CRÈME Brûlée')).toBe('creme brulee');
    expect(fold('İSTANBUL')).toBe('istanbul');
  });

  it('takes the forms of an Arabic letter for one', () => {
    expect(fold('أحمد')).toBe(fold('احمد'));
    expect(fold('مُحَمَّد')).toBe(fold('محمد'));
    expect(fold('علی')).toBe(fold('على'));
    expect(fold('ﻣﺤﻤﺪ')).toBe(fold('محمد'));
    expect(fold('فاتورة')).toBe(fold('فاتوره'));
  });

  it('finds digits of any script, the real minus and a percentage with or without its space', () => {
    expect(fold('٢٥')).toBe('25');
    expect(fold('۲۵')).toBe('25');
    expect(fold('−5')).toBe('-5');
    expect(fold('62.5\u00a0%')).toBe('62.5%');
    expect(fold('62.5 %')).toBe('62.5%');
  });

  it('looks through invisible direction marks', () => {
    expect(fold('ab\u202ecd\u200f')).toBe('abcd');
  });

  it('changes nothing when done twice', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)));
  });
});
