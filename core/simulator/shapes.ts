import { isRecord } from '../../common/isRecord.ts';
import { CHANNELS } from './centre.ts';
import { AGENTS } from './people.ts';
import { hourOf } from './period.ts';
import { agentOf } from './progress.ts';
import type { Session } from './sessionDay.ts';
import type { EachSession } from './sessionRows.ts';

/** The shapes of a card's content: the documented list first, then what vendors with other back ends send. */
export const CARD_SHAPES = [
  'list',
  'paginator',
  'pageMeta',
  'pageToken',
  'data',
  'items',
  'rows',
  'result',
  'namedList',
  'gaps',
  'byName',
  'byNameObjects',
  'byEmail',
  'byEmailObjects',
  'byHour',
  'byHourObjects',
  'byDate',
  'byDateObjects',
  'grouped',
  'jsonText',
  'dataText',
  'textTwice',
  'rowTexts',
  'tuples',
  'headedTuples',
  'bareTuples',
  'labelled',
  'columns',
  'scalars',
  'scalar',
  'oneObject',
  'emptyList',
  'emptyObject',
  'null',
  'missing',
] as const;
export type CardShape = (typeof CARD_SHAPES)[number];

/** Rows of a page, in the shapes that have pages. */
export const PAGE_ROWS = 100;

/** What a shape is made of: the card's own content, and its sessions. */
export interface Shaped {
  readonly content: unknown;
  readonly each: EachSession;
  readonly nowS: number;
  readonly offsetMinutes: number;
}

type Entries = readonly (readonly [string, unknown])[];
const fromEntries = (entries: Entries): Record<string, unknown> => Object.fromEntries(entries);

const rowsOf = ({ content }: Shaped): readonly Record<string, unknown>[] =>
  Array.isArray(content) ? content.filter(isRecord) : isRecord(content) ? [content] : [];

interface Count {
  sessions: number;
  readonly clients: Set<number>;
}

/** Sessions by something, in the order in which each of it first came. */
function countBy({ each }: Shaped, keyOf: (session: Session) => string | null): [string, Count][] {
  const counts = new Map<string, Count>();
  each((session) => {
    const key = keyOf(session);
    if (key === null) return;
    const count = counts.get(key) ?? { sessions: 0, clients: new Set() };
    count.sessions += 1;
    count.clients.add(session.client);
    counts.set(key, count);
  });
  return [...counts];
}

const numbers = (counts: readonly [string, Count][]): Entries => counts.map(([key, { sessions }]) => [key, sessions]);
const objects = (counts: readonly [string, Count][]): Entries =>
  counts.map(([key, { sessions, clients }]) => [key, { sessions, clients: clients.size }]);

const two = (value: number): string => String(value).padStart(2, '0');
const byChannel = ({ channel }: Session): string | null => CHANNELS[channel]?.name ?? null;
const byHour = (shaped: Shaped): [string, Count][] =>
  countBy(shaped, ({ createdS }) => two(hourOf(createdS, shaped.offsetMinutes)));
const byDate = (shaped: Shaped): [string, Count][] =>
  countBy(shaped, ({ createdS }) => new Date((createdS + shaped.offsetMinutes * 60) * 1000).toISOString().slice(0, 10));
const byEmail = (shaped: Shaped): [string, Count][] =>
  countBy(shaped, (session) => {
    const agent = agentOf(session, shaped.nowS);
    return agent === null ? null : (AGENTS[agent]?.email ?? null);
  });

/** A breakdown's own names with their rest; for other cards its sessions by channel. */
function byName(shaped: Shaped): readonly (readonly [string, Record<string, unknown>])[] {
  const rows = rowsOf(shaped);
  const label = ['tag', 'template', 'message', 'agent_name', 'group'].find((name) => rows[0] && name in rows[0]);
  if (label === undefined) return objects(countBy(shaped, byChannel)) as [string, Record<string, unknown>][];
  return rows.map((row) => [String(row[label]), fromEntries(Object.entries(row).filter(([name]) => name !== label))]);
}

/** The last amount of an object: its total, its share, its time. */
const amountIn = (row: Record<string, unknown>): unknown =>
  Object.entries(row).findLast(([name, value]) => typeof value === 'number' && !name.endsWith('_id'))?.[1] ??
  Object.values(row).at(-1);

