import { computed, ref, watch, type ComputedRef } from 'vue';
import type { BoardSnapshot, Snapshot } from '../../common/snapshot.ts';

interface BoardChoice {
  /** The board to show; null when there is none, or none of the name that the address asks for. */
  readonly board: ComputedRef<BoardSnapshot | null>;
  choose(boardId: string): void;
}

/**
 * Which board this window shows: the one chosen here, else the one that the address asks for, else the first.
 * @param asked the board of the address; null or empty for none
 */
export function useBoardChoice(
  snapshot: () => Snapshot | null,
  asked: () => string | null,
  keep: (boardId: string) => void,
): BoardChoice {
  const chosen = ref<string | null>(null);
  const board = computed(() => {
    const boards = snapshot()?.boards ?? [];
    // A board chosen here is only gone when it was deleted, at this very desk as likely as not.
    if (chosen.value !== null) return boards.find(({ id }) => id === chosen.value) ?? boards[0] ?? null;
    // Another board in the place of the one that was asked for could be taken for it.
    return (asked() ? boards.find(({ id }) => id === asked()) : boards[0]) ?? null;
  });
  // Also when the chosen one was deleted: a reload must not ask for it again.
  watch(
    () => (chosen.value === null ? null : (board.value?.id ?? null)),
    (shown) => {
      if (shown !== null) keep(shown);
    },
  );
  return {
    board,
    choose(boardId) {
      chosen.value = boardId;
    },
  };
}
