import { healthOf } from '../../common/freshness.ts';
import { METRICS } from '../../common/metrics.ts';
import { parseRange } from '../../common/range.ts';
import { SAYS_ITSELF } from '../../common/rounding.ts';
import type { BoardSnapshot, ReadingProblem, TileSnapshot } from '../../common/snapshot.ts';
import { isJudgedByShare, saysLevel, type Level } from '../../common/thresholds.ts';
import type { ValuePart } from '../format/formats.ts';
import { shortened } from '../format/shortened.ts';
import { endInMsOf, newDayWords, nowOf, timeOfAge, type ViewContext } from './context.ts';
import { isDoubtful } from './filterDoubt.ts';
import { LONGEST_TIME, numberOf, textOf, valueParts } from './values.ts';

export type TileStatus = Level | 'stale' | 'none';
/** Each status has a shape of its own besides its colour and word. */
export type MarkShape = 'check' | 'diamond' | 'triangle' | 'triangleDown' | 'ring';

export interface Mark {
  readonly shape: MarkShape;
  readonly word: string;
}

export interface TileView {
  readonly label: string;
  readonly status: TileStatus;
  readonly value: readonly ValuePart[];
  readonly note: string | null;
  /** The last value and its time, once the value itself is too old to be shown. */
  readonly last: string | null;
  readonly mark: Mark | null;
}

/** Metrics that clients answer: without a value nobody has answered yet. */
const ANSWERED: ReadonlySet<string> = new Set(['CSAT', 'FCR', 'NPS']);

export const noValue = (context: ViewContext): readonly ValuePart[] => [
  { text: context.t('value.none'), kind: 'digits' },
];

/** `1,457 at 14:05`: what an old value was, and when. */
export const lastValue = (context: ViewContext, value: string, ageMs: number): string =>
  context.t('value.at', { value, time: context.times.moment(timeOfAge(context, ageMs), nowOf(context)) });

/** How old a value is, as a mark. */
export const oldMark = (context: ViewContext, ageMs: number): Mark => ({
  shape: 'ring',
  word: context.t('status.old', { age: context.formats.age(ageMs) }),
});

/** The longest of the words a level can have, for what it takes of a line. */
export const longestLevelWord = ({ t }: ViewContext): string =>
  [t('status.good'), t('status.warn'), t('status.low'), t('status.high')].reduce((one, other) =>
    other.length > one.length ? other : one,
  );

function levelMark(context: ViewContext, tile: TileSnapshot): Mark | null {
  const { t } = context;
  if (tile.level === 'good') return { shape: 'check', word: t('status.good') };
  if (tile.level === 'warn') return { shape: 'diamond', word: t('status.warn') };
  if (tile.level !== 'bad') return null;
  return METRICS[tile.metric].better === 'higher'
    ? { shape: 'triangleDown', word: t('status.low') }
    : { shape: 'triangle', word: t('status.high') };
}

/** The target of a tile in words; null when it has none. */
export function targetOf(context: ViewContext, tile: TileSnapshot): string | null {
  const { unit } = METRICS[tile.metric];
  if (!tile.thresholds || isJudgedByShare(tile.metric)) return null;
  const { warn } = tile.thresholds;
  const { formats } = context;
  if (unit === 'duration') return formats.span(warn);
  if (unit === 'percent') return formats.percent(warn, SAYS_ITSELF);
  return unit === 'points' ? formats.points(warn, SAYS_ITSELF) : formats.decimal(warn, SAYS_ITSELF);
}

function closedNote(context: ViewContext, board: BoardSnapshot): string | null {
  const closed = numberOf(board.companions.totalClosedSessions);
  const sessions = numberOf(board.companions.totalSessions);
  if (closed === null) return null;
  const n = context.formats.count(closed);
  if (isDoubtful(board)) return context.t('note.noneWithFilter');
  if (sessions === 0 && closed === 0) return problemWords(context, 'noSessions', board.query.filter);
  if (sessions === null || sessions === 0) return context.t('note.closedOnly', { n });
  return context.t('note.closed', { n, share: context.formats.percent((closed / sessions) * 100) });
}

function note(context: ViewContext, board: BoardSnapshot, tile: TileSnapshot): string | null {
  const { t, formats, times } = context;
  if (tile.metric === 'totalSessions') return closedNote(context, board);
  if (tile.share !== null) {
    const says = saysLevel(METRICS[tile.metric].better, tile.thresholds);
    return t('note.shareOfSessions', { share: formats.percent(tile.share, says) });
  }
  if (tile.metric === 'peakTime') {
    const quietest = board.companions.weakTime.value;
    return typeof quietest === 'string'
      ? t('note.quietest', { time: shortened(times.timeOfDay(quietest), LONGEST_TIME) })
      : null;
  }
  const target = targetOf(context, tile);
  return target === null ? null : t('note.target', { target });
}

/**
 * Why a figure has no value, where its reply says so.
 * @param filter the period: days that somebody chose may be over, so nothing more is promised of them
 */
export function problemWords({ t }: Pick<ViewContext, 't'>, problem: ReadingProblem, filter: string): string {
  if (problem === 'shape') return t('note.unreadable');
  return t(parseRange(filter) === null ? 'note.noSessionsYet' : 'note.noSessions');
}

function whyNone(context: ViewContext, board: BoardSnapshot, { metric, reading, ageMs }: TileSnapshot): string {
  if (reading.problem === 'noSessions' && isDoubtful(board)) return context.t('note.noneWithFilter');
  if (reading.problem !== null) return problemWords(context, reading.problem, board.query.filter);
  return context.t(ANSWERED.has(metric) && ageMs !== null ? 'note.noAnswers' : 'note.noValue');
}

/**
 * What a tile shows. An old number never looks live: after two missed intervals it loses its status, after five it is
 * replaced by a dash with the last value beside it. That of a day which has ended is not shown at all.
 */
export function tileView(context: ViewContext, board: BoardSnapshot, tile: TileSnapshot): TileView {
  const label = context.t(`metric.${tile.metric}`);
  const value = valueParts(context, tile.metric, tile.reading, tile.thresholds);
  const ageMs = tile.ageMs === null ? null : tile.ageMs + context.addedMs;
  const health = healthOf(ageMs, board.intervalMs, endInMsOf(context, board));
  const none = { label, status: 'none', value: noValue(context), mark: null } as const;

  if (health === 'newDay') return { ...none, note: newDayWords(context, board), last: null };
  if (value === null || ageMs === null || tile.ageMs === null || health === 'none')
    return { ...none, note: whyNone(context, board, tile), last: null };
  if (health === 'lost') return { ...none, note: null, last: lastValue(context, textOf(value), tile.ageMs) };
  if (health === 'late')
    return { label, status: 'stale', value, note: null, last: null, mark: oldMark(context, ageMs) };
  return {
    label,
    status: tile.level,
    value,
    note: note(context, board, tile),
    last: null,
    mark: levelMark(context, tile),
  };
}
