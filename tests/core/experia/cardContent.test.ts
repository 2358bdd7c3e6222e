import { describe, expect, it } from 'vitest';
import type { CardName } from '../../../common/cards.ts';
import { readContent } from '../../../core/experia/content/readContent.ts';

const read = (content: unknown, card: CardName = 'CARDTAGS', around: Record<string, unknown> = {}) =>
  readContent(content, card, around);
const rows = (content: unknown, card?: CardName): readonly unknown[] => read(content, card).rows;
const listed = (content: unknown, card?: CardName) => {
  const { total, hasMore } = read(content, card);
  return { total, hasMore };
};

const SESSION = { session_key: 'a', created_date: '2026-11-23T10:00:00Z', taken_date: null, status: 'PENDING' };
const TAGS = [
  { tag: 'billing', total: 30 },
  { tag: 'sales', total: 15 },
];

describe('a list in an object of its own', () => {
  it.each(['data', 'items', 'rows', 'result', 'list', 'Data', 'records'])(
    'is read from “%s”, however short',
    (name) => {
      expect(rows({ [name]: TAGS })).toEqual(TAGS);
      expect(rows({ [name]: [] })).toEqual([]);
      expect(rows({ [name]: null, message: 'ok' })).toEqual([]);
      expect(rows({ [name]: JSON.stringify(TAGS), total: 2 })).toEqual(TAGS);
      expect(rows({ [name]: { 0: TAGS[0], 4: TAGS[1] } })).toEqual(TAGS);
    },
  );

  it('is read through two wrappers, and under a name of its own', () => {
    expect(rows({ result: { data: TAGS, total: 2 }, status: 'ok' })).toEqual(TAGS);
    expect(rows({ report: TAGS, generated: '2026-11-23' })).toEqual(TAGS);
  });

  it('is not seen in an object that is one thing of its own', () => {
    for (const thing of [
      { name: 'Sales', tags: ['a', 'b'], channels: ['x', 'y'] },
      { queue: 'A', items: [], open: true },
      { nps: 12, parts: { promoters: 3 } },
    ])
      expect(read(thing)).toMatchObject({ rows: [thing], reply: 'object' });
  });

  it('stands in the reply itself where there is no content', () => {
    expect(read(undefined, 'CARDTAGS', { data: TAGS, total: 45, per_page: 2 })).toMatchObject({
      rows: TAGS,
      total: 45,
      hasMore: true,
    });
    expect(read(undefined, 'CARDTAGS', { message: 'nothing' })).toMatchObject({ rows: [], reply: 'list' });
  });
});

describe('the length of the whole list', () => {
  const page = { current_page: 1, data: [SESSION], per_page: 1, links: [{ url: null, label: '1', active: true }] };

  it('is that of a paginator, as a number or a text, beside the list or in an object of its own', () => {
    expect(listed({ ...page, total: 458, last_page: 458 })).toEqual({ total: 458, hasMore: true });
    expect(listed({ ...page, total: '458' })).toEqual({ total: 458, hasMore: true });
    expect(listed({ data: [SESSION], meta: { total: 458, current_page: 1 } })).toEqual({ total: 458, hasMore: true });
    expect(listed({ data: [SESSION], pagination: { totalCount: 458 } })).toEqual({ total: 458, hasMore: true });
    const fractal = { data: [SESSION], meta: { pagination: { total: 458, total_pages: 23, current_page: 1 } } };
    expect(listed(fractal)).toEqual({ total: 458, hasMore: true });
    for (const name of ['total_sessions', 'totalDocs', '@odata.count'])
      expect(listed({ data: [SESSION], [name]: '1,458' }), name).toEqual({ total: 1458, hasMore: true });
    expect(read([SESSION], 'CARDTAGS', { total: 458 })).toMatchObject({ total: 458, hasMore: true });
  });

  it('is not complete where a next page is named, even without a total', () => {
    for (const next of [
      { next_page_url: 'https://api.example.com/?page=2' },
      { nextPageToken: 'abc' },
      { pageToken: 'abc', resultSize: 100 },
      { has_more: true },
      { current_page: 1, last_page: 3 },
      { links: { next: '/?page=2' } },
      { next: { href: '/?page=2' } },
    ])
      expect(listed({ data: [SESSION], ...next })).toEqual({ total: null, hasMore: true });
    for (const last of [
      { next_page_url: null },
      { pageToken: '' },
      { has_more: false },
      { current_page: 3, last_page: 3 },
    ])
      expect(listed({ data: [SESSION], ...last })).toEqual({ total: null, hasMore: false });
  });

  it('is known to be complete where the total is what came', () => {
    expect(listed({ data: [SESSION], total: 1 })).toEqual({ total: 1, hasMore: false });
  });

  it('is not the sum of the rows, and nothing where it may be', () => {
    expect(listed({ data: TAGS, total: 45 })).toEqual({ total: null, hasMore: false });
    expect(listed({ data: TAGS, total: 60 })).toEqual({ total: null, hasMore: false });
    // Of 40 sessions with a tag some have two.
    expect(listed({ data: TAGS, total: 40 })).toEqual({ total: null, hasMore: false });
    expect(listed({ data: TAGS, total: 12 })).toEqual({ total: null, hasMore: false });
    expect(listed({ data: [{ agent: 'a', online_time: '5400' }], total: 3 })).toEqual({ total: null, hasMore: false });
    expect(listed({ data: [{ text: 'Hello' }], total: 3 })).toEqual({ total: 3, hasMore: true });
    expect(listed({ data: TAGS, total: 60, per_page: 2 })).toEqual({ total: 60, hasMore: true });
    expect(listed({ '09:00': 30, '10:00': 15, total: 45 })).toEqual({ total: null, hasMore: false });
    expect(listed({ '09': 40, 10: 60, total: 80 })).toEqual({ total: null, hasMore: false });
  });

  it('is not the size of a page', () => {
    expect(listed({ data: [SESSION], per_page: 100, size: 100 })).toEqual({ total: null, hasMore: false });
  });
});

