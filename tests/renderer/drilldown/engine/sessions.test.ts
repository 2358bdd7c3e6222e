import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../renderer/drilldown/engine/flatten.ts';
import { dateAt, engineWith, EVERYTHING, session, viewOf } from './support/rows.ts';

const ROWS = [
  session('a', 0, 60, 300),
  session('b', 10, 131, 900),
  session('c', 20, 140, null),
  session('d', 30, null, null),
  session('e', 40, 35, 100),
];

describe('session rows', () => {
  it('get waiting and service time beside their dates, flagged for the board’s thresholds', async () => {
    const { engine, ready } = await engineWith(ROWS);
    expect(ready.sessions).toBe(true);
    const ids = ready.columns.map(({ id }) => id);
    expect(ids.slice(ids.indexOf('ended_date'), ids.indexOf('status') + 1)).toEqual([
      'ended_date',
      'waiting',
      'service',
      'status',
    ]);
    const derived = ready.columns.filter((column) => column.derived);
    expect(derived.map(({ id, kind, sla }) => [id, kind, sla])).toEqual([
      ['waiting', 'duration', 'waiting'],
      ['service', 'duration', 'service'],
    ]);
    const at = (id: string): number => ids.indexOf(id);
    const cells = await engine.rows(0, 10);
    expect(cells.map((row) => row[at('waiting')])).toEqual([60, 121, 120, 3570, null]);
    expect(cells.map((row) => row[at('service')])).toEqual([240, 769, null, null, 65]);
  });

  it('count and show the rows over a threshold; a time of exactly the threshold is within it', async () => {
    const { engine, ready } = await engineWith(ROWS);
    expect(ready.over).toEqual({ response: null, waiting: 2, service: 1 });
    expect((await engine.view(viewOf({ over: 'waiting' })))?.shown).toBe(2);
    expect((await engine.rows(0, 10)).map(([key]) => key)).toEqual(['b', 'd']);
  });

  it('without a threshold of the board are over none, and no time is compared with it', async () => {
    const { ready } = await engineWith(ROWS, { sla: { service: 600, response: 30, waiting: 0 } });
    expect(ready.over).toEqual({ response: null, waiting: null, service: 1 });
    expect(ready.columns.find(({ id }) => id === 'waiting')).toMatchObject({ kind: 'duration', sla: null });
  });

  it('have only the times their fields allow', async () => {
    const { ready } = await engineWith([session('a', 0, null, null), session('b', 5, null, null)]);
    expect(ready.sessions).toBe(true);
    expect(ready.columns.flatMap(({ id, derived }) => (derived ? [id] : []))).toEqual(['waiting']);
    expect(ready.over).toEqual({ response: null, waiting: 2, service: null });
    const { taken_date: _, ...untold } = session('c', 0, null, null);
    expect((await engineWith([untold])).ready.over).toEqual({ response: null, waiting: null, service: null });
  });

  it('keep a field that already has the name of a derived time', async () => {
    const rows = ROWS.map((row, index) => ({ ...row, waiting: `00 00:03:0${index}` }));
    const { ready } = await engineWith(rows);
    const waiting = ready.columns.filter(({ id }) => id === 'waiting');
    expect(waiting).toMatchObject([{ derived: false, sla: 'waiting' }]);
    expect(ready.over.waiting).toBe(5);
  });

  it('have a time once: the API’s own is flagged, and nothing is derived beside it', async () => {
    const rows = ROWS.map((row, index) => ({
      ...row,
      waiting_time: `00 00:02:0${index}`,
      response_time: `00 00:00:${28 + index}`,
    }));
    const { engine, ready } = await engineWith(rows);
    expect(ready.columns.flatMap(({ id, derived, sla }) => (sla === null ? [] : [[id, derived, sla]]))).toEqual([
      ['service', true, 'service'],
      ['waiting_time', false, 'waiting'],
      ['response_time', false, 'response'],
    ]);
    expect(ready.over).toEqual({ response: 2, waiting: 4, service: 1 });
    expect((await engine.view(viewOf({ over: 'response' })))?.shown).toBe(2);
  });

  it('are derived where the field the API has for it holds no times', async () => {
    const { ready } = await engineWith(ROWS.map((row) => ({ ...row, waiting_time: '-' })));
    expect(ready.columns.find(({ sla }) => sla === 'waiting')).toMatchObject({ id: 'waiting', derived: true });
  });

  it('are not seen in rows of another card, but a waiting time the API sent is flagged there too', async () => {
    const { ready } = await engineWith([{ tag: 'a', waiting_time: '00 00:02:01' }]);
    expect(ready.sessions).toBe(false);
    expect(ready.over).toEqual({ response: null, waiting: 1, service: null });
  });

  it('average what is in sight', async () => {
    const { engine } = await engineWith(ROWS);
    const view = await engine.view(
      viewOf({ filters: [{ kind: 'oneOf', column: 'session_key', values: ['a', 'c', 'd'] }] }),
    );
    expect(view?.means).toEqual(
      new Map([
        ['waiting', 1250],
        ['service', 240],
      ]),
    );
  });
});

