import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { CardName } from '../../common/cards.ts';

/** A part of the settings. */
export const SETTINGS_SECTIONS = ['boards', 'names', 'key', 'display', 'privacy', 'history', 'file'] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** What lies over the wall; one at a time. Each is loaded when it is first opened, so that the wall stays light. */
export type Panel =
  /** A card's drill-down. */
  | { readonly kind: 'card'; readonly card: CardName }
  /** The list of all cards. */
  | { readonly kind: 'cards' }
  | { readonly kind: 'settings'; readonly section: SettingsSection }
  /** The list of keys. */
  | { readonly kind: 'keys' }
  | { readonly kind: 'about' }
  /** The PIN of a locked kiosk. */
  | { readonly kind: 'unlock' };

/** Which panel is open; the focus goes back to where it was when it closes. */
export const usePanelsStore = defineStore('panels', () => {
  const panel = shallowRef<Panel | null>(null);
  let opener: Element | null = null;

  function open(next: Panel): void {
    if (panel.value === null) opener = document.activeElement;
    panel.value = next;
  }

  function close(): void {
    panel.value = null;
    const back = opener;
    opener = null;
    if (back instanceof HTMLElement) requestAnimationFrame(() => back.focus());
  }

  return { panel, open, close };
});
