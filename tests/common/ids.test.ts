import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idKindOfField, nameOfId } from '../../common/idNames.ts';
import { endsInQuotes, idText, readIds, type Id } from '../../common/ids.ts';

describe('ids as somebody types them', () => {
  test.each<[string, Id[]]>([
    ['12', [12]],
    ['"12"', ['12']],
    ['“12”', ['12']],
    ['007', ['007']],
    ['+5', ['+5']],
    [' 7, night ،8;', [7, 'night', 8]],
    ['101 102 103', [101, 102, 103]],
    ['Night shift, 3', ['Night shift', 3]],
    ['"a, b", c', ['a, b', 'c']],
    ['١٢، ١٣؛ ٠٠٧', [12, 13, '007']],
    ['مناوبة ١', ['مناوبة ١']],
    ['12, 12, "12"', [12, '12']],
    ['1234567890123456789', ['1234567890123456789']],
    ['"', ['"']],
    ['', []],
    [' ,، ', []],
  ])('%s', (typed, ids) => {
    expect(readIds(typed)).toEqual(ids);
  });

  test.each<[string, boolean]>([
    ['', false],
    ['12', false],
    ['"', true],
    ['"a,', true],
    ['"a, b"', false],
    ['"x,"', false],
    ['7, "a', true],
    ['“a،', true],
    ['“a،”', false],
    ['a"b', false],
    ['"a\\"', true],
  ])('%s: whether a comma belongs to the id', (typed, within) => {
    expect(endsInQuotes(typed)).toBe(within);
  });

  test('come back from their own text, each as the number or the text that it is', () => {
    const id = fc.oneof(
      fc.integer(),
      fc.stringMatching(/^\d{1,17}$/),
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.constantFrom('12', '007', ' x', 'a"b', '“q”', '"', 'a,b', '١٢', '-0', '1 2', 'a\nb'),
    );
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 6 }), (ids) => {
        expect(readIds(ids.map(idText).join(', '))).toEqual(ids.map((one) => (Object.is(one, -0) ? 0 : one)));
      }),
      { seed: 20_261_123 },
    );
  });
});

describe('names for ids', () => {
  const names = { channels: [{ id: '101', name: 'WhatsApp' }], groups: [], shifts: [] };

  test('are the same for a number and its text, and of one kind only', () => {
    expect(nameOfId(names, 'channels', 101)).toBe('WhatsApp');
    expect(nameOfId(names, 'channels', '101')).toBe('WhatsApp');
    expect(nameOfId(names, 'groups', 101)).toBeNull();
  });

  test.each([
    ['channel_id', 'channels'],
    ['channelID', 'channels'],
    ['groupsID', 'groups'],
    ['agent.group_id', 'groups'],
    ['Shift', 'shifts'],
    ['shift_ids', 'shifts'],
    ['client_id', null],
    ['type', null],
    ['grouping', null],
  ])('are looked up for the field %s as %s', (field, kind) => {
    expect(idKindOfField(field)).toBe(kind);
  });
});
