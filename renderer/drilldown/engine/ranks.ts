import type { ColumnData, NumbersData, TextsData } from './columnData.ts';
import { SLICE_ITEMS, type Slices } from './slices.ts';
import type { Table } from './table.ts';

/** Items sorted at a stroke before their runs are merged: short enough for a slice. */
const RUN_ITEMS = 512;

function* merge<T>(from: readonly T[], width: number, compare: (a: T, b: T) => number): Slices<T[]> {
  const merged: T[] = [];
  for (let start = 0; start < from.length; start += 2 * width) {
    const middle = Math.min(start + width, from.length);
    const end = Math.min(start + 2 * width, from.length);
    let left = start;
    let right = middle;
    while (left < middle || right < end) {
      if (merged.length % RUN_ITEMS === 0) yield;
      const [a, b] = [from[left] as T, from[right] as T];
      const takeLeft = right >= end || (left < middle && compare(a, b) <= 0);
      merged.push(takeLeft ? a : b);
      if (takeLeft) left += 1;
      else right += 1;
    }
  }
  return merged;
}

/** Sorts stably like `Array.sort`, in slices: comparing texts by a language's rules takes long. */
export function* sortInSlices<T>(items: readonly T[], compare: (a: T, b: T) => number): Slices<T[]> {
  let sorted: T[] = [];
  for (let start = 0; start < items.length; start += RUN_ITEMS) {
    yield;
    sorted.push(...items.slice(start, start + RUN_ITEMS).sort(compare));
  }
  for (let width = RUN_ITEMS; width < items.length; width *= 2) sorted = yield* merge(sorted, width, compare);
  return sorted;
}

type Compare = (a: string, b: string) => number;

/** Texts in a language's order, `agent 9` before `agent 10`. */
function compareTexts(locale: string): Compare {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return compare;
}

/** For each of some texts its place among them; texts that the language holds for equal share one. */
function* textPlaces(texts: readonly string[], compare: Compare): Slices<Int32Array> {
  const order = yield* sortInSlices([...texts.keys()], (a, b) => compare(texts[a] ?? '', texts[b] ?? ''));
  const places = new Int32Array(texts.length);
  let place = -1;
  let before: string | null = null;
  for (const [at, index] of order.entries()) {
    if (at % SLICE_ITEMS === 0) yield;
    const text = texts[index] ?? '';
    if (before === null || compare(before, text) !== 0) place += 1;
    places[index] = place;
    before = text;
  }
  return places;
}

function* rankTexts({ codes, texts }: TextsData, compare: Compare): Slices<Int32Array> {
  const places = yield* textPlaces(texts, compare);
  return codes.map((code) => places[code] ?? -1);
}

/** The few texts among numbers come after all of them. */
function* rankNumbers({ values, odd }: NumbersData, compare: Compare): Slices<Int32Array> {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  yield;
  const places = new Map<number, number>();
  for (const value of sorted) if (!places.has(value)) places.set(value, places.size);
  yield;
  const ranks = Int32Array.from(values, (value) => places.get(value) ?? -1);
  const texts = [...new Set(odd.values())];
  const textPlace = yield* textPlaces(texts, compare);
  const placeOf = new Map(texts.map((text, index) => [text, places.size + (textPlace[index] ?? 0)]));
  for (const [row, text] of odd) ranks[row] = placeOf.get(text) ?? -1;
  return ranks;
}

/** For each row the place of its value in ascending order, the same for equal values; −1 for no value. */
export function* ranksOf(table: Table, column: ColumnData): Slices<Int32Array> {
  const known = table.ranks.get(column.meta.id);
  if (known) return known;
  const compare = compareTexts(table.options.locale);
  const ranks = yield* column.store === 'texts' ? rankTexts(column, compare) : rankNumbers(column, compare);
  table.ranks.set(column.meta.id, ranks);
  return ranks;
}

/** Rows in the order of their ranks; equal ones stay as they were, and those without a value come last either way. */
export function orderByRank(rows: Uint32Array, ranks: Int32Array, direction: 'ascending' | 'descending'): Uint32Array {
  let most = -1;
  for (const row of rows) most = Math.max(most, ranks[row] ?? -1);
  const slots = most + 2;
  const slotOf = (row: number): number => {
    const rank = ranks[row] ?? -1;
    if (rank < 0) return slots - 1;
    return direction === 'ascending' ? rank : most - rank;
  };
  const starts = new Uint32Array(slots + 1);
  for (const row of rows) starts[slotOf(row) + 1] = (starts[slotOf(row) + 1] ?? 0) + 1;
  for (let slot = 0; slot < slots; slot += 1) starts[slot + 1] = (starts[slot + 1] ?? 0) + (starts[slot] ?? 0);
  const ordered = new Uint32Array(rows.length);
  for (const row of rows) {
    const slot = slotOf(row);
    const at = starts[slot] ?? 0;
    ordered[at] = row;
    starts[slot] = at + 1;
  }
  return ordered;
}
