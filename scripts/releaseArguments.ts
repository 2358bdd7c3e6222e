import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFeed } from '../core/release/feed.ts';
import { err, ok, type Result } from '../common/result.ts';
import { ROOT } from './run.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const USUAL_KEY = join(ROOT, 'build', 'release-key.pub');

/** The public key of releases as the app reads it: the DER of its SubjectPublicKeyInfo in base64. */
async function publicKey(path: string): Promise<Result<string, string>> {
  const pem = await readFile(path, 'utf8').catch(() => null);
  if (pem === null) return err('The file of the release key cannot be read');
  // A private key would be taken too, and its public half packaged; but it has no business here.
  if (/PRIVATE/.test(pem))
    return err('The release key of a package is the public one; the private one stays with who signs');
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') return err('The release key is not an ed25519 key');
    return ok(key.export({ type: 'spki', format: 'der' }).toString('base64'));
  } catch {
    return err('The release key is no public key in PEM form');
  }
}

/**
 * Arguments for electron-builder that make a package update itself, from the environment: `EXPERIA_UPDATE_URL`, and with it
 * `EXPERIA_RELEASE_KEY_FILE` (else build/release-key.pub, if it is there) and `EXPERIA_WINDOWS_PUBLISHER`.
 */
export async function releaseArguments(
  env: Environment,
  usualKey = USUAL_KEY,
): Promise<Result<readonly string[], string>> {
  const { EXPERIA_UPDATE_URL: url, EXPERIA_RELEASE_KEY_FILE: keyFile, EXPERIA_WINDOWS_PUBLISHER: publisher } = env;
  // Without an address nothing is ever checked with the key.
  if (!url) return ok([]);
  const feed = parseFeed(url);
  if (feed === null) return err('EXPERIA_UPDATE_URL must be an https address');
  const args = ['-c.publish.provider=generic', `-c.publish.url=${feed}`, `-c.extraMetadata.release.feed=${feed}`];
  const isUsual = await readFile(usualKey).then(
    () => true,
    () => false,
  );
  if (keyFile || isUsual) {
    const key = await publicKey(keyFile || usualKey);
    if (!key.ok) return key;
    args.push(`-c.extraMetadata.release.publicKey=${key.value}`);
  }
  if (publisher) args.push(`-c.win.signtoolOptions.publisherName=${publisher}`);
  return ok(args);
}
