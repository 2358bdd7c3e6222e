/**
 * Runs in the page's own world before its scripts: whoever calls for a dialog of the browser's gets the answer of somebody who
 * has closed it. A dialog is a way out of a kiosk, and holds up a wall until somebody comes. `disableDialogs` alone leaves
 * printing.
 */
export const WITHOUT_DIALOGS = `
  for (const [name, answer] of [['alert'], ['print'], ['confirm', false], ['prompt', null]])
    Object.defineProperty(window, name, { value: () => answer });
`;
