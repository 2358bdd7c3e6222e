import { expect, test } from 'vitest';
import { NO_NAMES } from '../../../../common/idNames.ts';
import { chartChoices } from '../../../../renderer/drilldown/chart/chartChoices.ts';
import { engineWith, OPTIONS, viewOf } from './support/rows.ts';

const idNames = {
  ...NO_NAMES,
  channels: [
    { id: '101', name: 'WhatsApp' },
    { id: '102', name: 'E-mail' },
  ],
};
const ROWS = [
  { channel_id: 101, client_id: 101, total: 3 },
  { channel_id: '101', client_id: 102, total: 4 },
  { channel_id: 102, client_id: 103, total: 5 },
  { channel_id: 103, client_id: 104, total: 6 },
];

test('names stand in the table, in searches, charts and exports instead of the ids they are for', async () => {
  const { engine, ready } = await engineWith(ROWS, { idNames });
  expect(ready.columns[0]).toMatchObject({ id: 'channel_id', kind: 'text', named: true });
  expect((await engine.rows(0, 4)).map(([channel]) => channel)).toEqual(['WhatsApp', 'WhatsApp', 'E-mail', '103']);
  expect(chartChoices('CARDTAGS', ready, OPTIONS.sla)).toContainEqual(
    expect.objectContaining({ kind: 'perValue', column: 'channel_id' }),
  );
  const chart = await engine.chart({ kind: 'perValue', column: 'channel_id', sum: null, most: 12 });
  expect(chart.bars.map(({ key, value }) => [key, value])).toContainEqual(['WhatsApp', 2]);
  const columns = [{ id: 'channel_id', heading: 'Channel' }];
  const csv = await (await engine.export(columns, { kind: 'csv', separator: ',' })).file.text();
  expect(csv).toContain('WhatsApp\r\nWhatsApp\r\nE-mail\r\n103');
  expect((await engine.view(viewOf({ search: 'whatsapp' })))?.shown).toBe(2);
});

test('other fields with the same numbers, and boards without names, are left alone', async () => {
  const { engine } = await engineWith(ROWS, { idNames });
  expect((await engine.rows(0, 4)).map(([, client]) => client)).toEqual(['101', '102', '103', '104']);
  const plain = await engineWith(ROWS, { idNames: NO_NAMES });
  expect(plain.ready.columns[0]?.named).toBeUndefined();
});

test('names stand in lists of ids too', async () => {
  const { engine } = await engineWith([{ channel_ids: [101, '102', 103] }, { channel_ids: [] }], { idNames });
  expect((await engine.rows(0, 1))[0]).toEqual(['WhatsApp, E-mail, 103']);
});

test('two ids of one name stay two values', async () => {
  const twice = { ...NO_NAMES, channels: ['101', '102'].map((id) => ({ id, name: 'Chat' })) };
  const { engine } = await engineWith(ROWS, { idNames: twice });
  expect((await engine.rows(0, 4)).map(([channel]) => channel)).toEqual([
    'Chat (101)',
    'Chat (101)',
    'Chat (102)',
    '103',
  ]);
});

test('one row as it was sent still has its id', async () => {
  const { engine } = await engineWith(ROWS, { idNames });
  expect(await engine.row(0)).toContain('101');
});