describe('keys that are values', () => {
  it.each<[string, unknown, CardName, unknown]>([
    ['names', { 'Order status': 3, billing: 2 }, 'CARDTAGS', { tag: 'Order status', value: 3 }],
    ['e-mails', { 'a@example.com': 3, 'b@example.com': 2 }, 'CARDTAGS', { agent_email: 'a@example.com', value: 3 }],
    ['hours', { '09:00': 3, '10:00': 2 }, 'CARDTAGS', { hour: '09:00', value: 3 }],
    ['spans', { '09:00 - 10:00': 3, '10:00 - 11:00': 2 }, 'CARDCSAT', { hour: '09:00 - 10:00', value: 3 }],
    ['two digits', { '00': 3, '01': 2 }, 'CARDTOTALSESSIONS', { hour: '00', value: 3 }],
    ['numbers in a card of hours', { 9: 3, 10: 2 }, 'CARDPEAKTIME', { hour: '9', value: 3 }],
    ['dates', { '2026-11-22': 3, '2026-11-23': 2 }, 'CARDTAGS', { date: '2026-11-22', value: 3 }],
    ['months', { '2026-10': 3, '2026-11': 2 }, 'CARDTAGS', { month: '2026-10', value: 3 }],
    ['ratings', { 1: 3, 5: 20 }, 'CARDCSAT', { score: '1', value: 3 }],
    ['ids', { 117: 3, 204: 20 }, 'CARDTEMPLATEUSAGE', { template: '117', value: 3 }],
    ['shares', { billing: 10.5, sales: 4 }, 'CARDTAGSPERCENTAGE', { tag: 'billing', percentage: 10.5 }],
    ['people', { omar: 3, sara: 2 }, 'CARDTOTALSESSIONS', { name: 'omar', value: 3 }],
    ['times', { omar: '00 07:00:00', sara: '01:00:00' }, 'CARDTOTALTIME', { agent_name: 'omar', value: '00 07:00:00' }],
  ])('become a field of each row: %s', (_, content, card, first) => {
    const read = readContent(content, card, {});
    expect(read).toMatchObject({ reply: 'list' });
    expect(read.rows).toHaveLength(2);
    expect(read.rows[0]).toEqual(first);
  });

  it('become a field beside those of objects, under a name that is free', () => {
    const objects = { Care: { sessions: 3 }, Sales: { sessions: 2 } };
    expect(rows(objects, 'CARDQUEUEREPORT')).toEqual([
      { group: 'Care', sessions: 3 },
      { group: 'Sales', sessions: 2 },
    ]);
    expect(rows({ x: { tag: 1, n: 2 }, y: { tag: 3, n: 4 } })).toEqual([
      { key: 'x', tag: 1, n: 2 },
      { key: 'y', tag: 3, n: 4 },
    ]);
    expect(rows({ '09:00': { sessions: 3 } })).toEqual([{ hour: '09:00', sessions: 3 }]);
  });

  it('are dropped where each row says the same by itself, and in a list with gaps', () => {
    expect(rows({ abc: { ...SESSION, session_key: 'abc' }, def: { ...SESSION, session_key: 'def' } })).toHaveLength(2);
    expect(rows({ abc: { ...SESSION, session_key: 'abc' } })[0]).not.toHaveProperty('tag');
    expect(rows({ 0: TAGS[0], 3: TAGS[1] })).toEqual(TAGS);
    expect(rows({ 0: SESSION, 7: SESSION, total: 458 })).toEqual([SESSION, SESSION]);
    expect(listed({ 0: SESSION, 7: SESSION, total: 458 })).toEqual({ total: 458, hasMore: true });
  });

  it('are kept where they are numbers and the rows say nothing else of what they are about', () => {
    const shares = {
      5: { count: 40, percentage: 80 },
      4: { count: 8, percentage: 16 },
      1: { count: 2, percentage: 4 },
    };
    expect(read(shares, 'CARDCSAT').rows).toEqual([
      { score: '1', count: 2, percentage: 4 },
      { score: '4', count: 8, percentage: 16 },
      { score: '5', count: 40, percentage: 80 },
    ]);
    expect(read({ 12: { waiting: 3, active: 5 }, 14: { waiting: 8, active: 2 } }, 'CARDQUEUEREPORT').rows).toEqual([
      { group: '12', waiting: 3, active: 5 },
      { group: '14', waiting: 8, active: 2 },
    ]);
    expect(read({ 0: { avg: 0 }, 1: { avg: 1 } }, 'CARDNPS').rows).toEqual([
      { score: '0', avg: 0 },
      { score: '1', avg: 1 },
    ]);
    expect(rows({ 9: { hour: 9, n: 1 }, 10: { hour: 10, n: 2 } })).toEqual([
      { hour: 9, n: 1 },
      { hour: 10, n: 2 },
    ]);
  });

  it('name the groups of lists of rows, and the amounts of lists of numbers', () => {
    expect(rows({ '2026-11-22': TAGS, '2026-11-23': TAGS })[2]).toEqual({
      date: '2026-11-23',
      tag: 'billing',
      total: 30,
    });
    expect(rows({ billing: [3, 10.5], sales: [2, 7] })).toEqual([
      { tag: 'billing', value: 3, value_2: 10.5 },
      { tag: 'sales', value: 2, value_2: 7 },
    ]);
  });

  it('are no row where they name the sum of the others', () => {
    expect(rows({ 'Order status': 3, billing: 2, total: 5 })).toHaveLength(2);
    expect(rows({ 'Order status': 3, billing: 2, total: 6 })).toHaveLength(3);
    const object = { promoters: 3, passives: 2, total: 5 };
    expect(read(object, 'CARDNPS')).toMatchObject({ rows: [object], reply: 'object' });
  });

  it('are read in a list of any length', () => {
    const gaps = Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [String(at * 2), SESSION]));
    expect(rows(gaps)).toHaveLength(200_000);
  });

  it('are fields where they are words that figures are named with', () => {
    const nps = { promoters: 30, passives: 10, detractors: 5, nps: 55.6 };
    expect(read(nps, 'CARDNPS')).toMatchObject({ rows: [nps], reply: 'object' });
    const queue = { waiting: 3, in_progress: 12 };
    expect(read(queue, 'CARDQUEUEREPORT')).toMatchObject({ rows: [queue], reply: 'object' });
  });
});

