import { useWords } from '../composables/useWords.ts';
import { useSettingsStore } from '../stores/settings.ts';

/** What is wrong with a field of the settings, as a sentence for it; null when nothing is. */
export function useProblems(): (path: string) => string | null {
  const { t } = useWords();
  const settings = useSettingsStore();
  return (path) => {
    const kind = settings.problemAt(path);
    return kind === null ? null : t(`desk.problem.${kind}`);
  };
}
