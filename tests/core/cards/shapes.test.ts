import { describe, expect, it } from 'vitest';
import type { CardName } from '../../../common/cards.ts';
import { isRecord } from '../../../common/isRecord.ts';
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { CARD_SHAPES, PAGE_ROWS, type CardShape } from '../../../core/simulator/shapes.ts';
import { CARD_VALUES } from '../../../core/simulator/values.ts';
import type { ColumnKind } from '../../../renderer/drilldown/engine/protocol.ts';
import { start } from '../simulator/support.ts';
import { openShape, pictureWords, type OpenedCard } from './openShape.ts';

/** Cards of sessions, of times, of hours, of answers, of people, of labels, of shares and of queues, with their picture. */
const PICTURES = {
  CARDTOTALSESSIONS: 'rows over created_date',
  CARDWAITINGTIME: 'spread of waiting_time',
  CARDPEAKTIME: 'sessions by hour in order',
  CARDCSAT: 'rows by csat in order',
  CARDTOTALTIME: 'online_time by agent_name',
  CARDTAGS: 'total by tag',
  CARDTAGSPERCENTAGE: 'percentage by tag',
  CARDQUEUEREPORT: 'sessions by group',
} as const satisfies Partial<Record<CardName, string>>;
type Card = keyof typeof PICTURES;
const CARDS = Object.keys(PICTURES) as readonly Card[];
/** Two channels, so that a long list has a few hundred rows, over three days. */
const QUERY = { ...DEFAULT_QUERY, channels: [104, 105], filter: '2026-11-20 to 2026-11-22' };

/** What the same card has as the list that the API page shows. */
interface Listed {
  readonly card: Card;
  readonly rows: number;
  /** Different agents among the sessions. */
  readonly agents: number;
}

interface Expected {
  readonly rows: (list: Listed) => number;
  readonly picture: (list: Listed) => string;
  /** The note on the length of the list: its total, `more`, or nothing. */
  readonly note?: (list: Listed) => number | 'more' | null;
}

const own = ({ card }: Listed): string => PICTURES[card];
const all = ({ rows }: Listed): number => rows;
const asListed: Expected = { rows: all, picture: own };
const page = ({ rows }: Listed): number => Math.min(PAGE_ROWS, rows);
const paged: Expected = { rows: page, picture: own, note: all };
const LABELS: Partial<Record<CardName, string>> = {
  CARDTOTALTIME: 'agent_name',
  CARDTAGS: 'tag',
  CARDTAGSPERCENTAGE: 'tag',
  CARDQUEUEREPORT: 'group',
};
const labelOf = ({ card }: Listed): string => LABELS[card] ?? 'name';
const amountOf = ({ card }: Listed): string => (card === 'CARDTAGSPERCENTAGE' ? 'percentage' : 'value');
const byOwnLabel = (list: Listed): number => (labelOf(list) === 'name' ? QUERY.channels.length : list.rows);
const HOURS = 24;
const DAYS = 3;
const nothing: Expected = { rows: () => 0, picture: () => 'none' };

/** A list of each row's last amount, or of its last text. */
const SCALARS: Readonly<Record<Card, string>> = {
  CARDTOTALSESSIONS: 'rows by value',
  CARDWAITINGTIME: 'rows by value',
  CARDPEAKTIME: 'value by hour in order',
  CARDCSAT: 'rows by value in order',
  CARDTOTALTIME: 'spread of value',
  CARDTAGS: 'spread of value',
  CARDTAGSPERCENTAGE: 'spread of value',
  CARDQUEUEREPORT: 'spread of value',
};

/** Without words the documented fields are known by their order, others are values. */
const BARE: Readonly<Record<Card, string>> = {
  CARDTOTALSESSIONS: 'rows over created_date',
  CARDWAITINGTIME: 'spread of waiting',
  CARDPEAKTIME: 'value by hour in order',
  CARDCSAT: 'rows over created_date',
  CARDTOTALTIME: 'value_4 by agent_name',
  CARDTAGS: 'value by tag',
  CARDTAGSPERCENTAGE: 'value by tag',
  CARDQUEUEREPORT: 'value by group',
};

/** Of one object the fields are the rows, but a session is a list of one. */
const OBJECTS: Readonly<Record<Card, readonly [rows: number, picture: string]>> = {
  CARDTOTALSESSIONS: [1, 'rows over created_date'],
  CARDWAITINGTIME: [1, 'spread of waiting_time'],
  CARDPEAKTIME: [3, 'none'],
  CARDCSAT: [1, 'rows by csat in order'],
  CARDTOTALTIME: [5, 'none'],
  CARDTAGS: [3, 'none'],
  CARDTAGSPERCENTAGE: [3, 'none'],
  CARDQUEUEREPORT: [8, 'value by field'],
};

