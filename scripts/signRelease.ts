/**
 * `npm run sign-release -- --key KEY.pem FILE...`: writes FILE.sig beside each file of a release. The private key never
 * leaves the machine that signs; make one with `openssl genpkey -algorithm ed25519`.
 */
import { createHash, createPrivateKey } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { signRelease } from '../core/release/signature.ts';
import { ROOT } from './run.ts';

const EXIT_REFUSED = 2;
const USAGE = 'usage: npm run sign-release -- --key KEY.pem [--version V] FILE...';

async function sha512Of(path: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return hash.digest('base64');
}

async function versionHere(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}

async function signAll(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { key: { type: 'string' }, version: { type: 'string' } },
    allowPositionals: true,
  });
  if (values.key === undefined || positionals.length === 0) throw new Error(USAGE);
  const key = createPrivateKey(await readFile(values.key));
  const version = values.version ?? (await versionHere());
  for (const path of positionals) {
    const signature = signRelease({ version, name: basename(path), sha512: await sha512Of(path) }, key);
    await writeFile(`${path}.sig`, `${signature}\n`);
    process.stdout.write(`${path}.sig\n`);
  }
}

await signAll().catch((thrown: unknown) => {
  process.stderr.write(`wallboard: ${thrown instanceof Error ? thrown.message : 'signing failed'}\n`);
  process.exitCode = EXIT_REFUSED;
});
