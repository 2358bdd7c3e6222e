import type { BoardSnapshot, GaugeSnapshot, TileSnapshot } from '../../common/snapshot.ts';
import { isJudgedByShare } from '../../common/thresholds.ts';
import { DAY_MS, SECOND_MS } from '../../common/time.ts';
import { footWidthInEm } from '../layout/fit.ts';
import type { ViewContext } from './context.ts';
import { gaugeView, type GaugeWords } from './gaugeView.ts';
import { longestLevelWord, targetOf, tileView } from './tileView.ts';

/*
 * The type size of notes follows what they can come to say, not what they say now: otherwise it would change with the
 * numbers. Only what a lost value leaves behind ("1,457 at 21 Nov, 14:05") may ask for more room.
 */

const WIDE_COUNT = 88_888;
const FULL_SHARE = 100;
const WIDE_SHARE = 88.8;
/** An age of the longest wording in seconds. */
const LONG_AGE_MS = 119 * SECOND_MS;
const LONG_WAIT_MS = DAY_MS / 2;

const longest = (texts: readonly string[]): string =>
  texts.reduce((one, other) => (other.length > one.length ? other : one), '');

function widestNote(context: ViewContext, tile: TileSnapshot): string {
  const { t, formats, times } = context;
  if (tile.metric === 'totalSessions')
    return t('note.closed', { n: formats.count(WIDE_COUNT), share: formats.percent(WIDE_SHARE) });
  if (isJudgedByShare(tile.metric)) return t('note.shareOfSessions', { share: formats.percent(WIDE_SHARE) });
  if (tile.metric === 'peakTime') return t('note.quietest', { time: times.clock(LONG_WAIT_MS) });
  const target = targetOf(context, tile);
  return target === null ? t('note.noValue') : t('note.target', { target });
}

/** Width in em of the line under the tiles of a row: the widest that any of them can come to need. */
export function rowFootEm(context: ViewContext, board: BoardSnapshot, tiles: readonly TileSnapshot[]): number {
  const needs = tiles.map((tile) => {
    const { last } = tileView(context, board, tile);
    if (last !== null) return footWidthInEm(last, null);
    return footWidthInEm(widestNote(context, tile), tile.thresholds ? longestLevelWord(context) : null);
  });
  return Math.max(1, ...needs);
}

/** Width in em of the line under each of a board's gauges, so that all three have one size. */
export function gaugeFootEm(context: ViewContext, board: BoardSnapshot, words: GaugeWords): number {
  const { t, formats } = context;
  const under = t(`status.${words}`, { n: formats.decimal(FULL_SHARE) }, FULL_SHARE);
  const word = longest([t('status.onTarget'), under, t('status.old', { age: formats.age(LONG_AGE_MS) })]);
  const lasts = board.gauges.map((gauge: GaugeSnapshot) => gaugeView(context, board, gauge).last);
  return Math.max(footWidthInEm(null, word), ...lasts.map((last) => (last === null ? 1 : footWidthInEm(last, null))));
}
