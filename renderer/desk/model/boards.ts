import { MAX_BOARD_ID, MAX_HEROES, MAX_TILES, type Board, type Tile } from '../../../common/settings.ts';
import { SUMMARY_FIELDS, type SummaryField } from '../../../common/metrics.ts';

const FALLBACK_ID = 'board';

/** An id made from a title: latin letters and digits, unlike any in `taken`. */
export function boardIdFrom(title: string, taken: readonly string[]): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const base = plain === '' ? FALLBACK_ID : plain;
  for (let n = 1; ; n += 1) {
    const ending = n === 1 ? '' : `-${n}`;
    const id = base.slice(0, MAX_BOARD_ID - ending.length) + ending;
    if (!taken.includes(id)) return id;
  }
}

/** The list with one item in another place; the list itself when there is no such place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** The metrics that a board does not show yet. */
export const freeMetrics = (tiles: readonly Tile[]): readonly SummaryField[] =>
  tiles.length >= MAX_TILES ? [] : SUMMARY_FIELDS.filter((field) => !tiles.some(({ metric }) => metric === field));

/** Whether another tile may be large. */
export const heroFree = (tiles: readonly Tile[]): boolean =>
  tiles.filter(({ size }) => size === 'hero').length < MAX_HEROES;

/** A copy of a board under an id of its own. */
export function copyOf(board: Board, title: string, taken: readonly string[]): Board {
  return { ...structuredClone(board), id: boardIdFrom(title, taken), title };
}
