import type { Translate } from '../i18n.ts';
import { BACK_KEYS, type KeyBinding, type Stroke } from './keyMap.ts';

/** Keys whose name is a word or a sign of its own. */
const NAMED: Readonly<Record<string, string>> = {
  ArrowUp: 'ArrowUp',
  ArrowDown: 'ArrowDown',
  ArrowLeft: 'ArrowLeft',
  ArrowRight: 'ArrowRight',
  Enter: 'Enter',
  ' ': 'Space',
  Escape: 'Escape',
};

/** Keys pressed together, each by the name on it. */
export type Chord = readonly string[];

export interface NameOptions {
  readonly t: Translate;
  /** A Mac has Command where others have Ctrl. */
  readonly isMac: boolean;
}

function keyName(key: string, t: Translate): string {
  const named = BACK_KEYS.has(key) ? 'Back' : NAMED[key];
  return named ? t(`keys.name.${named}`) : key.toUpperCase();
}

const chordOf = ({ key, withControl }: Stroke, { t, isMac }: NameOptions): Chord =>
  withControl ? [t(`keys.name.${isMac ? 'Command' : 'Control'}`), keyName(key, t)] : [keyName(key, t)];

/** What to press for a binding: every way of it, each named once. */
export function chordsOf({ strokes }: KeyBinding, options: NameOptions): readonly Chord[] {
  const chords = strokes.map((stroke) => chordOf(stroke, options));
  const texts = chords.map((chord) => chord.join('+'));
  return chords.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}
