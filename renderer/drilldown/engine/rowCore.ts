import { shownCell } from './columnData.ts';
import { countOver, isSessionRows } from './derive.ts';
import { drawChart } from './chart.ts';
import { writeCsv } from './csv.ts';
import type { Cell, ExportColumn, ExportFormat, FromWorker, LoadOptions, ToWorker } from './protocol.ts';
import { createRawRows, type RawRows } from './rawRows.ts';
import { runInSlices, type Breath, type Slices } from './slices.ts';
import { buildTable, type Table } from './table.ts';
import { listValues } from './values.ts';
import { EVERYTHING, meansOf, viewRows, type ViewedRows } from './view.ts';

/** Rows a page may ask for at once. */
const MOST_ROWS_AT_ONCE = 1000;

type Post = (message: FromWorker) => void;

/** What came in since the last `load`. */
interface Loading {
  readonly options: LoadOptions;
  readonly raw: RawRows;
  table: Table | null;
  viewed: ViewedRows;
  /** Why a part could not be read: the rows would be incomplete, so there are none. */
  broken: string | null;
}

const begin = (options: LoadOptions): Loading => ({
  options,
  raw: createRawRows(options.reply),
  table: null,
  viewed: { view: EVERYTHING, rows: new Uint32Array() },
  broken: null,
});

const messageOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : 'unknown');

/** Answers with every column's cell of the rows `from` to `to` (not included) of a view. */
function cellsOf(table: Table, rows: Uint32Array, from: number, to: number): Cell[][] {
  const end = Math.min(to, from + MOST_ROWS_AT_ONCE);
  return Array.from(rows.subarray(Math.max(0, from), end), (row) =>
    table.columns.map((column) => shownCell(column, row)),
  );
}

function* finish(loading: Loading): Slices<Extract<FromWorker, { kind: 'ready' }>> {
  if (loading.broken !== null) throw new Error(loading.broken);
  const table = loading.table ?? (yield* buildTable(loading.raw, loading.options));
  loading.table = table;
  loading.viewed = yield* viewRows(table, EVERYTHING);
  const { columns, rowCount } = table;
  const { sla } = loading.options;
  return {
    kind: 'ready',
    rows: rowCount,
    columns: columns.map(({ meta }) => meta),
    sessions: isSessionRows(columns),
    drawnFields: table.fields.length > 0 ? table.fields.filter(({ drawn }) => drawn).length : null,
    over: {
      response: countOver(columns, 'response', sla),
      waiting: countOver(columns, 'waiting', sla),
      service: countOver(columns, 'service', sla),
    },
  };
}

type WriteFile = (table: Table, rows: Uint32Array, columns: readonly ExportColumn[]) => Slices<Blob>;

/** What writes a format. The library that packs workbooks is fetched when somebody wants one. */
async function writerOf(format: ExportFormat): Promise<WriteFile> {
  if (format.kind === 'csv') return (...from) => writeCsv(...from, format.separator);
  const { writeXlsx } = await import('./xlsx/writeXlsx.ts');
  return (...from) => writeXlsx(...from, format.sheet);
}

/** An answer that takes no time to make. */
function* ready(message: FromWorker): Slices<FromWorker> {
  yield;
  return message;
}

/**
 * The worker's side of the protocol. Loading and views are done one after the other; a view that was overtaken is given
 * up. Everything else begins once they are done and reads the rows as they are then, while later views go on.
 */
