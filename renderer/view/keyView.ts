import type { SetKeyOutcome, TestKeyOutcome } from '../../common/contract.ts';
import type { AddressChange, Snapshot } from '../../common/snapshot.ts';
import { isolated } from '../drilldown/isolated.ts';
import type { Formats } from '../format/formats.ts';
import type { Translate } from '../i18n.ts';
import { failureWords } from './boardView.ts';

/** What a form says after a command. */
export interface Outcome {
  readonly good: boolean;
  readonly lines: readonly string[];
}

interface Words {
  readonly t: Translate;
  readonly formats: Formats;
}

type KeyFailure = NonNullable<TestKeyOutcome['failure']>;

/** A failed test of a key as a fact. */
function keyFailureWords({ t }: Words, failure: KeyFailure, status: number | null): string {
  switch (failure) {
    case 'empty':
    case 'tooLong':
    case 'badCharacters':
    case 'noKey':
      return t(`key.problem.${failure}`);
    default:
      return failureWords({ t }, failure, status);
  }
}

function acceptedWords({ t, formats }: Words, outcome: TestKeyOutcome, period: string | null): string {
  const figures = formats.count(outcome.figures);
  const { totalSessions } = outcome;
  if (totalSessions === null || period === null) return t('key.accepted', { sessions: t('key.noSessions'), figures });
  const sessions = t('key.sessions', { n: formats.count(totalSessions), period }, totalSessions);
  return t('key.accepted', { sessions, figures });
}

/**
 * What a test of a key showed, and what it cost.
 * @param period of the default board in words: what the session count is of
 */
export function testWords(words: Words, outcome: TestKeyOutcome, period: string | null): Outcome {
  const { t, formats } = words;
  const { failure, cost, left, retryInMs } = outcome;
  const first =
    failure === null ? acceptedWords(words, outcome, period) : keyFailureWords(words, failure, outcome.status);
  const n = formats.count(cost);
  const price = left === null ? t('key.cost', { n }, cost) : t('key.costLeft', { n, left: formats.count(left) }, cost);
  const lines = [first, price];
  if (retryInMs !== null) lines.push(t('key.nextTry', { time: formats.age(retryInMs) }));
  return { good: failure === null, lines };
}

/** Why there is a key and yet none that is used. */
export function addressChangedWords(t: Translate, { from, to }: AddressChange): string {
  const address = isolated(to ?? '');
  if (from === null) return t('addressChanged.unknown', { to: address });
  return t('addressChanged.text', { from: isolated(from), to: address });
}

/** That the key in use was rejected, where it came from and what to do; null while it was not. */
export function rejectedWords(t: Translate, { boards, demo, key }: Snapshot): string | null {
  if (demo || key.source === null || !boards.some(({ failure }) => failure?.code === 'auth')) return null;
  return t(`key.rejected.${key.source}`);
}

/** Why a key was not stored. */
export function saveFailureWords({ t }: Words, outcome: Extract<SetKeyOutcome, { readonly stored: null }>): string[] {
  if (outcome.problem !== 'keychain') return [t(`key.problem.${outcome.problem}`)];
  return [t('key.noKeychain', { reason: t(`key.reason.${outcome.keychain}`) }), t('key.saveAgain')];
}
