import { randomUUID } from 'node:crypto';
import { MINUTE_MS } from '../../common/time.ts';
import type { Clock } from '../ports.ts';

/** A ticket that nobody reads is dropped: rows take memory. */
const KEPT_MS = 5 * MINUTE_MS;
/** Screens that read rows at the same time; the ticket that was not used for the longest goes first. */
const MOST_TICKETS = 8;
/** Rows of all tickets together. */
const MOST_ROWS = 250_000;

export interface Tickets<T> {
  /** @param rows how much it takes; older tickets make room for it */
  add(content: T, rows: number): string;
  /** Null when there is no such ticket, or no more. */
  use(ticket: string): T | null;
  drop(ticket: string): void;
  clear(): void;
}

/** Hands out unguessable names for things that are read piece by piece, and forgets what is not read. */
export function createTickets<T>(clock: Clock): Tickets<T> {
  interface Held {
    readonly content: T;
    readonly rows: number;
    readonly stop: () => void;
  }
  const held = new Map<string, Held>();
  const isFull = (): boolean =>
    held.size > MOST_TICKETS || [...held.values()].reduce((sum, { rows }) => sum + rows, 0) > MOST_ROWS;

  function drop(ticket: string): void {
    held.get(ticket)?.stop();
    held.delete(ticket);
  }

  function hold(ticket: string, content: T, rows: number): void {
    drop(ticket);
    held.set(ticket, { content, rows, stop: clock.after(KEPT_MS, () => drop(ticket)) });
  }

  return {
    add(content, rows) {
      const ticket = randomUUID();
      hold(ticket, content, rows);
      for (const oldest of held.keys()) if (oldest !== ticket && isFull()) drop(oldest);
      return ticket;
    },
    use(ticket) {
      const entry = held.get(ticket);
      if (!entry) return null;
      hold(ticket, entry.content, entry.rows);
      return entry.content;
    },
    drop,
    clear: () => [...held.keys()].forEach(drop),
  };
}
