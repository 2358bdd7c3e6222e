import type { ServerResponse } from 'node:http';
import type { Access } from '../common/access.ts';
import type { Snapshot } from '../common/snapshot.ts';
import { forAccess } from '../core/state/forAccess.ts';
import { whoYields, type Occupant, type PlaceLimits } from './places.ts';

/** Timers from outside, so that tests need not wait. */
export interface Timers {
  nowMs(): number;
  /** Calls back again and again; returns its own cancel. */
  every(intervalMs: number, callback: () => void): () => void;
}

export interface EventStreams {
  /** Starts a stream on a response: the current snapshot at once, then each change. False when there is no place for it. */
  open(response: ServerResponse, access: () => Access, screen: Occupant): boolean;
  /** Whether `open` would find a place. */
  hasPlace(screen: Occupant): boolean;
  /** Ends the streams of all who may do more or less than when they began; they come back with what they may do now. */
  endOutdated(): void;
  /** Ends every stream; none can be opened afterwards. */
  close(): void;
  readonly size: number;
}

export interface EventStreamOptions {
  readonly snapshot: () => Snapshot;
  /** Tells of each change of state; returns its own unsubscribe. */
  readonly onChange: (listener: () => void) => () => void;
  readonly timers: Timers;
  readonly limits: PlaceLimits;
  /** Told of each stream that has begun. */
  readonly opened: (response: ServerResponse) => void;
  /** Told each time that places run out, and whether the newcomer got the place of another. */
  readonly isFull: (address: string, outcome: 'refused' | 'tookPlace') => void;
}

export const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // Asks nginx, and what is built like it, not to hold the stream back.
  'X-Accel-Buffering': 'no',
};

/** How often a quiet stream says that it is alive. */
const HEARTBEAT_MS = 15_000;
/** A client that has taken nothing for this long is gone or stuck. */
const STUCK_MS = 60_000;
/** How long browsers wait before they connect again, in milliseconds. */
const RETRY_MS = 2_000;

interface Client extends Occupant {
  readonly response: ServerResponse;
  readonly access: () => Access;
  readonly accessAtStart: Access;
  /** When the socket last refused more bytes; null while it takes them. */
  blockedSinceMs: number | null;
  /** There was a change while it was blocked. */
  behind: boolean;
}

/**
 * Server-sent events. A slow client never queues up old snapshots: while its socket is full, changes are only noted, and
 * when it drains it gets the newest state.
 */
export function createEventStreams(options: EventStreamOptions): EventStreams {
  const { snapshot, onChange, timers } = options;
  const clients = new Set<Client>();
  let closed = false;

  function write(client: Client, text: string): void {
    if (!client.response.write(text)) client.blockedSinceMs ??= timers.nowMs();
  }

  function sendSnapshot(client: Client): void {
    if (client.blockedSinceMs !== null) {
      client.behind = true;
      return;
    }
    client.behind = false;
    write(client, `event: snapshot\ndata: ${JSON.stringify(forAccess(snapshot(), client.access()))}\n\n`);
  }

  /** A page that is told nothing when its session ends would look as if it could still change things. */
  function endOutdated(): void {
    for (const client of clients) if (client.access() !== client.accessAtStart) end(client);
  }

  function beat(): void {
    endOutdated();
    for (const client of clients) {
      if (client.blockedSinceMs === null) write(client, 'event: heartbeat\ndata: {}\n\n');
      else if (timers.nowMs() - client.blockedSinceMs > STUCK_MS) client.response.destroy();
    }
  }

  function end(client: Client): void {
    clients.delete(client);
    // At once, also where the other side takes nothing.
    client.response.destroy();
  }

  function makePlace(screen: Occupant): boolean {
    const yields = whoYields([...clients], screen, options.limits);
    if (yields === null) return true;
    options.isFull(screen.address, yields === 'full' ? 'refused' : 'tookPlace');
    if (yields === 'full') return false;
    end(yields);
    return true;
  }

  const stopBeating = timers.every(HEARTBEAT_MS, beat);
  const unsubscribe = onChange(() => clients.forEach(sendSnapshot));

  return {
    hasPlace: (screen) => !closed && whoYields([...clients], screen, options.limits) !== 'full',
    endOutdated,
    open(response, access, screen) {
      if (closed || !makePlace(screen)) return false;
      const client: Client = {
        ...{ ...screen, response, access, accessAtStart: access() },
        ...{ blockedSinceMs: null, behind: false },
      };
      response.writeHead(200, STREAM_HEADERS);
      response.on('drain', () => {
        client.blockedSinceMs = null;
        if (client.behind) sendSnapshot(client);
      });
      response.on('close', () => clients.delete(client));
      response.on('error', () => response.destroy());
      clients.add(client);
      options.opened(response);
      write(client, `retry: ${RETRY_MS}\n\n`);
      sendSnapshot(client);
      return true;
    },
    close() {
      closed = true;
      stopBeating();
      unsubscribe();
      for (const client of clients) client.response.end();
    },
    get size() {
      return clients.size;
    },
  };
}
