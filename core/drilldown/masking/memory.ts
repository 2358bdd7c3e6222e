/** Rows have the same few texts over and over; those that share none must not fill the memory. */
const MOST_ENTRIES = 5_000;
const LONGEST_KEY = 64;

/** Answers from memory what was worked out before. */
export interface Memory<T> {
  get(key: string, make: (key: string) => T): T;
  clear(): void;
}

export function createMemory<T>(): Memory<T> {
  const known = new Map<string, T>();
  return {
    get(key, make) {
      if (key.length > LONGEST_KEY) return make(key);
      const before = known.get(key);
      if (before !== undefined) return before;
      const made = make(key);
      if (known.size >= MOST_ENTRIES) known.clear();
      known.set(key, made);
      return made;
    },
    clear: () => known.clear(),
  };
}
