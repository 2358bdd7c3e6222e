import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.ts';
import { followParent } from './followParent.ts';
import { ROOT } from './run.ts';

/** The browser shell, built first when needed. It runs in this very process, so signals reach it directly. */
followParent();
const built = await ensureBuilt();
if (built.ok) await import(pathToFileURL(join(ROOT, 'out', 'server', 'main.js')).href);
else {
  process.stderr.write(`wallboard: ${built.error}\n`);
  process.exitCode = 1;
}
