/**
 * Names of the commands and events between renderers and the core. Kept apart from the schemas, so that the preload
 * bundles no validation library.
 */
export const COMMAND_NAMES = [
  'getSnapshot',
  'getSettings',
  'saveSettings',
  'undoSettings',
  'importSettings',
  'setKey',
  'clearKey',
  'testKey',
  'startDemo',
  'stopDemo',
  'openCard',
  'cancelCard',
  'readRows',
  'showField',
  'getSeenIds',
  'setPin',
  'unlock',
  'newControlLink',
  'lightUp',
  'getShown',
  'getAbout',
  'getDiagnostics',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

/** Events pushed to the page: by the core, by the desktop app's menu, and when a file of the page was saved or not. */
export type EventName = 'snapshot' | 'panel' | 'saved';

/** What the desktop app's page asks of its shell rather than of the core. */
export type ShellQuestion = 'access';

/** IPC channel of a command, event or question. */
export const channelOf = (name: CommandName | EventName | ShellQuestion): string => `wallboard:${name}`;
