import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { CommandErrorCode } from '../../../common/errorCodes.ts';
import type { ShownAt } from '../../../common/shown.ts';
import { MINUTE_MS } from '../../../common/time.ts';
import { useWallStore } from '../../stores/wall.ts';
import { nothingKept } from '../model/history.ts';

const FIRST_LOOK_BACK_MS = 10 * MINUTE_MS;

export interface ShownLookup {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: Ref<number>;
  readonly answer: Readonly<ShallowRef<ShownAt | null>>;
  readonly failure: Readonly<ShallowRef<CommandErrorCode | null>>;
  /** Whether the last step found nothing, and in which direction. */
  readonly missed: Readonly<Ref<'before' | 'after' | null>>;
  nowMs(): number;
  /** Goes to a moment, at most now. */
  go(atMs: number): void;
  /** Goes to the last change before the moment, even where the app did not run in between. */
  previous(): Promise<void>;
  /** Goes to the first change after the moment, even where the app did not run in between. */
  next(): Promise<void>;
}

/** Looks up what a board's wall showed at a moment; an answer to an earlier question is dropped. */
export function useShown(board: () => string): ShownLookup {
  const wall = useWallStore();
  const nowMs = (): number => Math.round((wall.snapshot?.sentAtMs ?? 0) + wall.addedMs);
  const atMs = ref(Math.max(0, nowMs() - FIRST_LOOK_BACK_MS));
  const answer = shallowRef<ShownAt | null>(null);
  const failure = shallowRef<CommandErrorCode | null>(null);
  const missed = ref<'before' | 'after' | null>(null);
  let question = 0;

  /** What is known of the moment; null when nobody answered, or something else was asked meanwhile. */
  async function ask(): Promise<ShownAt | null> {
    const mine = (question += 1);
    const result = await wall.call('getShown', { board: board(), atMs: atMs.value });
    if (mine !== question) return null;
    failure.value = result.ok ? null : result.error.code;
    answer.value = result.ok ? result.value : null;
    return answer.value;
  }

  watch([board, atMs], ask, { immediate: true });
  watch(board, () => (missed.value = null));

  function go(at: number): void {
    missed.value = null;
    atMs.value = Math.max(0, Math.min(Math.round(at), nowMs()));
  }

  /** Asks anew: at the moment itself something may have changed since it was looked at. */
  async function step(direction: 'before' | 'after'): Promise<void> {
    missed.value = null;
    const told = await ask();
    if (!told) return;
    const change = direction === 'before' ? told.previousAtMs : told.nextAtMs;
    if (change !== null) atMs.value = change;
    else if (!nothingKept(told)) missed.value = direction;
  }

  return { atMs, answer, failure, missed, nowMs, go, previous: () => step('before'), next: () => step('after') };
}
