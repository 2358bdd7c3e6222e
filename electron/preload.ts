import { contextBridge, ipcRenderer } from 'electron';
import type { WallboardBridge } from '../common/bridge.ts';
import { channelOf, COMMAND_NAMES } from '../common/channels.ts';
import type { Snapshot } from '../common/snapshot.ts';

const KNOWN: ReadonlySet<string> = new Set(COMMAND_NAMES);
const SNAPSHOT = channelOf('snapshot');

contextBridge.exposeInMainWorld('wallboard', {
  call: async (name, input) =>
    KNOWN.has(name)
      ? ipcRenderer.invoke(channelOf(name), input)
      : { ok: false, error: { code: 'unknownCommand', message: 'No such command' } },
  onSnapshot: (listener) => {
    // The event itself stays here: it would hand the page a way to the rest of IPC.
    const forward = (_event: unknown, snapshot: Snapshot): void => listener(snapshot);
    ipcRenderer.on(SNAPSHOT, forward);
    return () => void ipcRenderer.off(SNAPSHOT, forward);
  },
} satisfies WallboardBridge);
