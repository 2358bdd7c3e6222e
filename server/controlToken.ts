import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

const TOKEN_FILE = 'control-token';
const TOKEN_BYTES = 32;
const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;
const OTHERS = 0o077;

/**
 * The secret of the control link: 32 random bytes, kept in the data folder for its owner only, so the link survives
 * restarts. A file that is damaged, or that others could read, is replaced by a new secret. Delete the file to withdraw
 * a link.
 * @throws Node's file errors when the folder cannot be written
 */
export async function loadControlToken(dataDir: string, platform: NodeJS.Platform = process.platform): Promise<string> {
  const path = join(dataDir, TOKEN_FILE);
  const kept = await readPrivate(path, platform);
  if (kept !== null && TOKEN_SHAPE.test(kept)) return kept;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${token}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(draft, 0o600);
  await rename(draft, path);
  return token;
}

/** Null when the file is missing, unreadable or open to other users (Windows has no such mode bits). */
async function readPrivate(path: string, platform: NodeJS.Platform): Promise<string | null> {
  try {
    const { mode } = await stat(path);
    if (platform !== 'win32' && (mode & OTHERS) !== 0) return null;
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return null;
  }
}
