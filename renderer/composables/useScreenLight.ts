import { computed, onScopeDispose, shallowRef, type ComputedRef } from 'vue';
import type { BoardSnapshot } from '../../common/snapshot.ts';
import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { elapsedMs, instantNow, type Instant } from '../format/elapsed.ts';
import { usePanelsStore } from '../stores/panels.ts';
import { useWallStore } from '../stores/wall.ts';
import { FULL_LIGHT, lightNow, type LightNow } from '../view/light.ts';

/** How long a screen that may not spend requests shows what it has, after a key or a touch. */
export const WOKEN_MS = MINUTE_MS;
/** The touch that wakes a screen ends in a click before this. */
const SAME_TOUCH_MS = SECOND_MS;

interface ScreenLightState {
  /** What this screen shows: a supervisor's desk, and a wall under a panel, stay light. */
  readonly shown: ComputedRef<LightNow>;
  /** True on a screen on the floor, which follows the hours. */
  readonly onFloor: ComputedRef<boolean>;
}

/**
 * Follows a board's hours. Any key, click or touch lights a dimmed or dark screen up: a kiosk has the figures asked for again,
 * any other screen shows for a minute what it has. What wakes a dark screen does nothing else: nobody saw what they pressed.
 */
export function useScreenLight(board: () => BoardSnapshot): ScreenLightState {
  const store = useWallStore();
  const panels = usePanelsStore();
  const wokenAt = shallowRef<Instant | null>(null);
  let touchedAt: Instant | null = null;
  let asking = false;

  const onFloor = computed(() => store.access === 'wall' || store.access === 'kiosk');
  const due = computed(() => lightNow(board().screen, store.addedMs));
  const woken = computed(() => wokenAt.value !== null && elapsedMs(wokenAt.value, store.now) < WOKEN_MS);
  const shown = computed(() =>
    !onFloor.value || woken.value || panels.panel !== null || due.value.light === 'light' ? FULL_LIGHT : due.value,
  );

  async function lightUp(): Promise<void> {
    if (asking) return;
    asking = true;
    await store.call('lightUp', { board: board().id });
    asking = false;
  }

  function wake(): void {
    wokenAt.value = instantNow();
    store.tick(wokenAt.value);
    if (store.access === 'kiosk') void lightUp();
  }

  function take(event: Event): void {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function sign(event: Event): void {
    if (!onFloor.value || due.value.light === 'light') return;
    const wasDark = shown.value.light === 'dark';
    if (wasDark && event.type === 'pointerdown') touchedAt = instantNow();
    wake();
    if (wasDark) take(event);
  }

  function clicked(event: Event): void {
    if (touchedAt !== null && elapsedMs(touchedAt, instantNow()) < SAME_TOUCH_MS) take(event);
    touchedAt = null;
  }

  // On the window, so that nobody else has heard of it yet.
  const options = { capture: true } as const;
  window.addEventListener('keydown', sign, options);
  window.addEventListener('pointerdown', sign, options);
  window.addEventListener('click', clicked, options);
  onScopeDispose(() => {
    window.removeEventListener('keydown', sign, options);
    window.removeEventListener('pointerdown', sign, options);
    window.removeEventListener('click', clicked, options);
  });
  return { shown, onFloor };
}
