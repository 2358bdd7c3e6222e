import { healthOf, type Health } from '../../common/freshness.ts';
import { nameOfId, type IdNames } from '../../common/idNames.ts';
import type { Id } from '../../common/ids.ts';
import type { Query } from '../../common/query.ts';
import { namedPeriodOf, type NamedPeriod } from '../../common/boardPeriod.ts';
import { parseRange } from '../../common/range.ts';
import type { LinkState } from '../../common/contract.ts';
import type { BoardSnapshot, BudgetState, Failure } from '../../common/snapshot.ts';
import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { endInMsOf, newDayWords, nowOf, timeOfAge, type ViewContext } from './context.ts';
import { isolated } from '../drilldown/isolated.ts';
import { filterDoubt } from './filterDoubt.ts';
import { restingWords } from './light.ts';

/** How loud the wall says how it is: `calm` is a line in the header, the others a band across the screen. */
export type HealthTone = 'calm' | 'watch' | 'alarm';

export interface HealthView {
  readonly health: Health;
  readonly tone: HealthTone;
  /** `Live · 7 s`; `Figures 13 s old` when they are fresh but something keeps newer ones away. */
  readonly words: string;
  /** True when the cause is the news: there was never any data. */
  readonly causeFirst: boolean;
  readonly failure: { readonly code: Failure['code']; readonly words: string } | null;
  /** Said when this screen hears nothing from the wallboard. */
  readonly link: string | null;
  /** Why the figures are not fresh although nothing failed: the board rests, or its first reply is awaited. */
  readonly reason: string | null;
  /** That the filter may be why there are no sessions, while figures are fresh and nothing else is to be said. */
  readonly doubt: string | null;
}

/** What this screen itself knows besides the board. */
export interface Listening {
  readonly link: LinkState;
  /** How long it has shown no data at all, in milliseconds; 0 when there is some. */
  readonly emptyForMs: number;
}

const HEALTH_TONE: Readonly<Record<Health, HealthTone>> = {
  fresh: 'calm',
  none: 'calm',
  late: 'watch',
  lost: 'alarm',
  newDay: 'calm',
};

const PERIOD_WORDS: Readonly<Record<NamedPeriod, string>> = {
  day: 'period.today',
  week: 'period.week',
  month: 'period.month',
  year: 'period.year',
};

/** The period of a query: `Today`, `1 – 15 Nov 2026`. */
export function periodWords({ t, times }: Pick<ViewContext, 't' | 'times'>, filter: string): string {
  const range = parseRange(filter);
  if (range) return times.range(range.from, range.to);
  const period = namedPeriodOf(filter);
  return period === null ? filter : t(PERIOD_WORDS[period]);
}

/** Ids told by name in a header; the others are counted. */
const MOST_NAMED = 3;

/** What a board is about: period, channels, groups, agent. The agent's address is personal data and stays out. */
export function scopeWords(context: ViewContext, query: Query, names: IdNames): string {
  const { t, formats } = context;
  const told = (kind: 'channels' | 'groups', ids: readonly Id[]): string => {
    const named = ids.flatMap((id) => nameOfId(names, kind, id) ?? []).slice(0, MOST_NAMED);
    const rest = ids.length - named.length;
    if (named.length === 0) return t(`period.${kind}`, { n: formats.count(rest) }, rest);
    const list = named.map(isolated).join(', ');
    return rest === 0 ? list : t('period.more', { names: list, n: formats.count(rest) });
  };
  const words = [
    periodWords(context, query.filter),
    query.channels.length === 0 ? t('period.allChannels') : told('channels', query.channels),
  ];
  if (query.groupsID.length > 0) words.push(told('groups', query.groupsID));
  if (query.email !== '') words.push(t('period.agent'));
  return words.join(t('period.separator'));
}

/** HTTP statuses with words of their own: 407 comes from a proxy; 200 says nothing about why Experia refused. */
const PROXY_SIGN_IN = 407;
const OK = 200;

/** A failure as a fact: `Experia server error (503)`. */
export function failureWords(
  { t }: Pick<ViewContext, 't'>,
  code: Failure['code'],
  status: number | null,
  byOthers = false,
): string {
  if (code === 'limited' && byOthers) return t('failure.limitedByOthers');
  if (status === PROXY_SIGN_IN) return t('failure.proxy');
  if (status !== null && status !== OK && (code === 'server' || code === 'api'))
    return t(`failure.${code}Status`, { status: String(status) });
  return t(`failure.${code}`);
}

function failureView(context: ViewContext, board: BoardSnapshot): HealthView['failure'] {
  if (!board.failure) return null;
  const { code, status, byOthers } = board.failure;
  const failure = failureWords(context, code, status, byOthers);
  if (board.nextInMs === null) return { code, words: failure };
  const nextMs = Math.max(context.sentAtMs + board.nextInMs, nowOf(context));
  const time = context.times.moment(nextMs, nowOf(context));
  return { code, words: context.t('failure.next', { failure, time }) };
}

