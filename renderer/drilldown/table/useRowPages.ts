import { onScopeDispose, shallowRef } from 'vue';
import type { Cell, RowEngine } from '../engine/protocol.ts';

type RowCells = readonly Cell[];

/** Rows asked for at once, and how many such pages are kept. */
const PAGE_ROWS = 100;
const MOST_PAGES = 24;

export interface RowPages {
  /** The cells of a row, or null while they are on their way. */
  rowAt(index: number): RowCells | null;
  /** Says which rows are in sight (`to` not included), and asks the worker for those that are not here. */
  want(from: number, to: number): void;
  /** The view is another one: every row may have changed. The old ones stay until the first new ones come. */
  renew(): void;
}

/**
 * The few rows in sight, kept in pages. One question is under way at a time, so a thumb dragged across 50,000 rows asks
 * for where it stopped and not for all it passed.
 */
export function useRowPages(engine: Pick<RowEngine, 'rows'>): RowPages {
  const pages = shallowRef<ReadonlyMap<number, readonly RowCells[]>>(new Map());
  let wanted = { from: 0, to: 0 };
  let generation = 0;
  /** The generation the kept pages are of. */
  let shown = 0;
  let busy = false;
  let ended = false;

  function nextMissing(): number | null {
    const last = Math.floor((wanted.to - 1) / PAGE_ROWS);
    for (let page = Math.floor(wanted.from / PAGE_ROWS); page <= last; page += 1)
      if (shown !== generation || !pages.value.has(page)) return page;
    return null;
  }

  function keep(page: number, rows: readonly RowCells[]): void {
    const next = new Map(shown === generation ? pages.value : []);
    shown = generation;
    next.set(page, rows);
    const middle = (wanted.from + wanted.to) / 2 / PAGE_ROWS;
    const farthest = [...next.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const far of farthest.slice(0, Math.max(0, next.size - MOST_PAGES))) next.delete(far);
    pages.value = next;
  }

  async function fetch(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (let page = nextMissing(); page !== null && !ended; page = nextMissing()) {
        const asked = generation;
        const rows = await engine.rows(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
        if (asked === generation) keep(page, rows);
      }
    } catch {
      // The worker has ended, and this table with it.
      ended = true;
    } finally {
      busy = false;
    }
  }

  onScopeDispose(() => {
    ended = true;
  });

  return {
    rowAt: (index) => pages.value.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS] ?? null,
    want(from, to) {
      wanted = { from, to };
      void fetch();
    },
    renew() {
      generation += 1;
      void fetch();
    },
  };
}
