import { onMounted, shallowRef, type ShallowRef } from 'vue';
import type { About } from '../../common/about.ts';
import type { CommandErrorCode } from '../../common/errorCodes.ts';
import { useWallStore } from '../stores/wall.ts';

/** What the app is and runs on, asked for once when the component is shown. */
export function useAbout(): {
  readonly about: Readonly<ShallowRef<About | null>>;
  readonly failure: Readonly<ShallowRef<CommandErrorCode | null>>;
} {
  const wall = useWallStore();
  const about = shallowRef<About | null>(null);
  const failure = shallowRef<CommandErrorCode | null>(null);
  onMounted(async () => {
    const result = await wall.call('getAbout', undefined);
    if (result.ok) about.value = result.value;
    else failure.value = result.error.code;
  });
  return { about, failure };
}
