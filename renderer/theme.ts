import type { Snapshot } from '../common/snapshot.ts';

type Theme = Snapshot['theme'];

const STORED_AS = 'wallboard-theme';

function show(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

/** Shows the theme of the last visit, so that a light wall does not start dark. Where nothing is kept, nothing changes. */
export function showRememberedTheme(): void {
  try {
    const stored = localStorage.getItem(STORED_AS);
    if (stored === 'dark' || stored === 'light') show(stored);
  } catch {
    // A browser that keeps nothing starts dark.
  }
}

/** Shows a theme and remembers it for the next visit. */
export function showTheme(theme: Theme): void {
  show(theme);
  try {
    // Called with every snapshot: what is the same is not written to the disk again.
    if (localStorage.getItem(STORED_AS) !== theme) localStorage.setItem(STORED_AS, theme);
  } catch {
    // It is shown all the same.
  }
}
