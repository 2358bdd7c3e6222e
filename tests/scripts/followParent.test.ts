import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MODULE = join(import.meta.dirname, '..', '..', 'scripts', 'followParent.ts');
const CHILD = `
const { followParent } = await import(${JSON.stringify(MODULE)});
process.on('SIGTERM', () => { console.log('ended'); process.exit(0); });
setInterval(() => undefined, 1000);
followParent();
console.log('up ' + process.pid);
`;

it.runIf(process.platform !== 'win32')('a script of npm ends when npm and its shell are gone', async () => {
  const env = { ...process.env, npm_lifecycle_event: 'serve', CHILD };
  // The second command keeps the shell from replacing itself with the first.
  const shell = spawn('sh', ['-c', `"${process.execPath}" --input-type=module -e "$CHILD"; true`], { env });
  let output = '';
  shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await expect.poll(() => output).toMatch(/up \d+/);
  const closed = once(shell, 'close');
  shell.kill('SIGTERM');
  await closed;
  expect(output).toMatch(/ended\n$/);
});
