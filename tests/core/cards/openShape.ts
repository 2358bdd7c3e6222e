import type { CardName } from '../../../common/cards.ts';
import { DEFAULT_QUERY, type Query } from '../../../common/query.ts';
import { createExperiaClient } from '../../../core/experia/client.ts';
import type { CardContent } from '../../../core/experia/card.ts';
import { systemClock } from '../../../core/node/systemClock.ts';
import { undiciFetch } from '../../../core/node/undiciFetch.ts';
import type { CardAnswers } from '../../../core/simulator/server.ts';
import { chartChoices } from '../../../renderer/drilldown/chart/chartChoices.ts';
import { createInProcessPort } from '../../../renderer/drilldown/engine/inProcessPort.ts';
import { createRowEngine } from '../../../renderer/drilldown/engine/createRowEngine.ts';
import type { ChartData, ChartSpec, FromWorker, RowEngine } from '../../../renderer/drilldown/engine/protocol.ts';
import { EVERY_ROW } from '../../../renderer/drilldown/rowView.ts';
import type { Sim } from '../simulator/support.ts';

/** A card as a dialog has it: read by the client, loaded by the worker, drawn. */
export interface OpenedCard {
  readonly content: CardContent;
  readonly table: Extract<FromWorker, { kind: 'ready' }>;
  readonly engine: RowEngine;
  readonly charts: readonly ChartSpec[];
  /** The first picture; null where there is none. */
  readonly picture: ChartData | null;
}

const client = createExperiaClient(undiciFetch(), systemClock());

/** Loads rows as the page's worker does. */
export async function loaded(content: CardContent, card: CardName, query: Query = DEFAULT_QUERY): Promise<OpenedCard> {
  const engine = createRowEngine(createInProcessPort());
  engine.load({
    locale: 'en',
    timezone: query.timezone,
    sla: query.sla,
    nowMs: content.repliedAtMs ?? 0,
    reply: content.reply,
    words: { yes: 'Yes', no: 'No', field: 'Field', value: 'Value' },
  });
  engine.chunk(JSON.stringify(content.rows));
  const table = await engine.loaded();
  await engine.view(EVERY_ROW);
  const charts = chartChoices(card, table, query.sla);
  const picture = charts[0] ? await engine.chart(charts[0]) : null;
  return { content, table, engine, charts, picture };
}

/** Asks a simulator for a card in a shape, over real HTTP, and reads it all the way to its first picture. */
export async function openShape(
  simulator: Sim,
  card: CardName,
  answers: CardAnswers,
  query = DEFAULT_QUERY,
): Promise<OpenedCard> {
  simulator.answerCards(answers);
  const reply = await client.card(simulator, query, card, new AbortController().signal);
  if (!reply.ok) throw new Error(`${card}: ${reply.error.code}`);
  return loaded(reply.value, card, query);
}

/** A picture in a few words: `sum sessions by hour` and how many bars it has. */
export function pictureWords(spec: ChartSpec | undefined): string {
  if (!spec) return 'none';
  if (spec.kind === 'histogram') return `spread of ${spec.column}`;
  const what = spec.sum ?? 'rows';
  return spec.kind === 'perTime'
    ? `${what} over ${spec.column}`
    : `${what} by ${spec.column}${spec.inOrder ? ' in order' : ''}`;
}
