import type { Logger } from 'electron-updater';
import { verifySignature } from 'electron-updater/out/windowsExecutableCodeSignatureVerifier.js';

/** The only warning of the library with which a signature is still a good one. */
const HARMLESS = /^Signature validated using only CN /;

/**
 * The library's check of a Windows installer's signature, failing closed: the library lets an installer pass when it could
 * not check it, and only warns of that.
 * @returns null for an installer that one of the publishers has signed, else why it is refused
 */
export async function verifyStrictly(
  publishers: string[],
  file: string,
  verify: typeof verifySignature = verifySignature,
): Promise<string | null> {
  const warnings: string[] = [];
  const note = (message?: unknown): void => void warnings.push(String(message));
  const logger: Logger = { info: () => undefined, warn: note, error: note };
  if (publishers.length === 0) return 'no publisher is named';
  const refusal = await verify(publishers, file, logger);
  return refusal ?? (warnings.every((warning) => HARMLESS.test(warning)) ? null : 'the signature could not be checked');
}
