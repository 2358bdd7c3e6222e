/** What lies over the wall and sees to its own keys. */
export const OVERLAYS = 'dialog, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
/** Of these, what holds controls that arrows go between. One that is closing only fades. */
export const DIALOGS =
  'dialog[open], [role="dialog"]:not(dialog, [data-state="closed"]), [role="alertdialog"]:not(dialog, [data-state="closed"])';

/** The dialog or popover on top; null while the wall itself is. Each is put into the page after what it lies over. */
export const topDialog = (page: Document): Element | null => [...page.querySelectorAll(DIALOGS)].at(-1) ?? null;

/** Does what Escape does to whatever is open, innermost first. */
export function escapeInnermost(): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true }),
  );
}
