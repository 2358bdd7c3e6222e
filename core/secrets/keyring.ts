import type { KeySource, KeyState, KeychainState } from '../../common/snapshot.ts';
import type { KeychainFault, Ports } from '../ports.ts';
import { checkApiKey } from './apiKey.ts';

/** The key in use and where it came from. It leaves this object only towards the API. */
export interface Keyring {
  /** The key, or null when there is none. */
  key(): string | null;
  /** What screens may know: that there is a key, its source, and whether the keychain works. */
  state(): KeyState;
  /** Reads the keychain, unless a key was given or set already. */
  load(): Promise<void>;
  /** Keeps a checked key; in the keychain when asked, and then only if that worked. */
  set(key: string, keep: 'keychain' | 'session'): Promise<KeychainFault | null>;
  /** Forgets the key here and in the keychain; false when the keychain refused. */
  clear(): Promise<boolean>;
}

interface Held {
  readonly key: string;
  readonly source: KeySource;
}

/** @param given a key from the environment or a file; it wins over the keychain until another is set */
export function createKeyring(
  { secrets, log }: Pick<Ports, 'secrets' | 'log'>,
  given: { readonly key: string; readonly source: 'environment' | 'file' } | null,
): Keyring {
  let held: Held | null = given;
  let keychain: KeychainState = 'unknown';

  return {
    key: () => held?.key ?? null,
    state: () => ({ present: held !== null, source: held?.source ?? null, keychain }),
    async load() {
      const stored = await secrets.get();
      const found = stored.ok ? 'available' : stored.error;
      if (found !== keychain && !stored.ok) log.warn('keychain.unavailable', { reason: stored.error });
      keychain = found;
      if (held || !stored.ok || stored.value === null) return;
      const checked = checkApiKey(stored.value);
      if (checked.ok) held = { key: checked.value, source: 'keychain' };
      else log.warn('keychain.unusableKey', { problem: checked.error });
    },
    async set(key, keep) {
      if (keep === 'keychain') {
        const stored = await secrets.set(key);
        keychain = stored.ok ? 'available' : stored.error;
        if (!stored.ok) return stored.error;
      }
      held = { key, source: keep };
      return null;
    },
    async clear() {
      held = null;
      const cleared = await secrets.clear();
      keychain = cleared.ok ? 'available' : cleared.error;
      return cleared.ok;
    },
  };
}
