import { err, ok, type Result } from '../../../common/result.ts';
import type { KeychainFault, SecretStore } from '../../../core/ports.ts';

/** A keychain in memory, or one that does nothing but fail. */
export function keychain(fault: KeychainFault | null = null): SecretStore & { readonly held: Map<string, string> } {
  const held = new Map<string, string>();
  const answer = <T>(value: T): Promise<Result<T, KeychainFault>> => Promise.resolve(fault ? err(fault) : ok(value));
  return {
    held,
    get: (address) => answer(held.get(address) ?? null),
    set(address, secret) {
      held.set(address, secret);
      return answer(null);
    },
    clear(address) {
      held.delete(address);
      return answer(null);
    },
  };
}
