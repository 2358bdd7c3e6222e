/**
 * Who may send a command, from least to most: `wall` is any screen, which may only look; `kiosk` is a desktop window on the
 * floor, which may also open cards (always masked) and be given a key; `control` is the supervisor's window in the desktop
 * app or the holder of the control link.
 */
export const ACCESS_LEVELS = ['wall', 'kiosk', 'control'] as const;
export type Access = (typeof ACCESS_LEVELS)[number];

/** Whether a level of access includes another. */
export const allows = (access: Access, needed: Access): boolean =>
  ACCESS_LEVELS.indexOf(access) >= ACCESS_LEVELS.indexOf(needed);
