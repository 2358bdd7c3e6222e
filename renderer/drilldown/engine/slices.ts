/**
 * Long work as a generator that yields wherever it may be interrupted: the worker runs it in slices and hears messages
 * in between, a test runs it at once.
 */
export type Slices<T> = Generator<undefined, T, undefined>;

/** Items worked through between two places where a generator may be interrupted. */
export const SLICE_ITEMS = 2048;

/** Time a slice takes before messages are heard again, in milliseconds. */
const SLICE_MS = 12;

export interface Breath {
  /** Resolves after messages that wait have been heard. */
  readonly breathe: () => Promise<void>;
  /** A monotonic clock in milliseconds. */
  readonly nowMs: () => number;
}

/**
 * Runs work in slices.
 * @param wanted asked after each slice; false gives the work up
 * @returns the result, or null when it was given up
 */
export async function runInSlices<T>(work: Slices<T>, breath: Breath, wanted: () => boolean): Promise<T | null> {
  let until = breath.nowMs() + SLICE_MS;
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    if (breath.nowMs() < until) continue;
    await breath.breathe();
    if (!wanted()) return null;
    until = breath.nowMs() + SLICE_MS;
  }
}

/** Runs work to its end without a pause. */
export function runAtOnce<T>(work: Slices<T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}