/** A first reply that is there sooner than this was never said to be awaited. */
const AWAITED_AFTER_MS = 5 * SECOND_MS;

/** What a board waits for that has no data and no failure. */
function awaitedWords(context: ViewContext, { nextInMs }: BoardSnapshot): string {
  const leftMs = nextInMs === null ? 0 : nextInMs - context.addedMs;
  if (leftMs <= 0) return context.t('health.awaited');
  return context.t('health.firstAt', { time: context.times.moment(nowOf(context) + leftMs, nowOf(context)) });
}

function reasonOf(context: ViewContext, board: BoardSnapshot, health: Health, emptyForMs: number): string | null {
  if (health === 'fresh') return null;
  const resting = restingWords(context, board);
  if (resting !== null || health !== 'none') return resting;
  return emptyForMs < AWAITED_AFTER_MS ? null : awaitedWords(context, board);
}

function toneOf(
  health: Health,
  { failure, link, reason }: Pick<HealthView, 'failure' | 'link' | 'reason'>,
): HealthTone {
  // Without data and without a key that works, nothing on the wall will get better by itself.
  if (health === 'none' && failure?.code === 'auth') return 'alarm';
  const troubled = failure !== null || link !== null;
  // Old because it rests is no alarm.
  if (!troubled && reason !== null) return 'watch';
  const tone = HEALTH_TONE[health];
  return tone === 'calm' && troubled ? 'watch' : tone;
}

const LINK_WORDS = { down: 'health.noConnection', full: 'health.tooManyScreens' } as const;

/** Overall health: how old the board's data is, what failed, whether this screen still hears the wallboard. */
export function healthView(
  context: ViewContext,
  board: BoardSnapshot,
  { link: heard, emptyForMs }: Listening,
): HealthView {
  const { t, formats } = context;
  const ageMs = board.ageMs === null ? null : board.ageMs + context.addedMs;
  const endInMs = endInMsOf(context, board);
  const health = healthOf(ageMs, board.intervalMs, endInMs);
  const causes = {
    failure: failureView(context, board),
    link: heard === 'down' || heard === 'full' ? t(LINK_WORDS[heard]) : null,
    reason: reasonOf(context, board, health, emptyForMs),
  };
  const troubled = causes.failure !== null || causes.link !== null;
  const words = (): string => {
    const state = health === 'newDay' ? newDayWords(context, board) : t(`health.${health}`);
    if (ageMs === null || health === 'newDay') return state;
    const age = formats.age(ageMs);
    return health === 'fresh' && troubled ? t('health.figuresOld', { age }) : t('health.withAge', { state, age });
  };
  const tone = toneOf(
    health === 'newDay' && endInMs !== null ? firstHealth(-endInMs, board.intervalMs) : health,
    causes,
  );
  return {
    health,
    tone,
    words: words(),
    causeFirst: health === 'none' && (troubled || causes.reason !== null),
    doubt: health === 'fresh' && tone === 'calm' ? filterDoubt(context, board) : null,
    ...causes,
  };
}

/** The first figures of a day are due as soon as it begins: without them a wall is as late as they are. */
function firstHealth(sinceMs: number, intervalMs: number): Health {
  const health = healthOf(sinceMs, intervalMs);
  return health === 'fresh' ? 'newDay' : health;
}

/** When the shown data came. */
export function updatedWords(context: ViewContext, board: BoardSnapshot): string {
  if (board.ageMs === null) return context.t('footer.never');
  const atMs = timeOfAge(context, board.ageMs);
  const sameDay = context.times.moment(atMs, nowOf(context)) === context.times.clock(atMs);
  const time = sameDay ? context.times.clockWithSeconds(atMs) : context.times.moment(atMs, nowOf(context));
  return context.t('footer.updated', { time });
}

/** Waits longer than this are told as a time of day. */
const COUNTED_DOWN_MS = 2 * MINUTE_MS;

/** When the next refresh is due. */
export function nextWords(context: ViewContext, board: BoardSnapshot, budget: BudgetState): string {
  const { t, formats, times } = context;
  const resting = restingWords(context, board);
  if (resting !== null) return resting;
  if (board.nextInMs === null) return t(budget.requesting ? 'footer.requesting' : 'footer.notPlanned');
  const leftMs = board.nextInMs - context.addedMs;
  if (leftMs <= 0) return t(budget.requesting ? 'footer.requesting' : 'footer.due');
  if (leftMs <= COUNTED_DOWN_MS) return t('footer.nextIn', { time: formats.span(Math.ceil(leftMs / 1000)) });
  return t('footer.nextAt', { time: times.moment(nowOf(context) + leftMs, nowOf(context)) });
}
