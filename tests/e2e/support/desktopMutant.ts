import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { APP_DIR, freshFolder } from './desktopLaunch.ts';

export interface Mutant {
  readonly appDir: string;
  remove(): Promise<void>;
}

/**
 * Copies the built app and changes one place of its main bundle. Throws unless the text stands there exactly once: a
 * mutation that changes nothing would prove nothing.
 */
export async function mutate(text: string, replacement: string): Promise<Mutant> {
  const appDir = await freshFolder();
  await cp(join(APP_DIR, 'package.json'), join(appDir, 'package.json'));
  await cp(join(APP_DIR, 'out'), join(appDir, 'out'), { recursive: true });
  const bundle = join(appDir, 'out/main/index.js');
  const parts = (await readFile(bundle, 'utf8')).split(text);
  if (parts.length !== 2) throw new Error(`"${text}" stands ${parts.length - 1} times in the built main bundle`);
  await writeFile(bundle, parts.join(replacement));
  return { appDir, remove: () => rm(appDir, { recursive: true, force: true }) };
}
