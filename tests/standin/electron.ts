import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { BrowserWindow } from './browserWindow.ts';
import { ipcMain } from './ipcMain.ts';
import { Menu } from './menu.ts';
import { strict } from './notEmulated.ts';
import { protocol } from './protocol.ts';
import { session } from './session.ts';
import { clipboard, powerMonitor, powerSaveBlocker, screen } from './system.ts';
import { nativeImage, Tray } from './tray.ts';
import { utilityProcess } from './utilityProcess.ts';
import { WebContentsView } from './view.ts';

/** It never finds an update; the app hears of one that is about to end it. */
const autoUpdater = new EventEmitter();
/**
 * The module `electron` of the main process, as far as the shell uses it. A named import of anything else fails when the
 * app is loaded. No top-level await here: test drivers load it through `require`.
 */
const shell = { openPath: async () => 'not emulated' };
const net = {
  isOnline: () => true,
  fetch: (address: string, init?: RequestInit) => session.defaultSession.fetch(address, init),
};
const webContents = {
  fromDevToolsTargetId: (targetId: string) => BrowserWindow.fromTarget(targetId)?.webContents,
};
const electron: object = strict('electron', {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  ipcMain,
  Menu,
  nativeImage,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
  WebContentsView,
});

export {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  ipcMain,
  Menu,
  nativeImage,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  WebContentsView,
};
export default electron;
// What `require('electron')` returns.
export { electron as 'module.exports' };
