import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseApiUrl } from '../../common/apiUrl.ts';
import type { Files, Log } from '../ports.ts';
import { hashApiKey } from './apiKey.ts';

const FILE = 'key-addresses.json';
const VERSION = 1;
/** The keys used longest ago are forgotten: they have to be entered again where their address is not the usual one. */
const MOST_KEYS = 100;

const addressSchema = z.string().refine((text) => parseApiUrl(text).ok);
const fileSchema = z.strictObject({
  version: z.literal(VERSION),
  /** The address that was asked last, with whatever key. */
  lastUsed: addressSchema.nullable(),
  /** By the hash of the key, the one used last at the end. */
  keys: z.array(z.strictObject({ hash: z.string(), address: addressSchema, proof: z.string() })).max(MOST_KEYS),
});
type Content = z.infer<typeof fileSchema>;

/** Which address each key was used for last, over restarts. */
export interface KeyAddresses {
  /** Null when it is not known. */
  addressOf(key: string): string | null;
  lastUsed(): string | null;
  /** Remembers it, in the file as well where that can be written. */
  bind(key: string, address: string): Promise<void>;
  /** The key of an address is gone: that it was used there is of no interest any more. */
  forget(address: string): Promise<void>;
}

/** Only who has the key can make this, so whoever can write the file cannot bind a key to an address of theirs. */
const proofOf = (key: string, address: string): Buffer =>
  createHmac('sha256', key).update(`experia-wallboard address\n${address}`).digest();

function isProof(proof: string, key: string, address: string): boolean {
  const [given, wanted] = [Buffer.from(proof, 'base64'), proofOf(key, address)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function read(files: Files, log: Pick<Log, 'warn'>): Promise<Content> {
  try {
    const text = await files.read(FILE);
    if (text !== null) return fileSchema.parse(JSON.parse(text));
  } catch {
    log.warn('key.addressesLost');
  }
  return { version: VERSION, lastUsed: null, keys: [] };
}

/** Opens the file; one that cannot be read binds no key to any address. */
export async function openKeyAddresses(files: Files, log: Pick<Log, 'warn'>): Promise<KeyAddresses> {
  let content = await read(files, log);
  async function keep(next: Content): Promise<void> {
    content = next;
    await files.write(FILE, JSON.stringify(content)).catch(() => log.warn('key.addressesUnsaved'));
  }
  function addressOf(key: string): string | null {
    const found = content.keys.find(({ hash }) => hash === hashApiKey(key));
    return found && isProof(found.proof, key, found.address) ? found.address : null;
  }
  return {
    addressOf,
    lastUsed: () => content.lastUsed,
    async bind(key, address) {
      if (content.lastUsed === address && addressOf(key) === address) return;
      const hash = hashApiKey(key);
      const others = content.keys.filter((entry) => entry.hash !== hash);
      const entry = { hash, address, proof: proofOf(key, address).toString('base64') };
      await keep({ ...content, lastUsed: address, keys: [...others, entry].slice(-MOST_KEYS) });
    },
    async forget(address) {
      if (content.lastUsed === address) await keep({ ...content, lastUsed: null });
    },
  };
}