function paginator(rows: readonly unknown[]): unknown {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  const path = 'https://api.example.com/v2/dashboard/card';
  return {
    current_page: 1,
    data: rows.slice(0, PAGE_ROWS),
    first_page_url: `${path}?page=1`,
    from: 1,
    last_page: pages,
    last_page_url: `${path}?page=${pages}`,
    links: [
      { url: null, label: '&laquo; Previous', active: false },
      { url: `${path}?page=1`, label: '1', active: true },
    ],
    next_page_url: pages > 1 ? `${path}?page=2` : null,
    path,
    per_page: PAGE_ROWS,
    prev_page_url: null,
    to: Math.min(PAGE_ROWS, rows.length),
    total: rows.length,
  };
}

const tuples = (rows: readonly Record<string, unknown>[]): unknown[][] => rows.map((row) => Object.values(row));

/** Every third row taken out, and the places of the others kept, as PHP's `array_filter` leaves a list. */
const withGaps = (rows: readonly unknown[]): unknown =>
  fromEntries(rows.flatMap((row, at): [string, unknown][] => (at % 3 === 1 ? [] : [[String(at), row]])));

const SHAPES: Readonly<Record<CardShape, (shaped: Shaped, rows: readonly Record<string, unknown>[]) => unknown>> = {
  list: ({ content }) => content,
  paginator: (_, rows) => paginator(rows),
  pageMeta: (_, rows) => ({
    data: rows.slice(0, PAGE_ROWS),
    links: { first: '/?page=1', next: rows.length > PAGE_ROWS ? '/?page=2' : null },
    meta: { current_page: 1, per_page: PAGE_ROWS, total: rows.length },
  }),
  pageToken: (_, rows) => ({
    resultSize: PAGE_ROWS,
    items: rows.slice(0, PAGE_ROWS),
    pageToken: rows.length > PAGE_ROWS ? 'b2Zmc2V0OjEwMA==' : '',
  }),
  data: (_, rows) => ({ data: rows, total: rows.length }),
  items: (_, rows) => ({ items: rows.slice(0, 3) }),
  rows: (_, rows) => ({ rows, count: rows.length }),
  result: (_, rows) => ({ result: { list: rows } }),
  namedList: (_, rows) => ({ message: 'ok', report: rows }),
  gaps: (_, rows) => withGaps(rows),
  byName: (shaped) => fromEntries(byName(shaped).map(([name, row]) => [name, amountIn(row)])),
  byNameObjects: (shaped) => fromEntries(byName(shaped)),
  byEmail: (shaped) => fromEntries(numbers(byEmail(shaped))),
  byEmailObjects: (shaped) => fromEntries(objects(byEmail(shaped))),
  byHour: (shaped) => fromEntries(numbers(byHour(shaped))),
  byHourObjects: (shaped) => fromEntries(objects(byHour(shaped).map(([hour, count]) => [`${hour}:00`, count]))),
  byDate: (shaped) => fromEntries(numbers(byDate(shaped))),
  byDateObjects: (shaped) => fromEntries(objects(byDate(shaped))),
  grouped: (shaped, rows) =>
    fromEntries(byDate(shaped).map(([date], at, days) => [date, rows.filter((_, row) => row % days.length === at)])),
  jsonText: (_, rows) => JSON.stringify(rows),
  dataText: (_, rows) => ({ data: JSON.stringify(rows), total: rows.length }),
  textTwice: (_, rows) => JSON.stringify(JSON.stringify(rows)),
  rowTexts: (_, rows) => rows.map((row) => JSON.stringify(row)),
  tuples: (shaped) => byHour(shaped).map(([hour, { sessions, clients }]) => [`${hour}:00`, sessions, clients.size]),
  headedTuples: (_, rows) => [Object.keys(rows[0] ?? {}), ...tuples(rows)],
  bareTuples: (_, rows) => tuples(rows),
  labelled: (shaped) => {
    const counts = byHour(shaped);
    return {
      labels: counts.map(([hour]) => `${hour}:00 - ${two(Number(hour) + 1)}:00`),
      datasets: [{ label: 'Sessions', data: counts.map(([, { sessions }]) => sessions) }],
    };
  },
  columns: (shaped) => {
    const counts = byHour(shaped);
    return { hour: counts.map(([hour]) => Number(hour)), sessions: counts.map(([, { sessions }]) => sessions) };
  },
  scalars: (_, rows) => rows.map((row) => amountIn(row)),
  scalar: (_, rows) => rows.length,
  oneObject: (_, rows) => rows[0] ?? {},
  emptyList: () => [],
  emptyObject: () => ({}),
  null: () => null,
  missing: () => undefined,
};

/** A card's content in one of the shapes; undefined where the reply has none. */
export const shapeContent = (shaped: Shaped, shape: CardShape): unknown => SHAPES[shape](shaped, rowsOf(shaped));
