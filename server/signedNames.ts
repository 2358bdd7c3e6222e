import { createHmac, randomBytes, timingSafeEqual, type BinaryLike } from 'node:crypto';

/** A random name that was given out here at a certain time. */
export interface SignedName {
  /** Random; says nothing about anybody. */
  readonly id: string;
  /** When it was given out, in milliseconds since 1970 UTC. */
  readonly sinceMs: number;
  /** The whole of it, as a cookie carries it. */
  readonly value: string;
}

export interface SignedNames {
  create(sinceMs: number): SignedName;
  /** The name in a cookie's value; null when it was not given out here, or was signed with another key. */
  read(value: string | null): SignedName | null;
}

const ID_BYTES = 16;
const SHAPE = /^([\w-]{22})\.([0-9a-z]{1,12})\.([\w-]{43})$/;

/** Names that carry their own date and signature, so that nothing has to be kept for them and they survive restarts. */
export function signedNames(key: BinaryLike): SignedNames {
  const sign = (id: string, since: string): Buffer => createHmac('sha256', key).update(`${id}.${since}`).digest();
  return {
    create(sinceMs) {
      const id = randomBytes(ID_BYTES).toString('base64url');
      const since = Math.max(0, Math.round(sinceMs)).toString(36);
      return { id, sinceMs, value: `${id}.${since}.${sign(id, since).toString('base64url')}` };
    },
    read(value) {
      const [, id = '', since = '', signature = ''] = SHAPE.exec(value ?? '') ?? [];
      const shown = Buffer.from(signature, 'base64url');
      const right = sign(id, since);
      if (value === null || shown.length !== right.length || !timingSafeEqual(shown, right)) return null;
      return { id, sinceMs: parseInt(since, 36), value };
    },
  };
}
