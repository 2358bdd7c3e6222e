import { expect, test } from 'vitest';
import { SUMMARY_FIELDS } from '../../../common/metrics.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, type Board } from '../../../common/settings.ts';
import { restoreSettings } from '../../../core/settings/restore.ts';

const board = (id: string, changes: Partial<Board> = {}): Board => ({ ...DEFAULT_BOARD, id, title: id, ...changes });
const sales = board('sales', { query: { ...DEFAULT_BOARD.query, channels: [5] } });
const care = board('care');

function restored(boards: unknown, others: object = {}): { boards: readonly Board[]; fields: readonly string[] } {
  const result = restoreSettings({ ...DEFAULT_SETTINGS, ...others, boards });
  if (result.kind !== 'settings') throw new Error(`the file was ${result.kind}`);
  return { boards: result.settings.boards, fields: result.resetFields };
}

test('of two boards with one id the later is renamed, to an id that is free', () => {
  expect(restored([sales, board('sales', { title: 'two' }), care, board('sales-2')])).toEqual({
    boards: [sales, board('sales-3', { title: 'two' }), care, board('sales-2')],
    fields: ['boards.sales.id'],
  });
});

test('equal ids of the greatest length are told apart within that length', () => {
  const long = board('x'.repeat(64));
  expect(restored([long, long]).boards.map(({ id }) => id)).toEqual(['x'.repeat(64), `${'x'.repeat(62)}-2`]);
});

test('boards that are nothing are left out, and the others stay', () => {
  expect(restored([null, board('main'), 7, care])).toEqual({
    boards: [board('main'), care],
    fields: ['boards.0', 'boards.2'],
  });
});

test('a board with a damaged id gets one that no other board has', () => {
  const boards = [board('NO GOOD'), board('main'), { ...care, id: 9 }];
  expect(restored(boards).boards.map(({ id }) => id)).toEqual(['main-2', 'main', 'main-3']);
});

test('any number of small errors costs no more than themselves', () => {
  const extra = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`x${i}`, i]));
  const boards = Array.from({ length: 30 }, (_, i) => ({ ...board(`b${i}`), ...extra }));
  const result = restored(boards);
  expect(result.boards).toEqual(boards.map(({ id }) => board(id)));
  expect(result.fields).toHaveLength(30 * 40);
});

test.each([
  ['channels', [{ id: 5 }]],
  ['channels', undefined],
  ['groupsID', [1, null, 2]],
  ['shiftIDs', 'all'],
  ['email', 5],
  ['for', 'nothing'],
])('a board whose %s are damaged is left out, as it would count more under its title', (field, junk) => {
  const damaged = { ...sales, query: { ...sales.query, [field]: junk } };
  expect(restored([damaged, care])).toEqual({ boards: [care], fields: ['boards.sales'] });
  expect(restored([damaged])).toEqual({ boards: [DEFAULT_BOARD], fields: ['boards.sales'] });
});

test.each([
  ['filter', 'never'],
  ['timezone', 3],
  ['sla', null],
])('a damaged %s is reset, and the filters of its board stay', (field, junk) => {
  const damaged = { ...sales, query: { ...sales.query, [field]: junk } };
  expect(restored([damaged, care])).toEqual({ boards: [sales, care], fields: [`boards.sales.query.${field}`] });
});

test.each([
  ['response', { warn: 'x', bad: 70 }, { warn: 80, bad: 70 }],
  ['service', { warn: 90 }, null],
  ['service', 7, null],
])('a damaged target of the %s level gives way to the usual one, as a whole', (kind, junk, usual) => {
  const slaTargets = { ...care.slaTargets, [kind]: junk };
  expect(restored([{ ...care, slaTargets }]).boards).toEqual([
    { ...care, slaTargets: { ...care.slaTargets, [kind]: usual } },
  ]);
});

test('a name for an id goes alone when it is damaged, has no room or is there twice', () => {
  const many = Array.from({ length: 301 }, (_, n) => ({ id: String(n), name: `Channel ${n}` }));
  const names = {
    channels: many,
    groups: [{ id: '11', name: 'Care' }, { id: '12' }, 'x', { id: '11', name: 'Sales' }],
    shifts: [{ id: '1', name: 'Morning', more: 1 }],
  };
  const read = restoreSettings({ ...DEFAULT_SETTINGS, names });
  expect(read).toMatchObject({ kind: 'settings' });
  if (read.kind !== 'settings') return;
  expect(read.settings.names).toEqual({
    channels: many.slice(0, 300),
    groups: [{ id: '11', name: 'Care' }],
    shifts: [{ id: '1', name: 'Morning' }],
  });
  expect(read.settings.boards).toEqual(DEFAULT_SETTINGS.boards);
});

test('a tile loses only what is wrong with it, and goes only without a metric', () => {
  const good = { warn: 1, bad: 2 };
  const tiles = [
    { metric: 'NPS', size: 'huge', thresholds: good },
    { metric: 'nope', size: 'hero' },
    { metric: 'FCR', size: 'hero', thresholds: { ...good, bad: '2' } },
    { metric: 'CSAT', size: 'hero', thresholds: { ...good, more: 1 } },
  ];
  expect(restored([{ ...care, tiles }]).boards[0]?.tiles).toEqual([
    { metric: 'NPS', size: 'normal', thresholds: good },
    { metric: 'FCR', size: 'hero' },
    { metric: 'CSAT', size: 'hero', thresholds: good },
  ]);
});

test('the second tile of a metric goes, and heroes after the third become normal tiles', () => {
  const hero = (metric: string): object => ({ metric, size: 'hero' });
  const tiles = ['NPS', 'FCR', 'NPS', 'CSAT', 'totalMsg', 'totalTags'].map(hero);
  expect(restored([{ ...care, tiles }]).boards[0]?.tiles).toEqual([
    hero('NPS'),
    hero('FCR'),
    hero('CSAT'),
    { metric: 'totalMsg', size: 'normal' },
    { metric: 'totalTags', size: 'normal' },
  ]);
});

test('an unknown tile beside all the known ones costs none of them', () => {
  const all = SUMMARY_FIELDS.map((metric) => ({ metric, size: 'normal' }));
  const tiles = [{ metric: 'nope', size: 'normal' }, null, ...all];
  expect(restored([{ ...care, tiles }]).boards[0]?.tiles).toEqual(all);
});

test('of too many boards the first fifty stay', () => {
  const boards = Array.from({ length: 60 }, (_, i) => board(`b${i}`));
  expect(restored(boards).boards).toEqual(boards.slice(0, 50));
});

test('a list of a hundred thousand broken boards costs neither the good one after them nor a noticeable time', () => {
  expect(restored([...Array.from({ length: 100_000 }, () => null), care]).boards).toEqual([care]);
}, 5_000);

test('a damaged version is mended only when all the rest is sound', () => {
  const file = { ...DEFAULT_SETTINGS, boards: [sales] };
  expect(restoreSettings({ ...file, version: '1' })).toMatchObject({
    kind: 'settings',
    settings: file,
    resetFields: ['version'],
  });
  expect(restoreSettings({ ...file, version: null, theme: 'pink' })).toEqual({ kind: 'unusable' });
});
