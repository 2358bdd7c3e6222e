import { randomBytes } from 'node:crypto';
import { chmod, lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OWNER_ONLY, readSmallFile, writeSmallFile } from '../core/node/smallFile.ts';
import { unusableName } from '../core/node/unusableName.ts';

/** In the data folder: the secret of the control link, and the one that the names of screens are signed with. */
export type SecretName = 'control-token' | 'screen-key';

const SECRET_BYTES = 32;
const SECRET_SHAPE = /^[A-Za-z0-9_-]{43}$/;
const OTHERS = 0o077;

/**
 * A secret of 32 random bytes, kept in the data folder for its owner only, so that it survives restarts. One that is
 * damaged, or that somebody else owns or could have read, is replaced by a new one.
 * @throws Node's file errors when the folder cannot be written
 */
export async function loadSecret(
  dataDir: string,
  name: SecretName,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  const path = join(dataDir, name);
  const kept = (await isPrivate(path, platform)) ? await readSmallFile(path).catch(() => null) : null;
  const secret = kept?.trim() ?? '';
  return SECRET_SHAPE.test(secret) ? secret : renewSecret(dataDir, name);
}

/**
 * Replaces a secret by a new one.
 * @throws Node's file errors when it cannot be kept; the old one may be gone then
 */
export async function renewSecret(dataDir: string, name: SecretName): Promise<string> {
  const path = join(dataDir, name);
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory()) await rename(path, unusableName(path, Date.now()));
  // Removed first, so that the new one is neither owned by whoever owned the old one nor written to where a link leads.
  else await rm(path, { force: true });
  await writeSmallFile(path, `${secret}\n`);
  await chmod(path, OWNER_ONLY);
  return secret;
}

/** False when the file is missing, a link, another user's or open to others (Windows has no such owners and rights). */
async function isPrivate(path: string, platform: NodeJS.Platform): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  if (found === null || !found.isFile()) return false;
  return platform === 'win32' || ((found.mode & OTHERS) === 0 && found.uid === process.geteuid?.());
}
