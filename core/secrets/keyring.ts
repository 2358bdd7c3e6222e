import type { KeySource, KeyState, KeychainState } from '../../common/snapshot.ts';
import type { KeychainFault, Ports } from '../ports.ts';
import { checkApiKey } from './apiKey.ts';

/**
 * The key in use, where it came from and which address it is for. It leaves this object only towards that address: whoever
 * may change the API address in the settings cannot have the key sent elsewhere by it.
 */
export interface Keyring {
  /** The key for an API address, or null when there is none. */
  key(address: string): string | null;
  /** What screens may know: that there is a key, its source, and whether the keychain works. */
  state(address: string): KeyState;
  /** Asks the keychain for the key of an address, unless one is held for it already or its owner cleared it. */
  load(address: string): Promise<void>;
  /** Keeps a checked key; in the keychain when asked, and then only if that worked. */
  set(address: string, key: string, keep: 'keychain' | 'session'): Promise<KeychainFault | null>;
  /** Forgets the key of an address here at once; it stays forgotten until another is set. */
  forget(address: string): void;
  /** Removes the key of an address from the keychain; false when the keychain refused. */
  clear(address: string): Promise<boolean>;
}

interface Held {
  readonly key: string;
  readonly source: KeySource;
}

/** @param given a key from the environment or a file, for `address`; it wins over the keychain until another is set */
export function createKeyring(
  { secrets, log }: Pick<Ports, 'secrets' | 'log'>,
  given: { readonly key: string; readonly source: 'environment' | 'file' } | null,
): Keyring {
  const held = new Map<string, Held>();
  const cleared = new Set<string>();
  // The address is known once settings are loaded: the first address asked about is the one the key was given for.
  let unbound = given;
  let keychain: KeychainState = 'unknown';

  function hold(address: string, entry: Held): void {
    log.hide?.(entry.key);
    held.set(address, entry);
  }

  function heldFor(address: string): Held | null {
    if (unbound) hold(address, unbound);
    unbound = null;
    return held.get(address) ?? null;
  }

  return {
    key: (address) => heldFor(address)?.key ?? null,
    state(address) {
      const found = heldFor(address);
      return { present: found !== null, source: found?.source ?? null, keychain };
    },
    async load(address) {
      const stored = await secrets.get(address);
      const found = stored.ok ? 'available' : stored.error;
      if (found !== keychain && !stored.ok) log.warn('keychain.unavailable', { reason: stored.error });
      keychain = found;
      if (heldFor(address) || cleared.has(address) || !stored.ok || stored.value === null) return;
      const checked = checkApiKey(stored.value);
      if (checked.ok) hold(address, { key: checked.value, source: 'keychain' });
      else log.warn('keychain.unusableKey', { problem: checked.error });
    },
    async set(address, key, keep) {
      if (keep === 'keychain') {
        const stored = await secrets.set(address, key);
        keychain = stored.ok ? 'available' : stored.error;
        if (!stored.ok) return stored.error;
      }
      unbound = null;
      cleared.delete(address);
      hold(address, { key, source: keep });
      return null;
    },
    forget(address) {
      unbound = null;
      held.delete(address);
      cleared.add(address);
    },
    async clear(address) {
      const removed = await secrets.clear(address);
      keychain = removed.ok ? 'available' : removed.error;
      return removed.ok;
    },
  };
}
