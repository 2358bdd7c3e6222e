import { onMounted, shallowRef, type ShallowRef } from 'vue';
import { NO_IDS, type SeenIds } from '../../../common/idNames.ts';
import { useWallStore } from '../../stores/wall.ts';

/** The ids that rows had so far, asked for when the component is shown. */
export function useSeenIds(): Readonly<ShallowRef<SeenIds>> {
  const wall = useWallStore();
  const seen = shallowRef(NO_IDS);
  onMounted(async () => {
    const result = await wall.call('getSeenIds', undefined);
    if (result.ok) seen.value = result.value;
  });
  return seen;
}
