/** One thing to do later, in the place of whatever was to be done before. */
export interface Timer {
  set(delayMs: number, next: () => void): void;
  clear(): void;
}

export function createTimer(): Timer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    set(delayMs, next) {
      clearTimeout(timer);
      timer = setTimeout(next, delayMs);
    },
    clear: () => clearTimeout(timer),
  };
}
