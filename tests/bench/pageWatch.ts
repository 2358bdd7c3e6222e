/** What runs inside a page to time it: nothing here may refer to anything outside its own function. */

export interface GridSelectors {
  /** What scrolls. */
  readonly scroller: string;
  readonly row: string;
  /** Within a row: a cell that has its text. */
  readonly filled: string;
  /** Within a heading: what sorts when clicked. */
  readonly sorter: string;
  readonly search: string;
}

export type Act =
  | { readonly kind: 'click'; readonly selector: string }
  | { readonly kind: 'sort'; readonly heading: string }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'jumpToEnd' };

/** When an act has shown its effect: rows are there, others than before, all have a text, or not all have it. */
export type Until =
  | { readonly kind: 'filled' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'all'; readonly text: string }
  | { readonly kind: 'notAll'; readonly text: string };

export interface Timed {
  /** From the act until its effect was painted, in milliseconds. */
  readonly ms: number;
  /** Moments of the page's own clock, in milliseconds. */
  readonly startedAt: number;
  readonly paintedAt: number;
}

export interface PageWatch {
  /** Time from each frame to the one before. */
  readonly frames: { at: number; gapMs: number; blank: boolean }[];
  look: GridSelectors | null;
  run(grid: GridSelectors, act: Act, until: Until): Promise<Timed>;
  /** Resolves after so many frames. */
  rest(frames: number): Promise<number>;
}

declare global {
  interface Window {
    bench: PageWatch;
  }
}

/** Installs `window.bench` before anything else runs in a page. */
export function installWatch(): void {
  const GIVE_UP_MS = 60_000;
  const frames: PageWatch['frames'] = [];
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const rowsOf = ({ scroller, row }: GridSelectors): Element[] => [...document.querySelectorAll(`${scroller} ${row}`)];
  const middleIsFilled = ({ scroller, row, filled }: GridSelectors): boolean => {
    const box = document.querySelector(scroller)?.getBoundingClientRect();
    if (!box) return false;
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const found = middle?.closest(row)?.querySelector(filled) ?? null;
    return found !== null;
  };
  const textOf = (grid: GridSelectors): string =>
    rowsOf(grid)
      .map((row) => row.textContent)
      .join();
  const isDone = (grid: GridSelectors, until: Until, before: string): boolean => {
    if (!middleIsFilled(grid)) return false;
    if (until.kind === 'filled') return true;
    if (until.kind === 'changed') return textOf(grid) !== before;
    const all = rowsOf(grid).every((row) => row.textContent?.includes(until.text));
    return until.kind === 'all' ? all : !all;
  };
  const act = (grid: GridSelectors, what: Act): void => {
    const click = (element: Element | null | undefined): void => {
      if (!(element instanceof HTMLElement)) throw new Error(`nothing to click for ${JSON.stringify(what)}`);
      element.click();
    };
    if (what.kind === 'click') click(document.querySelector(what.selector));
    else if (what.kind === 'sort') {
      const heads = [...document.querySelectorAll('[role="columnheader"]')];
      click(heads.find((head) => head.textContent?.trim() === what.heading)?.querySelector(grid.sorter));
    } else if (what.kind === 'search') {
      const input = document.querySelector<HTMLInputElement>(grid.search);
      if (!input) throw new Error('no search');
      input.value = what.text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    } else {
      const scroller = document.querySelector(grid.scroller);
      if (scroller) scroller.scrollTop = scroller.scrollHeight;
    }
  };

  let last = performance.now();
  const watch = (): void => {
    const at = performance.now();
    const { look } = window.bench;
    frames.push({ at, gapMs: at - last, blank: look !== null && !middleIsFilled(look) });
    last = at;
    requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);

  window.bench = {
    frames,
    look: null,
    async run(grid, what, until) {
      const before = textOf(grid);
      const startedAt = performance.now();
      act(grid, what);
      do {
        if (performance.now() - startedAt > GIVE_UP_MS) throw new Error(`nothing came of ${JSON.stringify(what)}`);
        await nextFrame();
      } while (!isDone(grid, until, before));
      // The frame in which it was found has been painted once the next one begins.
      await nextFrame();
      const paintedAt = performance.now();
      return { ms: paintedAt - startedAt, startedAt, paintedAt };
    },
    async rest(count) {
      for (let frame = 0; frame < count; frame += 1) await nextFrame();
      return performance.now();
    },
  };
}
