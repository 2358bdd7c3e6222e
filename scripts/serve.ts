import { ensureBuilt } from './build.ts';
import { decideStart, end } from './decideStart.ts';
import { followParent } from './followParent.ts';
import { complain } from './run.ts';
import { runServer } from './serverProcess.ts';

const EXIT_FAILED = 1;

/** The browser shell, built first when needed. Returns the exit code. */
async function serve(argv: readonly string[]): Promise<number> {
  const decision = decideStart(argv, 'server', process.env);
  if (decision.kind === 'end') return end(decision);
  const built = await ensureBuilt();
  if (built.ok) return runServer(argv);
  complain(built.error);
  return EXIT_FAILED;
}

followParent();
process.exitCode = await serve(process.argv.slice(2));