const SHAPES: Readonly<Record<CardShape, Expected>> = {
  list: asListed,
  paginator: paged,
  pageMeta: paged,
  pageToken: { ...paged, note: ({ rows }) => (rows > PAGE_ROWS ? 'more' : null) },
  // A total beside amounts may be theirs: it is taken for a number of rows where it is exactly that.
  data: { ...asListed, note: all },
  items: { ...asListed, rows: ({ rows }) => Math.min(3, rows) },
  rows: asListed,
  result: asListed,
  namedList: asListed,
  gaps: { ...asListed, rows: ({ rows }) => rows - Math.floor((rows + 1) / 3) },
  byName: { rows: byOwnLabel, picture: (list) => `${amountOf(list)} by ${labelOf(list)}` },
  byNameObjects: {
    rows: byOwnLabel,
    picture: (list) => (labelOf(list) === 'name' ? 'sessions by name' : own(list)),
  },
  byEmail: { rows: ({ agents }) => agents, picture: () => 'value by agent_email' },
  byEmailObjects: { rows: ({ agents }) => agents, picture: () => 'sessions by agent_email' },
  byHour: { rows: () => HOURS, picture: () => 'value by hour in order' },
  byHourObjects: { rows: () => HOURS, picture: () => 'sessions by hour in order' },
  byDate: { rows: () => DAYS, picture: () => 'value over date' },
  byDateObjects: { rows: () => DAYS, picture: () => 'sessions over date' },
  grouped: { ...asListed, picture: (list) => (list.card === 'CARDPEAKTIME' ? 'sessions by hour in order' : own(list)) },
  jsonText: asListed,
  dataText: { ...asListed, note: all },
  textTwice: asListed,
  rowTexts: asListed,
  tuples: { rows: () => HOURS, picture: () => 'value by hour in order' },
  headedTuples: asListed,
  bareTuples: { rows: all, picture: ({ card }) => BARE[card] },
  labelled: { rows: () => HOURS, picture: () => 'Sessions by hour in order' },
  columns: { rows: () => HOURS, picture: () => 'sessions by hour in order' },
  scalars: { rows: all, picture: ({ card }) => SCALARS[card] },
  scalar: { rows: () => 1, picture: () => 'none' },
  oneObject: { rows: ({ card }) => OBJECTS[card][0], picture: ({ card }) => OBJECTS[card][1] },
  emptyList: nothing,
  emptyObject: nothing,
  null: nothing,
  missing: nothing,
};

const noteOf = ({ content }: OpenedCard): number | 'more' | null => content.total ?? (content.hasMore ? 'more' : null);

const agentsOf = ({ content }: OpenedCard): number =>
  new Set(content.rows.flatMap((row) => (isRecord(row) ? (row['agent_email'] ?? []) : []))).size;

describe('a card in a shape that a vendor sends', () => {
  it.each(CARD_SHAPES)('%s: rows, first picture and note', async (shape) => {
    const simulator = await start();
    const { rows, picture, note = () => null } = SHAPES[shape];
    const agents = agentsOf(await openShape(simulator, 'CARDTOTALSESSIONS', {}, QUERY));
    for (const card of CARDS) {
      const listed = { card, agents, rows: (await openShape(simulator, card, {}, QUERY)).table.rows };
      const opened = await openShape(simulator, card, { shape }, QUERY);
      const { table, charts } = opened;
      expect({ card, rows: table.rows, picture: pictureWords(charts[0]), note: noteOf(opened) }).toEqual({
        ...{ card, rows: rows(listed), picture: picture(listed), note: note(listed) },
      });
    }
  });
});

/** Columns whose kind a way of writing must not change. */
const KINDS: Partial<Record<Card, Readonly<Record<string, ColumnKind>>>> = {
  CARDTOTALSESSIONS: {
    created_date: 'date',
    taken_date: 'date',
    ended_date: 'date',
    waiting: 'duration',
    client_id: 'text',
  },
  CARDCSAT: { csat: 'number', answered_date: 'date', client_id: 'text' },
  CARDTAGSPERCENTAGE: { total: 'number', percentage: 'percent', tag: 'text' },
  CARDQUEUEREPORT: { group_id: 'text', sessions: 'number', average_waiting_time: 'duration' },
};

describe('values as a vendor writes them', () => {
  it.each(CARD_VALUES)('%s: the same kinds, times and first picture', async (values) => {
    const simulator = await start();
    const plain = await openShape(simulator, 'CARDTOTALSESSIONS', {}, QUERY);
    const written = await openShape(simulator, 'CARDTOTALSESSIONS', { values }, QUERY);
    expect(written.table.over).toEqual(plain.table.over);
    expect(written.picture?.bars).toEqual(plain.picture?.bars);
    for (const card of Object.keys(KINDS) as Card[]) {
      const { table, charts } = await openShape(simulator, card, { values }, QUERY);
      const kinds = Object.fromEntries(table.columns.map(({ id, kind }) => [id, kind]));
      expect(kinds).toMatchObject(KINDS[card] ?? {});
      expect(pictureWords(charts[0])).toBe(PICTURES[card]);
    }
  });
});
