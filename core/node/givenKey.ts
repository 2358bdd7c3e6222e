import { open } from 'node:fs/promises';
import type { KeyProblem } from '../../common/contract.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { checkApiKey } from '../secrets/apiKey.ts';
import type { Environment } from './environment.ts';

/** A key handed over by whoever started the app; it wins over the keychain and is never stored. */
export interface GivenKey {
  readonly key: string;
  readonly source: 'environment' | 'file';
}

/** A key file beyond this is something else that was named by mistake. */
const MAX_KEY_FILE_BYTES = 12_000;

const PROBLEMS: Readonly<Record<KeyProblem, string>> = {
  empty: 'is empty',
  tooLong: 'holds something far longer than an API key',
  badCharacters: 'holds characters that no API key has (spaces, line breaks or letters beyond ASCII)',
};

/**
 * The key from `EXPERIA_API_KEY` or the file named by `EXPERIA_API_KEY_FILE`.
 * @returns null when neither is set; an error is one sentence without the key, the path or the file's contents
 */
export async function readGivenKey(env: Environment): Promise<Result<GivenKey | null, string>> {
  const direct = env['EXPERIA_API_KEY'];
  const path = env['EXPERIA_API_KEY_FILE'];
  if (direct !== undefined && path !== undefined)
    return err('EXPERIA_API_KEY and EXPERIA_API_KEY_FILE are both set; set only one');
  if (direct !== undefined) return checked(direct, 'EXPERIA_API_KEY', 'environment');
  if (path === undefined) return ok(null);
  if (path.trim() === '') return err('EXPERIA_API_KEY_FILE is set but empty');
  try {
    const contents = await readStart(path);
    if (contents.length > MAX_KEY_FILE_BYTES)
      return err('The file named by EXPERIA_API_KEY_FILE is larger than 12 kB, so it holds no API key');
    return checked(textOf(contents), 'The file named by EXPERIA_API_KEY_FILE', 'file');
  } catch (error) {
    return err(`The file named by EXPERIA_API_KEY_FILE cannot be read${reason(error)}`);
  }
}

function checked(text: string, subject: string, source: GivenKey['source']): Result<GivenKey, string> {
  const key = checkApiKey(text.replace(/^\uFEFF/, ''));
  return key.ok ? ok({ key: key.value, source }) : err(`${subject} ${PROBLEMS[key.error]}`);
}

/**
 * The text of a file as editors and shells write it: PowerShell's `>` and Notepad's "Unicode" are UTF-16, with a mark of the
 * byte order in front; without one, a key's every second byte is zero.
 */
function textOf(contents: Buffer): string {
  const [first, second] = contents;
  const isBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const isLittleEndian = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  return new TextDecoder(isBigEndian ? 'utf-16be' : isLittleEndian ? 'utf-16le' : 'utf-8').decode(contents);
}

/** Node's error code, such as ` (ENOENT)`: its message would repeat the path. */
function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z_]+$/.test(code) ? ` (${code})` : '';
}

/** Never reads more than the limit, so that a device or a disk image named by mistake does no harm. */
async function readStart(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(MAX_KEY_FILE_BYTES + 1);
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, null);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}
