export interface Attempts {
  /** How long this address must wait before it may try again, in milliseconds; 0 when it may try now. */
  waitMs(address: string): number;
  failed(address: string): void;
}

/** Addresses remembered at most; beyond that the one heard of longest ago is forgotten. */
const MAX_ADDRESSES = 1000;

/** Counts failures per remote address over a sliding window, in bounded memory. */
export function createAttempts(limit: { max: number; windowMs: number }, nowMs: () => number): Attempts {
  const failures = new Map<string, readonly number[]>();
  const recent = (address: string): readonly number[] =>
    (failures.get(address) ?? []).filter((time) => nowMs() - time < limit.windowMs);

  return {
    waitMs(address) {
      const times = recent(address);
      const oldest = times[times.length - limit.max];
      return oldest === undefined ? 0 : oldest + limit.windowMs - nowMs();
    },
    failed(address) {
      const times = [...recent(address), nowMs()].slice(-limit.max);
      failures.delete(address);
      failures.set(address, times);
      for (const eldest of failures.keys()) {
        if (failures.size <= MAX_ADDRESSES) break;
        failures.delete(eldest);
      }
    },
  };
}
