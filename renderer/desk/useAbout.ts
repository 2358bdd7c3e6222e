import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue';
import type { About } from '../../common/about.ts';
import type { CommandErrorCode } from '../../common/errorCodes.ts';
import { SECOND_MS } from '../../common/time.ts';
import { useWallStore } from '../stores/wall.ts';

/** A download goes on while somebody looks. */
const AGAIN_AFTER_MS = 3 * SECOND_MS;

/** What the app is and runs on, asked for when the component is shown, and again and again while it is. */
export function useAbout(): {
  readonly about: Readonly<ShallowRef<About | null>>;
  readonly failure: Readonly<ShallowRef<CommandErrorCode | null>>;
} {
  const wall = useWallStore();
  const about = shallowRef<About | null>(null);
  const failure = shallowRef<CommandErrorCode | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  async function ask(): Promise<void> {
    const result = await wall.call('getAbout', undefined);
    if (gone) return;
    if (result.ok) about.value = result.value;
    failure.value = result.ok ? null : result.error.code;
    timer = setTimeout(() => void ask(), AGAIN_AFTER_MS);
  }

  onMounted(() => void ask());
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
  });
  return { about, failure };
}
