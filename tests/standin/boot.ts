import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { becomeReady } from './ready.ts';

/** What Electron's own start-up does: find the app, run its main module to the end, and only then become ready. */
// Electron's own argv has no script in it: `electron . --flag`.
process.argv.splice(1, 1);
const given = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const folder = statSync(given).isDirectory() ? given : dirname(given);
const manifest: unknown =
  folder === given ? JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) : { main: given };
const fields = manifest as { main?: string; name?: string; productName?: string; version?: string };

app.describe({
  path: folder,
  name: fields.productName ?? fields.name ?? 'Electron',
  version: fields.version ?? '0.0.0',
});
await import(pathToFileURL(resolve(folder, fields.main ?? 'index.js')).href);
await becomeReady();
