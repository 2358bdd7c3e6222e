import { computed, type ComputedRef } from 'vue';
import type { Board } from '../../common/settings.ts';
import { useSettingsStore, type ChangeOutcome } from '../stores/settings.ts';
import { useProblems } from './useProblems.ts';

interface UsedBoard {
  /** The board as the settings have it; null while they are on their way or when it is gone. */
  readonly board: ComputedRef<Board | null>;
  /** Changes the board and saves it; a board that somebody deleted meanwhile is left alone. */
  readonly change: (step: (board: Board) => void) => Promise<ChangeOutcome>;
  /** What is wrong with a part of it, such as `query.email`. */
  readonly problem: (path: string) => string | null;
}

/** One board of the settings, by its id, for reading and changing. */
export function useBoard(id: () => string): UsedBoard {
  const settings = useSettingsStore();
  const problemAt = useProblems();
  const index = computed(() => settings.settings?.boards.findIndex((board) => board.id === id()) ?? -1);
  return {
    board: computed(() => settings.settings?.boards[index.value] ?? null),
    change: (step) => {
      const wanted = id();
      return settings.change((draft) => {
        const board = draft.boards.find((known) => known.id === wanted);
        if (board) step(board);
      });
    },
    problem: (path) => problemAt(`boards.${index.value}.${path}`),
  };
}
