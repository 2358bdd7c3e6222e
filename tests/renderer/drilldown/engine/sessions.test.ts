import { describe, expect, it } from 'vitest';
import { engineWith, session, viewOf } from './support/rows.ts';

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
    expect(cells.map((row) => row[at('waiting')])).toEqual([60, 121, 120, null, null]);
    expect(cells.map((row) => row[at('service')])).toEqual([240, 769, null, null, 65]);
  });

  it('count and show the rows over a threshold; a time of exactly the threshold is within it', async () => {
    const { engine, ready } = await engineWith(ROWS);
    expect(ready.over).toEqual({ response: null, waiting: 1, service: 1 });
    expect((await engine.view(viewOf({ over: 'waiting' })))?.shown).toBe(1);
    expect((await engine.rows(0, 10))[0]?.[0]).toBe('b');
  });

  it('have only the times their fields allow', async () => {
    const { ready } = await engineWith([session('a', 0, null, null), session('b', 5, null, null)]);
    expect(ready.sessions).toBe(true);
    expect(ready.columns.some(({ derived }) => derived)).toBe(false);
    expect(ready.over).toEqual({ response: null, waiting: null, service: null });
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
    expect(view?.means).toEqual({ waiting: 90, service: 240 });
  });
});