describe('lists of lists, of numbers and of texts', () => {
  it('have the words of a first line for columns, or of a field beside them', () => {
    const read = [
      { tag: 'billing', total: 3 },
      { tag: 'sales', total: 2 },
    ];
    const lines = [
      ['billing', 3],
      ['sales', 2],
    ];
    expect(rows([['tag', 'total'], ...lines])).toEqual(read);
    expect(rows({ columns: ['tag', 'total'], rows: lines })).toEqual(read);
    expect(rows(lines)).toEqual([
      { tag: 'billing', value: 3 },
      { tag: 'sales', value: 2 },
    ]);
  });

  it('are by hour, by day or by moment where their first numbers are', () => {
    expect(rows([['09:00', 3, 2]])).toEqual([{ hour: '09:00', value: 3, value_2: 2 }]);
    expect(rows([[1_795_345_450, 3]])).toEqual([{ date: 1_795_345_450, value: 3 }]);
    expect(rows([[9, 3]], 'CARDPEAKTIME')).toEqual([{ hour: 9, value: 3 }]);
  });

  it('are about the first word in them, wherever it stands', () => {
    expect(rows([[3, 'billing']])).toEqual([{ tag: 'billing', value: 3 }]);
    expect(rows([[10.5, 'billing', 3]])).toEqual([{ tag: 'billing', value: 10.5, value_2: 3 }]);
    expect(rows([[201, 'billing', 3]])).toEqual([{ id: 201, tag: 'billing', value: 3 }]);
  });

  it('are sessions where they have the nine documented fields in their order', () => {
    const list = ['a', 1, '966500000001', '2026-11-23T10:00:00Z', null, null, 'PENDING', 'whatsapp', null];
    expect(rows([list, list])[0]).toEqual({
      ...{ session_key: 'a', client_id: 1, username: '966500000001', created_date: '2026-11-23T10:00:00Z' },
      ...{ taken_date: null, ended_date: null, status: 'PENDING', type: 'whatsapp', agent_email: null },
    });
  });

  it.each(['label', 'x', '_id', 'الساعة'])('have hours in a card of hours, called %s', (field) => {
    const read24 = (card: CardName): unknown =>
      read(
        [9, 10, 14].map((at) => ({ [field]: at, value: 3 })),
        card,
      ).rows[0];
    expect(read24('CARDPEAKTIME')).toEqual({ hour: 9, value: 3 });
    expect(read24('CARDTAGS')).toEqual({ [field]: 9, value: 3 });
  });

  it('are one list where they came in parts', () => {
    expect(rows([[TAGS[0]], [TAGS[1]]])).toEqual(TAGS);
    expect(rows([{ row: TAGS[0] }, { row: TAGS[1] }])).toEqual(TAGS);
    expect(rows([{ billing: 30 }, { sales: 15 }])).toEqual([
      { tag: 'billing', value: 30 },
      { tag: 'sales', value: 15 },
    ]);
  });

  it('are put together from columns, and from the data of a chart', () => {
    const hours = [
      { hour: '09:00', Sessions: 3, Clients: 2 },
      { hour: '10:00', Sessions: 5, Clients: 4 },
    ];
    const datasets = [
      { label: 'Sessions', data: [3, 5] },
      { label: 'Clients', data: [2, 4] },
    ];
    expect(rows({ labels: ['09:00', '10:00'], datasets })).toEqual(hours);
    expect(rows({ hour: ['09:00', '10:00'], Sessions: [3, 5], Clients: [2, 4] })).toEqual(hours);
    expect(rows({ labels: ['billing', 'sales'], data: [3, 5] })).toEqual([
      { tag: 'billing', value: 3 },
      { tag: 'sales', value: 5 },
    ]);
  });

  it('are a number for each hour where a card of hours has twenty-four', () => {
    const counts = Array.from({ length: 24 }, (_, hour) => hour * 2);
    expect(rows(counts, 'CARDPEAKTIME')[9]).toEqual({ hour: 9, value: 18 });
    expect(rows(counts, 'CARDTAGS')).toEqual(counts);
    expect(rows(['a', 'b'])).toEqual(['a', 'b']);
  });

  it('are read from JSON text, which is a text where it cannot be', () => {
    expect(rows(JSON.stringify(TAGS))).toEqual(TAGS);
    expect(rows(JSON.stringify({ data: TAGS }))).toEqual(TAGS);
    expect(read('[not json')).toMatchObject({ rows: ['[not json'], reply: 'object' });
    expect(read('['.repeat(200) + ']'.repeat(200)).rows).toHaveLength(1);
  });
});

