import { SECOND_MS } from '../common/time.ts';

export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/**
 * Says that something takes a while: on a terminal one line that counts the seconds, elsewhere one plain line.
 * @param work is waited for; what it rejects with comes through
 */
export async function withProgress<T>(
  what: string,
  work: () => Promise<T>,
  output: ProgressOutput = process.stderr,
): Promise<T> {
  if (!output.isTTY) {
    output.write(`wallboard: ${what}\n`);
    return work();
  }
  const startedAt = performance.now();
  const show = (): void => {
    const seconds = Math.round((performance.now() - startedAt) / SECOND_MS);
    output.write(`\rwallboard: ${what} … ${seconds} s`);
  };
  show();
  const timer = setInterval(show, SECOND_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    output.write('\n');
  }
}
