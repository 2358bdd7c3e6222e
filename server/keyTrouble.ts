import type { Snapshot } from '../common/snapshot.ts';
import type { Wallboard } from '../core/wallboard.types.ts';

const NAMES: Readonly<Record<NonNullable<Snapshot['key']['source']>, string>> = {
  environment: 'the API key of EXPERIA_API_KEY',
  file: 'the API key in the file named by EXPERIA_API_KEY_FILE',
  keychain: 'the API key of the keychain',
  session: 'the API key that was entered',
};

/**
 * Tells whoever watches the terminal or the journal that a key was rejected, once for each key: on a machine without a screen
 * nobody else would.
 */
export function tellOfRejectedKey({ onChange }: Pick<Wallboard, 'onChange'>, complain: (line: string) => void): void {
  let isTold = false;
  onChange(({ boards, key, demo }) => {
    const failures = boards.map(({ failure }) => failure?.code ?? null);
    const isRejected = !demo && key.source !== null && failures.includes('auth');
    if (isRejected && !isTold && key.source) complain(`Experia rejected ${NAMES[key.source]}`);
    isTold = isRejected;
  });
}
