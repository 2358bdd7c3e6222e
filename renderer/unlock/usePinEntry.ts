import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { CommandErrorCode } from '../../common/errorCodes.ts';
import { MAX_PIN_DIGITS, MIN_PIN_DIGITS } from '../../common/pin.ts';
import { elapsedMs, instantNow, type Instant } from '../format/elapsed.ts';
import { useWallStore } from '../stores/wall.ts';

/** What became of the last PIN. */
export type PinState =
  | { readonly kind: 'entering' | 'checking' | 'unlocked' | 'unreadable' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'locked'; readonly forMs: number; readonly from: Instant }
  | { readonly kind: 'failed'; readonly code: CommandErrorCode };

export interface PinEntry {
  readonly state: Readonly<ShallowRef<PinState>>;
  /** How many digits stand there; the digits themselves are nobody's to see. */
  readonly length: Readonly<Ref<number>>;
  readonly canEnter: ComputedRef<boolean>;
  readonly canSubmit: ComputedRef<boolean>;
  /** Milliseconds until another PIN is looked at; 0 when one is. */
  readonly waitMs: ComputedRef<number>;
  press(digit: string): void;
  back(): void;
  submit(): Promise<void>;
}

/** Takes a PIN digit by digit and has it tried. The digits are kept outside of anything that is rendered, and no longer than needed. */
export function usePinEntry(): PinEntry {
  const wall = useWallStore();
  const state = shallowRef<PinState>({ kind: 'entering' });
  const length = ref(0);
  let digits = '';

  const waitMs = computed(() => {
    const { value } = state;
    return value.kind === 'locked' ? Math.max(0, value.forMs - elapsedMs(value.from, wall.now)) : 0;
  });
  const busy = computed(() => state.value.kind === 'checking' || state.value.kind === 'unlocked');
  const canEnter = computed(() => !busy.value && waitMs.value === 0 && state.value.kind !== 'unreadable');
  const canSubmit = computed(() => canEnter.value && length.value >= MIN_PIN_DIGITS);

  function set(next: string): void {
    digits = next;
    length.value = next.length;
  }

  function change(next: string): void {
    if (!canEnter.value || next.length > MAX_PIN_DIGITS) return;
    set(next);
    state.value = { kind: 'entering' };
  }

  async function submit(): Promise<void> {
    if (!canSubmit.value) return;
    const pin = digits;
    set('');
    state.value = { kind: 'checking' };
    const answer = await wall.call('unlock', { pin });
    wall.tick();
    if (!answer.ok) state.value = { kind: 'failed', code: answer.error.code };
    else if (answer.value.unlocked) state.value = { kind: 'unlocked' };
    else if (answer.value.retryInMs !== null)
      state.value = { kind: 'locked', forMs: answer.value.retryInMs, from: instantNow() };
    else if (answer.value.attemptsLeft > 0) state.value = { kind: 'wrong', left: answer.value.attemptsLeft };
    else state.value = { kind: 'unreadable' };
  }

  return {
    ...{ state, length, canEnter, canSubmit, waitMs, submit },
    press: (digit) => change(digits + digit),
    back: () => change(digits.slice(0, -1)),
  };
}
