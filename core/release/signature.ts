import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** What a release's signature is about: one file of one version. */
export interface ReleaseFile {
  readonly version: string;
  /** Without a folder. */
  readonly name: string;
  /** Of the whole file, in base64. */
  readonly sha512: string;
}

const PURPOSE = 'experia-wallboard release 1';

/**
 * Version and name are signed with the contents: a server that was broken into can offer an older release, but not call it a
 * newer one. No part of it can hold a line break, so that no other parts give the same text.
 */
function statement({ version, name, sha512 }: ReleaseFile): Buffer | null {
  const lines = [PURPOSE, version, name, sha512];
  return lines.some((line) => /[\r\n]/.test(line) || line === '') ? null : Buffer.from(`${lines.join('\n')}\n`);
}

/** The signature in base64. Throws for a file with a name or version that cannot be signed, and for a key of another kind. */
export function signRelease(file: ReleaseFile, privateKey: KeyObject): string {
  const text = statement(file);
  if (text === null) throw new Error('A release with an empty name or with line breaks cannot be signed');
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The release key is not an ed25519 key');
  return sign(null, text, privateKey).toString('base64');
}

/** The public key as a package carries it; null when it is none of the right kind. */
export function readReleaseKey(base64: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** Whether who holds the private key has signed this very file as this version. Never throws. */
export function isSignedRelease(file: ReleaseFile, signature: string, key: KeyObject): boolean {
  const text = statement(file);
  try {
    return text !== null && verify(null, text, key, Buffer.from(signature.trim(), 'base64'));
  } catch {
    return false;
  }
}
