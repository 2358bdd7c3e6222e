import { z } from 'zod';
import { namedPeriodOf } from './boardPeriod.ts';
import { LONGEST_ID, MOST_IDS, type Id } from './ids.ts';
import { parseRange } from './range.ts';
import { offsetOf, parseOffsetMinutes } from './time.ts';
import { isTimezone, offsetAt } from './zone.ts';

const MAX_SLA_SECONDS = 30 * 24 * 3600;

const isFilter = (text: string): boolean => namedPeriodOf(text) !== null || parseRange(text) !== null;

/** An offset is written as the API page has it, however somebody typed it. */
function asWritten(text: string): string {
  const minutes = parseOffsetMinutes(text.trim());
  return minutes === null ? text.trim() : offsetOf(minutes);
}

/** Length of a timezone's name in characters. */
export const LONGEST_TIMEZONE = 64;

const idSchema = z.union([z.string().min(1).max(LONGEST_ID), z.int()]);
const secondsSchema = z.number().min(0).max(MAX_SLA_SECONDS);

/** SLA thresholds in seconds, as the request sends them (API page, `sla`). */
export const slaSecondsSchema = z.strictObject({
  service: secondsSchema,
  response: secondsSchema,
  waiting: secondsSchema,
});
export type SlaSeconds = z.infer<typeof slaSecondsSchema>;

/** What a board asks of the API: every documented request parameter, validated before it is sent. */
export const querySchema = z.strictObject({
  /** Period: a named filter or `YYYY-MM-DD to YYYY-MM-DD` (API page, "Filter Values"). */
  filter: z.string().refine(isFilter, 'a period of the API, or YYYY-MM-DD to YYYY-MM-DD'),
  channels: z.array(idSchema).max(MOST_IDS),
  groupsID: z.array(idSchema).max(MOST_IDS),
  /** Agent e-mail; empty for all agents. */
  email: z.string().max(320),
  /** `Africa/Cairo` or `+03:00`; "today" is today there, which need not be the machine's zone. The API is told an offset. */
  timezone: z
    .string()
    .max(LONGEST_TIMEZONE)
    .overwrite(asWritten)
    .refine(isTimezone, 'a timezone such as Africa/Cairo, or an offset such as +03:00'),
  sla: slaSecondsSchema,
  /** Data category; the API page gives it to cards only. */
  for: z.enum(['session', 'hospitality']),
  /** Shifts; the API page gives it to cards only. */
  shiftIDs: z.array(idSchema).max(MOST_IDS),
});
export type Query = z.infer<typeof querySchema>;

export const DEFAULT_QUERY: Query = {
  filter: 'daily',
  channels: [],
  groupsID: [],
  email: '',
  timezone: '+03:00',
  sla: { service: 60, response: 30, waiting: 120 },
  for: 'session',
  shiftIDs: [],
};

/**
 * A query as it is asked at a moment: with the offset that its zone has then, since the API knows no zones. A clock change
 * makes another question of it.
 * @param atMs the API's clock, in milliseconds since 1970 UTC
 */
export const askedAt = (query: Query, atMs: number): Query => ({
  ...query,
  timezone: offsetAt(query.timezone, atMs),
});

/** Ids whatever their order, each once; 12 and "12" stay two, as they are sent. */
const idSet = (ids: readonly Id[]): string[] => [...new Set(ids.map((id) => JSON.stringify(id)))].sort();

/** The period of a filter, which two spellings may share, and an offset in minutes, which is written in more than one way. */
const periodKey = ({ filter, timezone }: Query): (string | number)[] => [
  namedPeriodOf(filter) ?? filter,
  parseOffsetMinutes(timezone) ?? timezone,
];

/**
 * A text that is equal for queries as they are asked (`askedAt`) that ask the same for a summary, however they are written:
 * boards that share it share one request. `for` and `shiftIDs` go to cards only, so they do not split a summary.
 */
export function summaryQueryKey(query: Query): string {
  const { channels, groupsID, email, sla } = query;
  return JSON.stringify([
    ...periodKey(query),
    idSet(channels),
    idSet(groupsID),
    email.trim().toLowerCase(),
    [sla.service, sla.response, sla.waiting],
  ]);
}

/** A text that is equal for queries with the same request for one card, which has `for` and `shiftIDs` besides. */
export const cardQueryKey = (query: Query): string =>
  JSON.stringify([summaryQueryKey(query), query.for, idSet(query.shiftIDs)]);

/** The different summary requests among queries as they are asked, by their key, in the order in which they come first. */
export const distinctQueries = (queries: readonly Query[]): ReadonlyMap<string, Query> =>
  new Map(queries.map((query) => [summaryQueryKey(query), query]));
