import type { Json } from '../../../../../renderer/drilldown/engine/flatten.ts';
import { createInProcessPort } from '../../../../../renderer/drilldown/engine/inProcessPort.ts';
import { createRowEngine } from '../../../../../renderer/drilldown/engine/createRowEngine.ts';
import type { FromWorker, LoadOptions, RowEngine, RowView } from '../../../../../renderer/drilldown/engine/protocol.ts';
import { createRawRows } from '../../../../../renderer/drilldown/engine/rawRows.ts';
import { runAtOnce } from '../../../../../renderer/drilldown/engine/slices.ts';
import { buildTable, type Table } from '../../../../../renderer/drilldown/engine/table.ts';

export const OPTIONS: LoadOptions = {
  locale: 'en',
  timezone: '+03:00',
  sla: { service: 600, response: 30, waiting: 120 },
  /** 11:00 UTC, an hour after the sessions below begin. */
  nowMs: Date.UTC(2026, 10, 21, 11),
  reply: 'list',
  words: { yes: 'Yes', no: 'No', field: 'Field', value: 'Value' },
};

export const EVERYTHING: RowView = { search: '', filters: [], over: null, sort: null };

export const viewOf = (part: Partial<RowView>): RowView => ({ ...EVERYTHING, ...part });

/** A table of rows, built at once. */
export function tableOf(rows: readonly Json[], options: Partial<LoadOptions> = {}): Table {
  const all = { ...OPTIONS, ...options };
  const raw = createRawRows(all.reply);
  raw.add(JSON.stringify(rows));
  return runAtOnce(buildTable(raw, all));
}

/** An engine in this thread with rows loaded. */
export async function engineWith(
  rows: readonly Json[],
  options: Partial<LoadOptions> = {},
): Promise<{ engine: RowEngine; ready: Extract<FromWorker, { kind: 'ready' }> }> {
  const engine = createRowEngine(createInProcessPort());
  engine.load({ ...OPTIONS, ...options });
  engine.chunk(JSON.stringify(rows));
  return { engine, ready: await engine.loaded() };
}

/** `2026-11-21T10:00:00.000000Z` plus seconds, as the API writes dates. */
export const dateAt = (seconds: number): string =>
  `${new Date(Date.UTC(2026, 10, 21, 10) + seconds * 1000).toISOString().slice(0, 20)}000000Z`;

/** The nine documented fields, with times given in seconds after the first of them. */
export const session = (
  key: string,
  createdS: number,
  takenS: number | null,
  endedS: number | null,
): Record<string, Json> => ({
  session_key: key,
  client_id: 100_234,
  username: '966500000001',
  created_date: dateAt(createdS),
  taken_date: takenS === null ? null : dateAt(takenS),
  ended_date: endedS === null ? null : dateAt(endedS),
  status: endedS === null ? 'OPEN' : 'CLOSED',
  type: 'WhatsApp',
  agent_email: 'agent@example.com',
});
