import { ACCESS_LEVELS, type Access } from '../../common/access.ts';
import type { WallboardBridge } from '../../common/bridge.ts';
import type { CommandName } from '../../common/channels.ts';
import type { CommandInput, CommandResult, Transport } from '../../common/contract.ts';
import { err } from '../../common/result.ts';
import { asResult } from './wire.ts';

const RETRY_MS = 2000;

/** The desktop app's transport: the bridge that the preload puts on the window. */
export function createIpcTransport(bridge: WallboardBridge): Transport {
  async function call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>> {
    try {
      return asResult<N>(await bridge.call(name, input));
    } catch {
      return err({ code: 'unavailable', message: 'The main process did not answer' });
    }
  }

  /** Who cannot be asked has granted nothing. */
  async function access(): Promise<Access> {
    const granted = await bridge.access().catch(() => 'wall');
    return ACCESS_LEVELS.find((level) => level === granted) ?? 'wall';
  }

  return {
    call,
    access,
    subscribe(listener) {
      let ended = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const unsubscribe = bridge.onSnapshot((snapshot) => {
        listener.link('up');
        listener.snapshot(snapshot);
      });
      async function first(): Promise<void> {
        const result = await call('getSnapshot', undefined);
        if (ended) return;
        listener.link(result.ok ? 'up' : 'down');
        if (result.ok) listener.snapshot(result.value);
        else timer = setTimeout(() => void first(), RETRY_MS);
      }
      void first();
      return () => {
        ended = true;
        clearTimeout(timer);
        unsubscribe();
      };
    },
  };
}
