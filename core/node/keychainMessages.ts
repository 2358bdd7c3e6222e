import type { Result } from '../../common/result.ts';
import type { KeychainFault } from '../ports.ts';

/** What the keychain worker is asked; the secret travels in this message only, never in arguments or the environment. */
export type KeychainRequest =
  | { readonly action: 'get'; readonly address: string }
  | { readonly action: 'clear'; readonly address: string }
  | { readonly action: 'set'; readonly address: string; readonly secret: string };

/** The secret found (`get`), null for nothing found and for `set` and `clear`. */
export type KeychainReply = Result<string | null, KeychainFault>;
