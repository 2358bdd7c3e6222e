import type { FromWorker, RowEngine, RowView, ToWorker } from './protocol.ts';
import { createWorkerPort, type RowPort } from './rowPort.ts';

/** Why a call was rejected: the engine was ended, other rows were loaded, or the worker could not do it. */
export class RowEngineError extends Error {
  readonly reason: 'ended' | 'replaced' | 'fault';
  constructor(reason: RowEngineError['reason'], message: string) {
    super(message);
    this.name = 'RowEngineError';
    this.reason = reason;
  }
}

type Answer = Extract<FromWorker, { ask: number }>;

interface Pending {
  /** False when the answer is of another kind than was asked for. */
  readonly settle: (answer: Answer) => boolean;
  readonly reject: (error: RowEngineError) => void;
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: RowEngineError) => void;
}

type Ready = Extract<FromWorker, { kind: 'ready' }>;
type Viewed = Extract<FromWorker, { kind: 'view' }>;

/** A page's reactive objects cannot be sent to a worker: what is sent is a copy of what they hold. */
const plain = (message: ToWorker): ToWorker => JSON.parse(JSON.stringify(message)) as ToWorker;

/**
 * The page's side of the worker that holds a card's rows. Answers come in the order of the rows they are about: rows that
 * arrive before the answer to a view are those of the view before. A call is rejected (`RowEngineError`) after `end`,
 * when `load` is called before it was answered, and when the worker could not do it.
 * @param port the way to the worker; by default a new one
 */
export function createRowEngine(port: RowPort = createWorkerPort()): RowEngine {
  const pending = new Map<number, Pending>();
  const progress = new Set<(rows: number) => void>();
  let ready: Waiting<Ready>[] = [];
  let newest: { readonly ask: number; readonly overtaken: (nothing: null) => void } | null = null;
  let lastAsk = 0;
  let ended = false;

  const rejectAll = (error: RowEngineError): void => {
    const all = [...ready, ...pending.values()];
    ready = [];
    pending.clear();
    for (const { reject } of all) reject(error);
  };

  function heard(message: FromWorker): void {
    if (message.kind === 'progress') return progress.forEach((listener) => listener(message.rows));
    if (message.kind === 'ready') {
      const all = ready;
      ready = [];
      return all.forEach(({ resolve }) => resolve(message));
    }
    if (message.kind === 'fault') {
      const error = new RowEngineError('fault', message.message);
      if (message.ask === null) return rejectAll(error);
      const asked = pending.get(message.ask);
      pending.delete(message.ask);
      return asked?.reject(error);
    }
    if (pending.get(message.ask)?.settle(message)) pending.delete(message.ask);
  }

  /** Sends a question and waits for the answer of its kind. */
  function ask<K extends Answer['kind']>(
    kind: K,
    message: (ask: number) => Extract<ToWorker, { kind: K }>,
  ): Promise<Extract<Answer, { kind: K }>> {
    return new Promise((resolve, reject) => {
      if (ended) return reject(new RowEngineError('ended', 'the rows are closed'));
      lastAsk += 1;
      const isMine = (answer: Answer): answer is Extract<Answer, { kind: K }> => answer.kind === kind;
      pending.set(lastAsk, {
        settle: (answer) => {
          if (isMine(answer)) resolve(answer);
          return isMine(answer);
        },
        reject,
      });
      port.post(plain(message(lastAsk)));
    });
  }

  const overtake = (): void => {
    if (!newest) return;
    pending.delete(newest.ask);
    newest.overtaken(null);
    newest = null;
  };

  function newestView(view: RowView): Promise<Viewed | null> {
    overtake();
    return new Promise((resolve, reject) => {
      ask('view', (id) => ({ kind: 'view', ask: id, view })).then(resolve, reject);
      newest = { ask: lastAsk, overtaken: resolve };
    });
  }

  port.listen(heard);
  return {
    load: (options) => {
      overtake();
      rejectAll(new RowEngineError('replaced', 'other rows were loaded'));
      if (!ended) port.post(plain({ kind: 'load', options }));
    },
    chunk: (text) => {
      if (!ended) port.post({ kind: 'chunk', text });
    },
    loaded: () =>
      new Promise((resolve, reject) => {
        if (ended) return reject(new RowEngineError('ended', 'the rows are closed'));
        ready.push({ resolve, reject });
        port.post({ kind: 'loaded' });
      }),
    onProgress: (listener) => {
      progress.add(listener);
      return () => progress.delete(listener);
    },
    view: newestView,
    rows: (from, to) => ask('rows', (id) => ({ kind: 'rows', ask: id, from, to })).then(({ rows }) => rows),
    row: (index) => ask('row', (id) => ({ kind: 'row', ask: id, index })).then(({ text }) => text),
    chart: (spec) => ask('chart', (id) => ({ kind: 'chart', ask: id, spec })).then(({ data }) => data),
    values: (column) => ask('values', (id) => ({ kind: 'values', ask: id, column })).then(({ values }) => values),
    export: (columns, format) =>
      ask('export', (id) => ({ kind: 'export', ask: id, columns, format })).then(({ file, rows }) => ({ file, rows })),
    end: () => {
      if (ended) return;
      ended = true;
      overtake();
      rejectAll(new RowEngineError('ended', 'the rows are closed'));
      port.end();
    },
  };
}
