import { effectScope } from 'vue';
import { describe, expect, it } from 'vitest';
import type { Cell, RowEngine } from '../../../renderer/drilldown/engine/protocol.ts';
import { useRowPages, type RowPages } from '../../../renderer/drilldown/table/useRowPages.ts';
import { rowForKey } from '../../../renderer/drilldown/table/rowKeys.ts';
import { settle } from './support/openDialog.ts';

interface Asked {
  readonly from: number;
  readonly answer: (rows: readonly (readonly Cell[])[]) => void;
}

/** An engine of which only `rows` is used; each question waits until the test answers it. */
function slowEngine(): { readonly engine: Pick<RowEngine, 'rows'>; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    engine: { rows: (from) => new Promise((resolve) => asked.push({ from, answer: resolve })) },
  };
}
const pageOf = (from: number, mark = ''): readonly (readonly Cell[])[] =>
  Array.from({ length: 100 }, (_, index) => [`${mark}${from + index}`]);

function use(engine: Pick<RowEngine, 'rows'>): RowPages {
  const pages = effectScope().run(() => useRowPages(engine));
  if (!pages) throw new Error('The scope has ended');
  return pages;
}

describe('the rows in sight', () => {
  it('have placeholders until they come', async () => {
    const { engine, asked } = slowEngine();
    const pages = use(engine);
    pages.want(0, 20);
    expect(pages.rowAt(3)).toBeNull();
    asked[0]?.answer(pageOf(0));
    await settle();
    expect(pages.rowAt(3)).toEqual(['3']);
  });

  it('are asked for where the scrolling stopped, not for all that it passed', async () => {
    const { engine, asked } = slowEngine();
    const pages = use(engine);
    for (let from = 0; from <= 40_000; from += 500) pages.want(from, from + 20);
    asked[0]?.answer(pageOf(0));
    await settle();
    asked[1]?.answer(pageOf(40_000));
    await settle();
    expect(asked.map(({ from }) => from)).toEqual([0, 40_000]);
    expect(pages.rowAt(40_019)).toEqual(['40019']);
  });

  it('stay until the first rows of a newer view come, and none of the older view come after', async () => {
    const { engine, asked } = slowEngine();
    const pages = use(engine);
    pages.want(0, 20);
    asked[0]?.answer(pageOf(0));
    await settle();
    pages.renew();
    expect(pages.rowAt(3)).toEqual(['3']);
    pages.renew();
    asked[1]?.answer(pageOf(0, 'old '));
    await settle();
    expect(pages.rowAt(3)).toEqual(['3']);
    asked[2]?.answer(pageOf(0, 'new '));
    await settle();
    expect(pages.rowAt(3)).toEqual(['new 3']);
  });

  it('are let go when they are far away', async () => {
    const pages = use({ rows: (from) => Promise.resolve(pageOf(from)) });
    for (let from = 0; from < 5000; from += 100) {
      pages.want(from, from + 100);
      await settle();
    }
    expect(pages.rowAt(4999)).not.toBeNull();
    expect(pages.rowAt(0)).toBeNull();
  });
});

describe('a key in the table', () => {
  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 9, 9],
    ['ArrowUp', 0, 0],
    ['PageDown', 3, 7],
    ['PageUp', 3, 0],
    ['Home', 5, 0],
    ['End', 5, 9],
    ['a', 5, null],
  ] as const)('%s goes from row %d of ten to row %s', (key, from, to) => {
    expect(rowForKey(key, from, 10, 4)).toBe(to);
  });

  it('goes nowhere when there are no rows', () => {
    expect(rowForKey('ArrowDown', -1, 0, 4)).toBeNull();
  });
});
