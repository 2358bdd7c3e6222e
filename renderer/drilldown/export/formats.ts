import type { Separator } from '../engine/protocol.ts';

/** What rows can be saved as. */
export const SEPARATORS = ['comma', 'semicolon', 'tab'] as const;
export type SeparatorName = (typeof SEPARATORS)[number];

export const SEPARATOR_SIGNS: Readonly<Record<SeparatorName, Separator>> = { comma: ',', semicolon: ';', tab: '\t' };

/** Spreadsheets take a file's columns apart by its ending. */
export const fileEnding = (name: SeparatorName): string => (name === 'tab' ? 'tsv' : 'csv');

const STORED_AS = 'wallboard-csv-separator';

/** The separator of the last export in this browser. */
export function rememberedSeparator(): SeparatorName {
  try {
    const stored = localStorage.getItem(STORED_AS);
    return SEPARATORS.find((name) => name === stored) ?? 'comma';
  } catch {
    return 'comma';
  }
}

export function rememberSeparator(name: SeparatorName): void {
  try {
    localStorage.setItem(STORED_AS, name);
  } catch {
    // A browser that keeps nothing begins with commas again.
  }
}
