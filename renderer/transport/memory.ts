import type { CommandName } from '../../common/channels.ts';
import type { Access } from '../../common/access.ts';
import type { CommandInput, CommandResult, Transport } from '../../common/contract.ts';
import { err } from '../../common/result.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { asResult } from './wire.ts';

export interface MemoryTransport extends Transport {
  /** Delivers a snapshot to every subscriber, and to those who come later. */
  push(snapshot: Snapshot): void;
  setLink(state: 'up' | 'down'): void;
  /** What this screen may do from now on, for whoever asks anew. */
  grant(access: Access): void;
}

export interface MemoryOptions {
  readonly access: Access;
  readonly first: Snapshot | null;
  /** Carries out a command; what it returns is checked like a reply from outside. */
  readonly handle?: (name: CommandName, input: unknown) => unknown;
}

/** A transport without a wire, for tests and pictures: it delivers what it is given. */
export function createMemoryTransport({ access, first, handle }: MemoryOptions): MemoryTransport {
  type Listener = Parameters<Transport['subscribe']>[0];
  const listeners = new Set<Listener>();
  let current = first;
  let granted = access;

  return {
    access: async () => granted,
    async call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>> {
      if (!handle) return err({ code: 'unavailable', message: 'Nobody answers commands' });
      return asResult<N>(await handle(name, input));
    },
    subscribe(listener) {
      listeners.add(listener);
      if (current) {
        listener.link('up');
        listener.snapshot(current);
      }
      return () => void listeners.delete(listener);
    },
    push(snapshot) {
      current = snapshot;
      for (const listener of listeners) {
        listener.link('up');
        listener.snapshot(snapshot);
      }
    },
    grant(next) {
      granted = next;
    },
    setLink(state) {
      for (const listener of listeners) listener.link(state);
    },
  };
}
