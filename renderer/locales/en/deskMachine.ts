/** Words for what a wall does to its screen and machine: moving picture, PIN, control link, updates. In English. */
export const deskMachine = {
  burnIn: {
    title: 'Burn-in',
    shift: 'Move the picture of walls',
    shiftHint:
      'By a few pixels every minute, at most 1.5 % of the screen, so that nothing burns in. This window stands still. When a screen dims and goes dark is set for each board.',
  },
  pin: {
    title: 'Kiosk PIN',
    set: 'A PIN is set: a kiosk is left by it only.',
    none: 'No PIN is set: F11 leaves a kiosk, and whoever presses it has the settings.',
    add: 'Set a PIN',
    change: 'Change the PIN',
    remove: 'Remove the PIN',
    removeTitle: 'Remove the PIN?',
    removeText: 'F11 then leaves a kiosk without asking.',
    pin: 'PIN',
    hint: '{least} to {most} digits. It is never shown again; if it is lost, it can be set anew here.',
    again: 'PIN once more',
    save: 'Save the PIN',
    saved: 'PIN set.',
    removed: 'PIN removed.',
    notDigits: '{least} to {most} digits, nothing else',
    different: 'Not the same as above',
  },
  control: {
    title: 'Control link',
    hint: 'Whoever opens the control link may change everything here. When somebody has it who should not, make a new one.',
    renew: 'New control link, sign out everywhere',
    askTitle: 'Withdraw the control link?',
    askText:
      'The current link stops working, and every browser that opened it becomes a wall at once. Only this window stays signed in.',
    done: 'The old link no longer works. Keep the new one like a password: it is shown only now, and on the terminal of the server.',
    copy: 'Copy the link',
  },
  updates: {
    title: 'Updates',
    label: 'Install updates of the app',
    off: 'Off',
    stable: 'Stable',
    beta: 'Beta',
    betaHint: 'Beta comes earlier and has been tried less. An update is installed at night, or when the app ends.',
    state: {
      off: 'The app looks for no updates.',
      checking: 'Looking for an update…',
      current: 'The app is up to date.',
      downloading: 'Version {version} is being downloaded.',
      ready: 'Version {version} is ready. It is installed at night, or except on macOS when the app ends.',
    },
    failed: {
      network: 'The last look for an update failed: the server could not be reached.',
      unsigned: 'An update was thrown away: it is not signed by who makes this app.',
      unknown: 'The last look for an update failed.',
    },
    unavailable: {
      notPackaged: 'This app does not update itself: it was not installed from a package.',
      bySystem: 'This app does not update itself: the package manager of the system does that.',
      notConfigured: 'This app does not update itself: no place to look for updates was set when it was built.',
      unverifiable: 'This app does not update itself: on this system an update could not be checked for its maker.',
    },
  },
};