export function createRowCore(post: Post, breath: Breath): { receive: (message: ToWorker) => void } {
  let loading: Loading | null = null;
  let queue: Promise<void> = Promise.resolve();
  let newestView = -1;

  /** Runs work for what is loaded now; its fault or answer is posted only while that still is. */
  async function answer(ask: number | null, make: (loading: Loading) => Slices<FromWorker>, wanted = () => true) {
    const asked = loading;
    if (!asked) return;
    const stillWanted = (): boolean => loading === asked && wanted();
    try {
      const message = stillWanted() ? await runInSlices(make(asked), breath, stillWanted) : null;
      if (message && stillWanted()) post(message);
    } catch (error) {
      if (stillWanted()) post({ kind: 'fault', ask, message: messageOf(error) });
    }
  }

  const inTurn = (task: () => Promise<void>): void => {
    const asked = loading;
    queue = queue.then(() => (loading === asked ? task() : undefined));
  };
  const afterViews = (ask: number, make: (table: Table, viewed: ViewedRows) => Slices<FromWorker>): void => {
    const asked = loading;
    void queue.then(() => {
      if (loading !== asked) return;
      void answer(ask, ({ table, viewed }) => {
        if (!table) throw new Error('no rows are loaded');
        return make(table, viewed);
      });
    });
  };

  function view({ ask, view: wanted }: Extract<ToWorker, { kind: 'view' }>): void {
    newestView = ask;
    inTurn(() =>
      answer(
        ask,
        function* (of): Slices<FromWorker> {
          if (!of.table) throw new Error('no rows are loaded');
          const viewed = yield* viewRows(of.table, wanted);
          const means = yield* meansOf(of.table, viewed.rows);
          of.viewed = viewed;
          return { kind: 'view', ask, shown: viewed.rows.length, means };
        },
        () => newestView === ask,
      ),
    );
  }

  function chunk(text: string): void {
    if (!loading) return;
    try {
      loading.raw.add(text);
      post({ kind: 'progress', rows: loading.raw.count() });
    } catch (error) {
      loading.broken = messageOf(error);
    }
  }

  /** Rows are answered from the last view at once: a page that scrolls does not wait for the next one. */
  function rows({ ask, from, to }: Extract<ToWorker, { kind: 'rows' }>): void {
    if (loading?.table) {
      post({ kind: 'rows', ask, from, rows: cellsOf(loading.table, loading.viewed.rows, from, to) });
      return;
    }
    afterViews(ask, (table, viewed) => ready({ kind: 'rows', ask, from, rows: cellsOf(table, viewed.rows, from, to) }));
  }

  /** The rows as they are when the export is asked for, whatever comes while its writer is on its way. */
  function exportRows({ ask, columns, format }: Extract<ToWorker, { kind: 'export' }>): void {
    const asked = loading;
    void queue.then(async () => {
      if (!asked || loading !== asked) return;
      const { table } = asked;
      const { rows } = asked.viewed;
      try {
        const write = await writerOf(format);
        await answer(ask, function* (): Slices<FromWorker> {
          if (!table) throw new Error('no rows are loaded');
          return { kind: 'export', ask, file: yield* write(table, rows, columns), rows: rows.length };
        });
      } catch (error) {
        if (loading === asked) post({ kind: 'fault', ask, message: messageOf(error) });
      }
    });
  }

  function receive(message: ToWorker): void {
    switch (message.kind) {
      case 'load':
        loading = begin(message.options);
        return;
      case 'chunk':
        return chunk(message.text);
      case 'loaded':
        return inTurn(() => answer(null, finish));
      case 'view':
        return view(message);
      case 'rows':
        return rows(message);
      case 'row':
        return afterViews(message.ask, (_table, viewed) => {
          const row = viewed.rows[message.index];
          const text = row === undefined ? '' : (loading?.raw.text(row) ?? '');
          return ready({ kind: 'row', ask: message.ask, text });
        });
      case 'chart':
        return afterViews(message.ask, function* (table, viewed) {
          return { kind: 'chart', ask: message.ask, data: yield* drawChart(table, viewed.rows, message.spec) };
        });
      case 'values':
        return afterViews(message.ask, function* (table, viewed) {
          return { kind: 'values', ask: message.ask, values: yield* listValues(table, message.column, viewed.view) };
        });
      case 'export':
        return exportRows(message);
    }
  }

  return { receive };
}
