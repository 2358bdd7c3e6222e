/**
 * Names of the commands and events between renderers and the core. Kept apart from the schemas, so that the preload
 * bundles no validation library.
 */
export const COMMAND_NAMES = [
  'getSnapshot',
  'getSettings',
  'saveSettings',
  'setKey',
  'clearKey',
  'testKey',
  'startDemo',
  'stopDemo',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

/** Events pushed by the core. */
export type EventName = 'snapshot';

/** IPC channel of a command or event. */
export const channelOf = (name: CommandName | EventName): string => `wallboard:${name}`;
