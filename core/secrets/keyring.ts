import { DEFAULT_API_URL } from '../../common/settings.ts';
import type { AddressChange, KeySource, KeyState, KeychainState } from '../../common/snapshot.ts';
import type { KeychainFault, Ports } from '../ports.ts';
import type { WallboardOptions } from '../wallboard.types.ts';
import { checkApiKey } from './apiKey.ts';
import { openKeyAddresses, type KeyAddresses } from './keyAddresses.ts';

/**
 * The keys at hand, where they came from and which address each is for. A key leaves this object only towards that address:
 * whoever changes the API address in the settings, now or before a restart, cannot have a key sent elsewhere by it.
 */
export interface Keyring {
  /** Reads which key was used for which address; once, before anything else. */
  open(): Promise<void>;
  /** The key for an API address, or null when there is none. */
  key(address: string): string | null;
  /** What screens may know: that there is a key, its source, whether the keychain works, and whether the address has changed. */
  state(address: string): KeyState;
  /** Asks the keychain for the key of an address, unless one is held for it already or its owner cleared it. */
  load(address: string): Promise<void>;
  /** Keeps a checked key; in the keychain when asked, and then only if that worked. */
  set(address: string, key: string, keep: 'keychain' | 'session'): Promise<KeychainFault | null>;
  /** Remembers that the key for an address is about to be used there. */
  bind(address: string): Promise<void>;
  /** Forgets the key of an address here at once; it stays forgotten until another is set. */
  forget(address: string): void;
  /** Removes the key of an address from the keychain; false when the keychain refused. */
  clear(address: string): Promise<boolean>;
}

interface Held {
  readonly key: string;
  readonly source: KeySource;
}

/**
 * @param options the key given from the environment or a file wins over the keychain until another is set; it goes to the
 * address given with it, to the one it was used for before, or, when there is no such, to the API's own
 */
export function createKeyring(
  { secrets, files, log }: Pick<Ports, 'secrets' | 'files' | 'log'>,
  { givenKey, apiUrl }: Pick<WallboardOptions, 'givenKey' | 'apiUrl'>,
): Keyring {
  const held = new Map<string, Held>();
  const cleared = new Set<string>();
  let addresses: KeyAddresses | null = null;
  let keychain: KeychainState = 'unknown';
  if (givenKey) log.hide?.(givenKey.key);

  function mayGo(key: string, address: string): boolean {
    if (address === apiUrl) return true;
    return address === (addresses?.addressOf(key) ?? DEFAULT_API_URL);
  }

  function heldFor(address: string): Held | null {
    const own = held.get(address);
    if (own) return own;
    return givenKey && !cleared.has(address) && mayGo(givenKey.key, address) ? givenKey : null;
  }

  function changeTo(address: string): AddressChange | null {
    if (heldFor(address) || cleared.has(address)) return null;
    const lastUsed = addresses?.lastUsed() ?? null;
    if (!givenKey && (lastUsed === null || lastUsed === address)) return null;
    return { from: givenKey ? (addresses?.addressOf(givenKey.key) ?? null) : lastUsed, to: address };
  }

  function hold(address: string, entry: Held): void {
    log.hide?.(entry.key);
    held.set(address, entry);
  }

  return {
    async open() {
      addresses = await openKeyAddresses(files, log);
    },
    key: (address) => heldFor(address)?.key ?? null,
    state(address) {
      const found = heldFor(address);
      return {
        present: found !== null,
        source: found?.source ?? null,
        keychain,
        addressChanged: changeTo(address),
      };
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
      cleared.delete(address);
      hold(address, { key, source: keep });
      return null;
    },
    async bind(address) {
      const found = heldFor(address);
      if (found) await addresses?.bind(found.key, address);
    },
    forget(address) {
      held.delete(address);
      cleared.add(address);
    },
    async clear(address) {
      await addresses?.forget(address);
      const removed = await secrets.clear(address);
      keychain = removed.ok ? 'available' : removed.error;
      return removed.ok;
    },
  };
}
