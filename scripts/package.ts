/**
 * `npm run package -- --linux AppImage`: builds the app and packages it with electron-builder, which takes all other
 * arguments. What makes a release of it comes from the environment (docs/packaging.md); nothing is ever uploaded.
 */
import { ensureBuilt } from './build.ts';
import { releaseArguments } from './releaseArguments.ts';
import { runTool } from './run.ts';

const EXIT_REFUSED = 2;

const release = await releaseArguments(process.env);
const built = release.ok ? await ensureBuilt() : release;
if (!release.ok || !built.ok) {
  process.stderr.write(`wallboard: ${release.ok ? (built.ok ? '' : built.error) : release.error}\n`);
  process.exitCode = EXIT_REFUSED;
} else {
  const args = ['--publish', 'never', ...release.value, ...process.argv.slice(2)];
  const { exitCode } = await runTool('electron-builder/cli.js', args, { output: 'show' });
  process.exitCode = exitCode ?? 1;
}
