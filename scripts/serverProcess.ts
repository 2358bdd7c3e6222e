import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './run.ts';

/**
 * The built browser shell with these arguments. It runs in this very process, so that signals reach it directly and a terminal
 * is its own; it ends the process when it is done.
 */
export async function runServer(argv: readonly string[]): Promise<never> {
  process.argv.splice(2, Infinity, ...argv);
  await import(pathToFileURL(join(ROOT, 'out', 'server', 'main.js')).href);
  return process.exit();
}
