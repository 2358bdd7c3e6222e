import { contextBridge, ipcRenderer, webFrame } from 'electron';
import type { MenuPanel, SaveOutcome, WallboardBridge } from '../common/bridge.ts';
import { channelOf, COMMAND_NAMES, type EventName } from '../common/channels.ts';
import type { Snapshot } from '../common/snapshot.ts';
import { WITHOUT_DIALOGS } from './lock/pageDialogs.ts';

const KNOWN: ReadonlySet<string> = new Set(COMMAND_NAMES);

/** Hears one kind of event. The event itself stays here: it would hand the page a way to the rest of IPC. */
function hear<T>(name: EventName, listener: (value: T) => void): () => void {
  const forward = (_event: unknown, value: T): void => listener(value);
  ipcRenderer.on(channelOf(name), forward);
  return () => void ipcRenderer.off(channelOf(name), forward);
}

webFrame.executeJavaScript(WITHOUT_DIALOGS).catch(() => {});

contextBridge.exposeInMainWorld('wallboard', {
  call: async (name, input) =>
    KNOWN.has(name)
      ? ipcRenderer.invoke(channelOf(name), input)
      : { ok: false, error: { code: 'unknownCommand', message: 'No such command' } },
  onSnapshot: (listener) => hear<Snapshot>('snapshot', listener),
  onPanel: (listener) => hear<MenuPanel>('panel', listener),
  onSaved: (listener) => hear<SaveOutcome>('saved', listener),
  access: () => ipcRenderer.invoke(channelOf('access')),
} satisfies WallboardBridge);