const at = (seconds: number | null): string | null => (seconds === null ? null : dateAt(seconds));
/** Fifty minutes after the first session was created. */
const NOW = Date.parse(dateAt(50 * 60));
const waits = async (rows: readonly Record<string, Json>[]): Promise<Record<string, unknown>> => {
  const { engine, ready } = await engineWith(rows, { nowMs: NOW });
  await engine.view(EVERYTHING);
  const place = ready.columns.findIndex(({ sla }) => sla === 'waiting');
  return { over: ready.over.waiting, cells: (await engine.rows(0, 10)).map((row) => row[place] ?? null) };
};

describe('sessions that nobody took', () => {
  it('wait until now while they are open, and waited until they ended', async () => {
    const rows = [session('a', 0, 20, 300), session('b', 600, null, null), session('c', 600, null, 1500)];
    expect(await waits(rows)).toEqual({ over: 2, cells: [20, 2400, 900] });
  });

  it('are found, drawn, sorted and exported by that time', async () => {
    const rows = [session('a', 0, 20, 300), session('b', 600, null, null), session('c', 600, null, 1500)];
    const { engine } = await engineWith(rows, { nowMs: NOW });
    await engine.view(viewOf({ over: 'waiting', sort: { column: 'waiting', direction: 'descending' } }));
    expect((await engine.rows(0, 10)).map(([key]) => key)).toEqual(['b', 'c']);
    const { over, bars } = await engine.chart({ kind: 'histogram', column: 'waiting', mark: 120 });
    expect([over, bars.reduce((sum, { value }) => sum + value, 0)]).toEqual([2, 2]);
    const { file } = await engine.export([{ id: 'waiting', heading: 'Waiting' }], { kind: 'csv', separator: ',' });
    expect((await file.text()).split('\r\n').slice(1, 3)).toEqual(['0:40:00', '0:15:00']);
  });

  it('have no waiting time where they are over without an end, or nobody says whether they were taken', async () => {
    const [open, closed] = [session('a', 600, null, null), { ...session('b', 600, null, null), status: 'CLOSED' }];
    expect(await waits([open, closed])).toEqual({ over: 1, cells: [2400, null] });
    const { taken_date: _, ...untold } = session('c', 600, null, 1500);
    expect(await waits([untold])).toMatchObject({ over: null });
    expect(await waits([{ ...untold, status: 'PENDING', ended_date: null }])).toEqual({ over: 1, cells: [2400] });
  });

  it.each([
    ['zero dates', (seconds: number | null) => at(seconds) ?? '0000-00-00 00:00:00'],
    ['dates of the year one', (seconds: number | null) => at(seconds) ?? '0001-01-01T00:00:00Z'],
    ['dashes', (seconds: number | null) => at(seconds) ?? '-'],
    ['seconds since 1970', (seconds: number | null) => (seconds === null ? 0 : Date.parse(dateAt(seconds)) / 1000)],
    [
      'milliseconds as text',
      (seconds: number | null) => (seconds === null ? '0' : String(Date.parse(dateAt(seconds)))),
    ],
  ])('are known from %s too', async (_, write) => {
    const row = (key: string, created: number, taken: number | null, ended: number | null) => ({
      ...session(key, created, taken, ended),
      ...{ created_date: write(created), taken_date: write(taken), ended_date: write(ended) },
    });
    expect(await waits([row('a', 0, 20, 300), row('b', 600, null, null)])).toEqual({ over: 1, cells: [20, 2400] });
    expect(await waits([row('b', 600, null, null), row('c', 660, null, null)])).toEqual({
      over: 2,
      cells: [2400, 2340],
    });
  });

  it('wait beside the times the API sent, which has none for them, or zero', async () => {
    const rows = [
      { ...session('a', 0, 20, 300), waiting_time: '00 00:00:21' },
      { ...session('b', 600, null, null), waiting_time: '-' },
      { ...session('c', 660, null, null), waiting_time: '00 00:00:00' },
      { ...session('d', 700, 700, null), waiting_time: '00 00:00:00' },
    ];
    expect(await waits(rows)).toEqual({ over: 2, cells: [21, 2400, 2340, 0] });
  });

  it('never wait less than the rows show to have passed, whatever the clock says', async () => {
    const rows = [session('a', 600, null, null), session('b', 3600, 3700, null)];
    expect((await waits(rows)).cells).toEqual([3100, 100]);
  });

  it('are sessions whatever the letter case of their fields, and without a key', async () => {
    const { created_date, taken_date, ended_date, status } = session('a', 600, null, null);
    const row = { CreatedDate: created_date, TakenDate: taken_date, EndedDate: ended_date, Status: status } as const;
    expect(await waits([row as Record<string, Json>])).toEqual({ over: 1, cells: [2400] });
  });
});