describe('single things and nothing', () => {
  it.each([[[]], [{}], [null], [undefined], [''], [false], ['[]'], ['{}'], [{ data: {} }]])(
    'is no row: %j',
    (content) => expect(read(content)).toEqual({ rows: [], reply: 'list', total: null, hasMore: false }),
  );

  it('is one row for a word, a number or an object; one session is a list of one', () => {
    expect(read(42)).toMatchObject({ rows: [42], reply: 'object' });
    expect(read('10:00')).toMatchObject({ rows: ['10:00'], reply: 'object' });
    expect(read({ score: 5 })).toMatchObject({ rows: [{ score: 5 }], reply: 'object' });
    expect(read(SESSION)).toMatchObject({ rows: [SESSION], reply: 'list' });
    expect(read({ ...SESSION, items: [{ a: 1 }] }).rows[0]).toHaveProperty('session_key');
    expect(read([SESSION])).toMatchObject({ rows: [SESSION], reply: 'list' });
    expect(read([{ promoters: 3, nps: 20 }])).toMatchObject({ reply: 'object' });
  });

  it('survives keys of any name', () => {
    const content = JSON.parse('{"__proto__": 3, "constructor": 2, "": 1}') as unknown;
    expect(rows(content)).toHaveLength(3);
    expect(Object.prototype).not.toHaveProperty('value');
  });
});
