const SAMPLE_MS = 2;

const inUse = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** How far memory in use, garbage included, rises above where it was while the work is done; in bytes. */
export async function peakMemory(work: () => Promise<unknown>): Promise<number> {
  const before = inUse();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, inUse())), SAMPLE_MS);
  await work().finally(() => clearInterval(timer));
  return most - before;
}
