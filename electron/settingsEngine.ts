import { ipcMain } from 'electron';
import Store from 'electron-store';
import type { OpenEngine } from '../core/node/settingsStore.ts';
import { OWNER_ONLY } from '../core/node/smallFile.ts';

/** electron-store opens a channel of its own for use in renderers; here only the contract has channels. */
const STORE_CHANNEL = 'electron-store-get-data';

/** The settings file through electron-store. */
export const openElectronStore: OpenEngine = (folder) => {
  const store = new Store<Record<string, unknown>>({ cwd: folder, name: 'settings', configFileMode: OWNER_ONLY });
  ipcMain.removeAllListeners(STORE_CHANNEL);
  return store;
};
