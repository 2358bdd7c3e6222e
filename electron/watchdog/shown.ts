/** Every screen of the app says in its mark-up which one it is. */
const SHOWS_SCREEN = `document.querySelector('[data-view]') !== null`;

/** The part of web contents that a page is asked by. */
export interface AskedPage {
  executeJavaScript(code: string): Promise<unknown>;
}

/** Whether a page shows one of the app's screens: one whose script threw is empty, and still answers. Never settles while it hangs. */
export const showsScreen = (contents: AskedPage): Promise<boolean> =>
  contents.executeJavaScript(SHOWS_SCREEN).then(
    (answer) => answer === true,
    () => false,
  );
