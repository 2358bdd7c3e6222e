import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope } from 'vue';
import { ABANDONED_AFTER_MS, useAbandonedPanel } from '../../renderer/composables/useAbandonedPanel.ts';

let scope: EffectScope;
const watched = ref(true);
const open = ref(false);
const close = vi.fn(() => (open.value = false));

beforeEach(() => {
  vi.useFakeTimers();
  watched.value = true;
  open.value = false;
  close.mockClear();
  scope = effectScope();
  scope.run(() =>
    useAbandonedPanel(
      () => watched.value,
      () => open.value,
      close,
    ),
  );
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

it('closes a panel that nobody has touched for two minutes, counted from the last touch', async () => {
  open.value = true;
  await nextTick();
  vi.advanceTimersByTime(ABANDONED_AFTER_MS - 1);
  document.dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(ABANDONED_AFTER_MS - 1);
  expect(close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(close).toHaveBeenCalledOnce();
});

it('leaves a supervisor’s panel open however long it takes', async () => {
  watched.value = false;
  open.value = true;
  await nextTick();
  vi.advanceTimersByTime(10 * ABANDONED_AFTER_MS);
  expect(close).not.toHaveBeenCalled();
});
