import { shallowRef, type ShallowRef } from 'vue';
import type { RowEngine, RowView } from './engine/protocol.ts';
import { EVERY_ROW, isNarrowed } from './rowView.ts';

type Means = ReadonlyMap<string, number>;

/** What the worker said about the last view that is ready. */
export interface Viewed {
  readonly shown: number;
  /** Averages of the numeric columns over the rows in the view. */
  readonly means: Means;
  /** Grows with each view that is ready; 0 before the first. */
  readonly revision: number;
}

export interface UsedRowView {
  readonly viewed: Readonly<ShallowRef<Viewed>>;
  /** Averages over all rows; null until they are known. */
  readonly means: Readonly<ShallowRef<Means | null>>;
  set(next: RowView): void;
}

/** The rows in sight and their order: set by the page, worked out by the worker. */
export function useRowView(engine: RowEngine, first: RowView): UsedRowView {
  const viewed = shallowRef<Viewed>({ shown: 0, means: new Map(), revision: 0 });
  const means = shallowRef<Means | null>(null);
  let wanted = first;

  function show({ shown, means: average }: Pick<Viewed, 'shown' | 'means'>): void {
    viewed.value = { shown, means: average, revision: viewed.value.revision + 1 };
  }

  async function ask(view: RowView): Promise<void> {
    const answer = await engine.view(view);
    // Null: overtaken by a newer view, whose answer is on its way.
    if (answer === null || view !== wanted) return;
    show(answer);
  }

  async function begin(): Promise<void> {
    const all = await engine.view(EVERY_ROW);
    if (all) means.value = all.means;
    if (all && !isNarrowed(wanted) && wanted.sort === null) show(all);
    else await ask(wanted);
  }

  // Both reject only once the worker has ended: newer rows take the place of these then.
  begin().catch(() => undefined);
  return {
    viewed,
    means,
    set(next) {
      wanted = next;
      if (means.value !== null) ask(next).catch(() => undefined);
    },
  };
}
