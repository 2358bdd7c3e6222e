import { describe, expect, it } from 'vitest';
import { createRowEngine, RowEngineError } from '../../../../renderer/drilldown/engine/createRowEngine.ts';
import { createInProcessPort } from '../../../../renderer/drilldown/engine/inProcessPort.ts';
import type { FromWorker, ToWorker } from '../../../../renderer/drilldown/engine/protocol.ts';
import type { RowPort } from '../../../../renderer/drilldown/engine/rowPort.ts';
import { createRowCore } from '../../../../renderer/drilldown/engine/rowCore.ts';
import { engineWith, EVERYTHING, OPTIONS, session, viewOf } from './support/rows.ts';

const ROWS = Array.from({ length: 5000 }, (_, index) => ({ n: index, word: `word ${index % 7}` }));

/** A core whose every slice ends at once and goes on only when told to. */
function steppedCore(): { told: FromWorker[]; send: (message: ToWorker) => void; step: () => Promise<void> } {
  const told: FromWorker[] = [];
  const waiting: (() => void)[] = [];
  let now = 0;
  const core = createRowCore((message) => told.push(message), {
    nowMs: () => (now += 1000),
    breathe: () => new Promise((resolve) => waiting.push(resolve)),
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    told,
    send: core.receive,
    step: async () => {
      await settle();
      waiting.splice(0).forEach((resume) => resume());
      await settle();
    },
  };
}

const answersOf = (told: readonly FromWorker[], kind: FromWorker['kind']): number[] =>
  told.flatMap((message) => (message.kind === kind && 'ask' in message && message.ask !== null ? [message.ask] : []));

async function stepUntil(step: () => Promise<void>, done: () => boolean): Promise<void> {
  for (let count = 0; !done(); count += 1) {
    if (count > 10_000) throw new Error('it never came');
    await step();
  }
}

describe('the row engine', () => {
  it('tells of rows as they come in, and what they are once all are there', async () => {
    const engine = createRowEngine(createInProcessPort());
    const heard: number[] = [];
    const stop = engine.onProgress((rows) => heard.push(rows));
    engine.load(OPTIONS);
    engine.chunk('[{"a": 1}, {"a": 2}]');
    engine.chunk('[{"a": 3}]');
    const ready = await engine.loaded();
    expect(heard).toEqual([2, 3]);
    expect(ready).toMatchObject({ rows: 3, sessions: false, columns: [{ id: 'a', kind: 'number', filled: 3 }] });
    stop();
  });

  it('says the same when asked twice whether all rows are there', async () => {
    const { engine, ready } = await engineWith(ROWS);
    expect(await engine.loaded()).toEqual(ready);
    expect(await engine.rows(0, 1)).toEqual([[0, 'word 0']]);
  });

  it('gives the rows of the view in its order', async () => {
    const { engine } = await engineWith(ROWS);
    const view = await engine.view(viewOf({ search: 'word 3', sort: { column: 'n', direction: 'descending' } }));
    expect(view?.shown).toBe(714);
    expect(await engine.rows(0, 2)).toEqual([
      [4994, 'word 3'],
      [4987, 'word 3'],
    ]);
    expect(await engine.row(1)).toBe('{\n  "n": 4987,\n  "word": "word 3"\n}');
    expect(await engine.rows(713, 9999)).toHaveLength(1);
  });

  it('answers a view that was overtaken with nothing', async () => {
    const { engine } = await engineWith(ROWS);
    const first = engine.view(viewOf({ search: 'word 1' }));
    const second = engine.view(viewOf({ search: 'word 2' }));
    expect(await first).toBeNull();
    expect((await second)?.shown).toBe(714);
  });

  it('lists the values of a column without its own filter, under the others', async () => {
    const rows = ['a', 'b', 'b', null].map((tag, index) => ({ tag, group: index < 3 ? 'one' : 'two' }));
    const { engine } = await engineWith(rows);
    await engine.view(
      viewOf({
        filters: [
          { kind: 'oneOf', column: 'tag', values: ['a'] },
          { kind: 'oneOf', column: 'group', values: ['one'] },
        ],
      }),
    );
    expect(await engine.values('tag')).toEqual([
      { value: 'b', count: 2 },
      { value: 'a', count: 1 },
    ]);
    expect(await engine.values('group')).toEqual([{ value: 'one', count: 1 }]);
  });

  it('lists at most 200 values', async () => {
    const { engine } = await engineWith(ROWS);
    expect(await engine.values('n')).toHaveLength(200);
  });

  it('draws the rows in sight', async () => {
    const { engine } = await engineWith([session('a', 0, 60, 300), session('b', 10, 200, 900)]);
    await engine.view(viewOf({ over: 'waiting' }));
    const chart = await engine.chart({ kind: 'perValue', column: 'session_key', sum: null, most: 5 });
    expect(chart.bars).toEqual([{ key: 'b', until: null, rest: false, value: 1 }]);
  });

  it('starts anew with the rows of another card, and gives up what was asked about the first', async () => {
    const { engine } = await engineWith(ROWS);
    const values = engine.values('n').catch((error: unknown) => error);
    const view = engine.view(EVERYTHING);
    engine.load(OPTIONS);
    engine.chunk('["x"]');
    expect((await engine.loaded()).rows).toBe(1);
    expect(await engine.rows(0, 10)).toEqual([['x']]);
    expect(await view).toBeNull();
    expect(await values).toMatchObject({ reason: 'replaced' });
  });

  it('rejects what is asked once it has ended, and what was not answered by then', async () => {
    const { engine } = await engineWith(ROWS);
    const before = engine.rows(0, 1);
    engine.end();
    await expect(before).rejects.toBeInstanceOf(RowEngineError);
    await expect(engine.rows(0, 1)).rejects.toMatchObject({ reason: 'ended' });
    await expect(engine.loaded()).rejects.toMatchObject({ reason: 'ended' });
    await expect(engine.view(EVERYTHING)).rejects.toMatchObject({ reason: 'ended' });
  });

  it('says when rows could not be read instead of showing some of them', async () => {
    const engine = createRowEngine(createInProcessPort());
    engine.load(OPTIONS);
    engine.chunk('[{"a": 1}]');
    engine.chunk('[{"a": 1');
    await expect(engine.loaded()).rejects.toMatchObject({ reason: 'fault' });
    engine.load(OPTIONS);
    engine.chunk('[1]');
    expect((await engine.loaded()).rows).toBe(1);
  });

  it('rejects everything when the worker breaks', async () => {
    let tell: (message: FromWorker) => void = () => undefined;
    const port: RowPort = { post: () => undefined, listen: (listener) => (tell = listener), end: () => undefined };
    const engine = createRowEngine(port);
    const asked = [engine.loaded(), engine.view(EVERYTHING), engine.row(0)];
    tell({ kind: 'fault', ask: null, message: 'blocked' });
    for (const call of asked) await expect(call).rejects.toMatchObject({ reason: 'fault', message: 'blocked' });
  });

  it('sends copies, so that a page may hand over objects that watch their fields', async () => {
    const { engine } = await engineWith(ROWS);
    const watched = new Proxy(viewOf({ search: 'word 1' }), {});
    expect((await engine.view(watched))?.shown).toBe(715);
  });
});

describe('the worker', () => {
  const load = (send: (message: ToWorker) => void): void => {
    send({ kind: 'load', options: OPTIONS });
    send({ kind: 'chunk', text: JSON.stringify(ROWS) });
    send({ kind: 'loaded' });
  };

  it('gives up a view in the middle when a newer one comes', async () => {
    const { told, send, step } = steppedCore();
    load(send);
    await stepUntil(step, () => told.some(({ kind }) => kind === 'ready'));
    send({ kind: 'view', ask: 1, view: viewOf({ search: 'word 1' }) });
    await step();
    send({ kind: 'view', ask: 2, view: viewOf({ search: 'word 2' }) });
    await stepUntil(step, () => answersOf(told, 'view').includes(2));
    expect(answersOf(told, 'view')).toEqual([2]);
  });

  it('answers rows from the view before while it works on the next', async () => {
    const { told, send, step } = steppedCore();
    load(send);
    await stepUntil(step, () => told.some(({ kind }) => kind === 'ready'));
    send({ kind: 'view', ask: 1, view: viewOf({ sort: { column: 'n', direction: 'descending' } }) });
    await step();
    send({ kind: 'rows', ask: 2, from: 0, to: 1 });
    expect(told.at(-1)).toMatchObject({ kind: 'rows', ask: 2, rows: [[0, 'word 0']] });
    await stepUntil(step, () => answersOf(told, 'view').includes(1));
    send({ kind: 'rows', ask: 3, from: 0, to: 1 });
    expect(told.at(-1)).toMatchObject({ rows: [[4999, 'word 1']] });
  });

  it('goes on with views while it writes a file of the rows as they were', async () => {
    const { told, send, step } = steppedCore();
    load(send);
    await stepUntil(step, () => told.some(({ kind }) => kind === 'ready'));
    send({ kind: 'export', ask: 1, columns: [{ id: 'n', heading: 'n' }], format: { kind: 'csv', separator: ',' } });
    await step();
    send({ kind: 'view', ask: 2, view: viewOf({ filters: [{ kind: 'oneOf', column: 'n', values: [1] }] }) });
    await stepUntil(step, () => answersOf(told, 'view').includes(2));
    expect(answersOf(told, 'export')).toEqual([]);
    await stepUntil(step, () => answersOf(told, 'export').includes(1));
    const csv = told.find((message) => message.kind === 'export');
    expect(csv?.rows).toBe(5000);
    expect((await csv?.file.text())?.trimEnd().split('\r\n')).toHaveLength(5001);
  });

  it('posts nothing about rows that were replaced', async () => {
    const { told, send, step } = steppedCore();
    load(send);
    await step();
    send({ kind: 'load', options: OPTIONS });
    send({ kind: 'chunk', text: '["x"]' });
    send({ kind: 'loaded' });
    await stepUntil(step, () => told.some(({ kind }) => kind === 'ready'));
    expect(told.filter(({ kind }) => kind === 'ready')).toMatchObject([{ rows: 1 }]);
  });
});
