import { expect, test } from 'vitest';
import { NO_IDS } from '../../../common/idNames.ts';
import { MOST_IDS } from '../../../common/ids.ts';
import { createSeenIds } from '../../../core/drilldown/seenIds.ts';

const seenIn = (...rows: readonly unknown[]) => {
  const list = createSeenIds();
  for (const row of rows) list.note(row);
  return list.seen();
};

test('ids are taken from rows in every spelling of their fields, each once and as it was sent', () => {
  expect(
    seenIn(
      { channel_id: 101, groupsID: ['12', 13], shiftId: 7, total: 3 },
      { ChannelID: '101', group_ids: [13], agent: { group_id: 14 } },
      { channel: { id: 102, name: 'WhatsApp' }, channel_id: 101 },
    ),
  ).toEqual({ channels: [101, '101', 102], groups: ['12', 13, 14], shifts: [7] });
});

test('what is masked, empty, no id, or a name in the place of one is none', () => {
  expect(
    seenIn(
      { channel_id: '•••67#abc', group_id: '', shift_id: '-' },
      { channel_id: null, group_id: true, shift_id: 1.5 },
      { channel: 'whatsapp', group: 'Sales', client_id: 10001, tag_id: 4 },
      { channel_id: 'x'.repeat(201), group_id: -1, shift_id: 0 },
      ['channel_id', 5],
      'channel_id',
      null,
    ),
  ).toEqual(NO_IDS);
});

test('they are not more than a filter holds, and go when figures come from elsewhere', () => {
  const list = createSeenIds();
  for (let id = 1; id <= MOST_IDS + 20; id += 1) list.note({ channel_id: id });
  expect(list.seen().channels).toHaveLength(MOST_IDS);
  list.clear();
  expect(list.seen()).toEqual(NO_IDS);
});
