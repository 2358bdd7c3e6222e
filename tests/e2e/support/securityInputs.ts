import type { CommandName } from '../../../common/channels.ts';
import type { CommandInput } from '../../../common/contract.ts';
import { DEFAULT_SETTINGS } from '../../../common/settings.ts';

const UUID = '3f0c1f9a-8a57-4d0e-9d0c-6a1c2b7f0e11';

/** An input for each command that would do something, so that a refusal is one of the sender and not of the input. */
export const EFFECTIVE_INPUTS: { readonly [N in CommandName]: CommandInput<N> } = {
  getSnapshot: undefined,
  getSettings: undefined,
  saveSettings: { settings: { ...DEFAULT_SETTINGS, site: 'Taken over' }, basedOn: 0 },
  undoSettings: { basedOn: 0 },
  importSettings: { text: JSON.stringify({ ...DEFAULT_SETTINGS, site: 'Taken over' }), basedOn: 0 },
  setKey: { key: 'another-key', keep: 'session' },
  clearKey: undefined,
  testKey: { key: 'another-key' },
  startDemo: undefined,
  stopDemo: undefined,
  openCard: { request: UUID, board: 'main', card: 'CARDTAGS', spend: 'yes' },
  cancelCard: { request: UUID },
  readRows: { ticket: UUID, from: 0 },
  showField: { field: 'note' },
  getSeenIds: undefined,
  setPin: { pin: '4711' },
  unlock: { pin: '4711' },
  newControlLink: undefined,
  lightUp: { board: 'main' },
  getShown: { board: 'main', atMs: 0 },
  getAbout: undefined,
  getDiagnostics: undefined,
};

/** What a screen on the floor may ask of the core when there is a key already; all else belongs to the owner. */
export const FLOOR_COMMANDS: readonly CommandName[] = [
  'getSnapshot',
  'openCard',
  'cancelCard',
  'readRows',
  'unlock',
  'lightUp',
];
