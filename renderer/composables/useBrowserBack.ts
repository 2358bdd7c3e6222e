import { nextTick, onScopeDispose, watch } from 'vue';
import { isRecord } from '../../common/isRecord.ts';
import { escapeInnermost } from '../keys/layers.ts';

/** What the history notes of the entry that lies over the wall's own. */
const MARK = { panel: true };
const isMarked = (): boolean => isRecord(history.state) && history.state['panel'] === true;

/**
 * The browser's Back, also that of a phone or a TV, does what Escape does to whatever lies over the wall, instead of leaving the
 * wall: while something is open the history has an entry more.
 */
export function useBrowserBack(isOpen: () => boolean): void {
  /** A page that is loaded anew has nothing open. */
  if (isMarked()) history.replaceState(null, '');

  watch(isOpen, (open) => {
    if (open && !isMarked()) history.pushState(MARK, '');
    if (open || !isMarked()) return;
    // The address may be that of another board by now.
    const { href } = location;
    addEventListener('popstate', () => history.replaceState(history.state, '', href), { once: true });
    history.back();
  });

  async function back(): Promise<void> {
    if (!isOpen() || isMarked()) return;
    escapeInnermost();
    await nextTick();
    // Only a part of it was closed, or it asks first.
    if (isOpen() && !isMarked()) history.pushState(MARK, '');
  }

  const heard = (): void => void back();
  addEventListener('popstate', heard);
  onScopeDispose(() => removeEventListener('popstate', heard));
}
