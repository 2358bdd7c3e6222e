/** Words for unlocking a kiosk by its PIN, in English. */
export const unlock = {
  title: 'Unlock this screen',
  hint: 'Enter the PIN and press OK.',
  entered: '{n} digit entered | {n} digits entered',
  pad: 'Digits',
  back: 'Delete the last digit',
  ok: 'OK',
  checking: 'Checking…',
  wrong: 'Wrong PIN, {n} try left | Wrong PIN, {n} tries left',
  locked: 'Too many tries. Next at {time}',
  unreadable: 'The PIN cannot be checked: its file is damaged. Whoever looks after the machine can delete it.',
  unlocked: 'Unlocked',
};
