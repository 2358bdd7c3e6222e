import type { KeychainFault } from '../ports.ts';
import type { KeychainReply, KeychainRequest } from './keychainMessages.ts';

const SERVICE = 'Experia Wallboard';

/** The part of keytar that is used here. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** keytar's errors are sentences of the platform's keychain; only their kind is kept. */
function faultOf(thrown: unknown): KeychainFault {
  const text = thrown instanceof Error ? thrown.message : '';
  if (/Failed to load keytar|Cannot find (module|package)|libsecret|ERR_DLOPEN/i.test(text)) return 'missing';
  if (/locked|prompt|dismissed|cancel/i.test(text)) return 'locked';
  if (/denied|not permitted|authorization|access/i.test(text)) return 'denied';
  return 'missing';
}

/** Carries out one request; keytar is loaded only now, because it may be missing. It may take for ever. */
export async function answerKeychain(request: KeychainRequest, load: () => Promise<Keytar>): Promise<KeychainReply> {
  try {
    return await carryOut(request, await load());
  } catch (thrown) {
    return { ok: false, error: faultOf(thrown) };
  }
}

async function carryOut(request: KeychainRequest, keytar: Keytar): Promise<KeychainReply> {
  const { address } = request;
  if (request.action === 'get') return { ok: true, value: await keytar.getPassword(SERVICE, address) };
  if (request.action === 'clear') {
    await keytar.deletePassword(SERVICE, address);
    return { ok: true, value: null };
  }
  await keytar.setPassword(SERVICE, address, request.secret);
  // A locked keychain may take a secret and answer with nothing: what cannot be read back is not kept.
  const kept = await keytar.getPassword(SERVICE, address);
  return kept === request.secret ? { ok: true, value: null } : { ok: false, error: 'locked' };
}

/** Checks a message that came from the shell; null for anything else. */
export function readRequest(message: unknown): KeychainRequest | null {
  const [action, address, secret] = [field(message, 'action'), field(message, 'address'), field(message, 'secret')];
  if (typeof address !== 'string') return null;
  if (action === 'get' || action === 'clear') return { action, address };
  return action === 'set' && typeof secret === 'string' ? { action, address, secret } : null;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
