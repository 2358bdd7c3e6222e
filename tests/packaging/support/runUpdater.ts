/**
 * Runs the updater of the build with `electron` replaced by the stub beside this file, and prints what came of it. The
 * updater needs the app's main file, which `--version` keeps from starting the app.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readReleaseKey } from '../../../core/release/signature.ts';
import type { openEngine } from '../../../electron/updates/openEngine.ts';

const { WALLBOARD_CHUNK: chunk = '', WALLBOARD_FEED: feed = '', WALLBOARD_KEY: publicKey = '' } = process.env;
const stub = new URL('./electronStub.ts', import.meta.url).href;
Object.assign(process, { resourcesPath: process.env['WALLBOARD_RESOURCES'] });
/** A module that exports whatever the build imports from `electron`. */
function electronModule(): string {
  const main = readFileSync(join(dirname(chunk), '..', 'index.js'), 'utf8');
  const imports = [...main.matchAll(/import (?:\w+, )?\{([^}]*)\} from ["']electron["']/g)];
  const names = new Set(
    imports.flatMap(([, list = '']) => list.split(',').map((name) => name.trim().split(' as ')[0] ?? '')),
  );
  const lines = [...names].map((name) => `export const ${name} = stub['${name}'] ?? stub.nothing;`);
  return [`import * as stub from '${stub}';`, ...lines, 'export default stub;'].join('\n');
}
const ELECTRON = 'stub:electron';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: context.conditions.includes('require') ? stub : ELECTRON, shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    url === ELECTRON ? { format: 'module', source: electronModule(), shortCircuit: true } : next(url, context),
});
const key = readReleaseKey(publicKey);
if (key === null) throw new Error('no key');
const built = (await import(pathToFileURL(chunk).href)) as { openEngine: typeof openEngine };
const engine = built.openEngine({ kind: 'release', feed, key }, { platform: 'linux', arch: 'x64' });
try {
  const version = await engine.check('stable');
  if (version !== null) {
    await engine.download();
    engine.install();
  }
  process.stdout.write(`found ${version}\n`);
} catch (thrown) {
  process.stdout.write(`refused ${Object(thrown).code}\n`);
}
process.exit(0);
