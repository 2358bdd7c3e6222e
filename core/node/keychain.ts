import { err, ok, type Result } from '../../common/result.ts';
import { SECOND_MS } from '../../common/time.ts';
import type { KeychainFault, SecretStore } from '../ports.ts';

const SERVICE = 'Experia Wallboard';
const ACCOUNT = 'api-key';
/** A keychain may wait for a prompt nobody answers. */
const TIME_OUT_MS = 10 * SECOND_MS;

/** The part of keytar that is used here. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

const loadKeytar = async (): Promise<Keytar> => (await import('keytar')).default;

/** keytar's errors are sentences of the platform's keychain; only their kind is kept. */
function faultOf(thrown: unknown): KeychainFault {
  const text = thrown instanceof Error ? thrown.message : '';
  if (/Failed to load keytar|Cannot find (module|package)|libsecret|ERR_DLOPEN/i.test(text)) return 'missing';
  if (/locked|prompt|dismissed|cancel/i.test(text)) return 'locked';
  if (/denied|not permitted|authorization|access/i.test(text)) return 'denied';
  return 'missing';
}

function timed<T>(work: () => Promise<T>, timeOutMs: number): Promise<Result<T, KeychainFault>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(err('timeout')), timeOutMs);
    work()
      .then(
        (value) => resolve(ok(value)),
        (thrown: unknown) => resolve(err(faultOf(thrown))),
      )
      .finally(() => clearTimeout(timer));
  });
}

/** The operating system's keychain through keytar, which is loaded only when first asked: it may be missing. */
export function keychainStore(load: () => Promise<Keytar> = loadKeytar, timeOutMs = TIME_OUT_MS): SecretStore {
  const run = <T>(work: (keytar: Keytar) => Promise<T>): Promise<Result<T, KeychainFault>> =>
    timed(async () => work(await load()), timeOutMs);
  return {
    get: () => run((keytar) => keytar.getPassword(SERVICE, ACCOUNT)),
    async set(secret) {
      const kept = await run(async (keytar) => {
        await keytar.setPassword(SERVICE, ACCOUNT, secret);
        return keytar.getPassword(SERVICE, ACCOUNT);
      });
      if (!kept.ok) return kept;
      // A locked keychain may take a secret and answer with nothing: what cannot be read back is not kept.
      return kept.value === secret ? ok(null) : err('locked');
    },
    async clear() {
      const cleared = await run((keytar) => keytar.deletePassword(SERVICE, ACCOUNT));
      return cleared.ok ? ok(null) : cleared;
    },
  };
}
