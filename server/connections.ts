import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ServerLimits } from '../core/node/serverOptions.ts';

export interface Connections {
  /** A connection that carries a screen from now on: it does not give way to new ones. */
  keep(socket: Socket): void;
}

export interface ConnectionOptions {
  readonly limits: Pick<ServerLimits, 'connections' | 'connectionsPerAddress'>;
  /** An address whose connections carry the requests of many viewers; it has no share of its own. */
  readonly isProxy: (address: string) => boolean;
  /** Told each time that a connection was closed for another, or because its address has too many. */
  readonly isFull: (address: string, of: 'all' | 'address') => void;
}

/**
 * Bounds open connections. Beyond a remote address's share the newest is closed; beyond the number of all, the oldest that
 * carries no screen, so that whoever holds many open shuts nobody out.
 */
export function limitConnections(server: Server, { limits, isProxy, isFull }: ConnectionOptions): Connections {
  const perAddress = new Map<string, number>();
  /** Those without a screen, the oldest first. */
  const passing = new Set<Socket>();
  let open = 0;

  function count(address: string): number {
    const now = (perAddress.get(address) ?? 0) + 1;
    perAddress.set(address, now);
    return now;
  }

  function uncount(address: string): void {
    const left = (perAddress.get(address) ?? 1) - 1;
    if (left > 0) perAddress.set(address, left);
    else perAddress.delete(address);
  }

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const ofAddress = count(address);
    open += 1;
    passing.add(socket);
    socket.once('close', () => {
      open -= 1;
      uncount(address);
      passing.delete(socket);
    });
    if (ofAddress > limits.connectionsPerAddress && !isProxy(address)) {
      isFull(address, 'address');
      socket.destroy();
    } else if (open > limits.connections) {
      const [oldest = socket] = passing;
      isFull(oldest.remoteAddress ?? '', 'all');
      passing.delete(oldest);
      oldest.destroy();
    }
  });
  return { keep: (socket) => void passing.delete(socket) };
}
