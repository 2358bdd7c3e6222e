import type { SlaSeconds } from '../../common/query.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { parseOffsetMinutes } from '../../common/time.ts';
import { CATEGORIES, HOME_OFFSET_MINUTES, type Category } from './centre.ts';
import type { Scope } from './history.ts';
import { isFilter } from './period.ts';

/** A request body that passed every check, with the documented defaults filled in. */
export interface DashboardRequest {
  readonly filter: string;
  readonly offsetMinutes: number;
  readonly sla: SlaSeconds;
  readonly scope: Scope;
}

type Fields = Readonly<Record<string, unknown>>;
type Checked<T> = Result<T, string>;

/** The page's own example; what the API takes when `sla` is left out is not documented. */
const DEFAULT_SLA: SlaSeconds = { service: 60, response: 30, waiting: 120 };
const DEFAULT_FILTER = 'daily';

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isId = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || Number.isSafeInteger(value);

/** An absent field means all. */
function readIds(body: Fields, field: string): Checked<ReadonlySet<string>> {
  const value = body[field];
  if (value === undefined) return ok(new Set());
  if (!Array.isArray(value) || !value.every(isId)) return err(`${field} must be an array of ids`);
  return ok(new Set(value.map(String)));
}

function readSla(body: Fields): Checked<SlaSeconds> {
  const { sla } = body;
  if (sla === undefined) return ok(DEFAULT_SLA);
  if (!isObject(sla)) return err('sla must be an object');
  const filled: Fields = { ...DEFAULT_SLA, ...sla };
  const seconds = (value: unknown): value is number =>
    typeof value === 'number' && Number.isFinite(value) && value >= 0;
  const { service, response, waiting } = filled;
  if (!seconds(service) || !seconds(response) || !seconds(waiting)) return err('sla.* must be numbers of seconds');
  return ok({ service, response, waiting });
}

function readFilter(body: Fields, isCard: boolean): Checked<string> {
  const { filter } = body;
  if (filter === undefined && isCard) return ok(DEFAULT_FILTER);
  if (typeof filter !== 'string') return err('filter is required');
  return isFilter(filter) ? ok(filter) : err('filter is not one of the filter values');
}

function readCategory(body: Fields, isCard: boolean): Checked<Category> {
  // The page's own example sends an empty text.
  if (!isCard || body.for === undefined || body.for === '') return ok(CATEGORIES[0]);
  const category = CATEGORIES.find((known) => known === body.for);
  return category ? ok(category) : err('for must be session or hospitality');
}

function readOffset(body: Fields): Checked<number> {
  const { timezoneOffset } = body;
  if (timezoneOffset === undefined) return ok(HOME_OFFSET_MINUTES);
  const minutes = typeof timezoneOffset === 'string' ? parseOffsetMinutes(timezoneOffset) : null;
  return minutes === null ? err('timezoneOffset must look like +03:00') : ok(minutes);
}

function readEmail(body: Fields): Checked<string> {
  const { email } = body;
  if (email === undefined) return ok('');
  return typeof email === 'string' ? ok(email.trim().toLowerCase()) : err('email must be a string');
}

/**
 * Checks a parsed body as strictly as the API page allows; unknown fields are let through.
 * @param kind the summary needs a `filter`; only cards know `for` and `shiftIDs` (API page, parameter tables)
 * @returns the request, or one sentence about the first field that is wrong
 */
export function readRequest(body: unknown, kind: 'summary' | 'card'): Checked<DashboardRequest> {
  if (!isObject(body)) return err('the body must be a JSON object');
  const isCard = kind === 'card';
  const filter = readFilter(body, isCard);
  if (!filter.ok) return filter;
  const category = readCategory(body, isCard);
  if (!category.ok) return category;
  const offset = readOffset(body);
  if (!offset.ok) return offset;
  const email = readEmail(body);
  if (!email.ok) return email;
  const sla = readSla(body);
  if (!sla.ok) return sla;
  const channels = readIds(body, 'channels');
  if (!channels.ok) return channels;
  const groups = readIds(body, 'groupsID');
  if (!groups.ok) return groups;
  const shifts: Checked<ReadonlySet<string>> = isCard ? readIds(body, 'shiftIDs') : ok(new Set<string>());
  if (!shifts.ok) return shifts;
  return ok({
    filter: filter.value,
    offsetMinutes: offset.value,
    sla: sla.value,
    scope: {
      channels: channels.value,
      groups: groups.value,
      shifts: shifts.value,
      email: email.value,
      category: category.value,
    },
  });
}
