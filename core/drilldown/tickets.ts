import { randomUUID } from 'node:crypto';
import { MINUTE_MS } from '../../common/time.ts';
import type { Clock } from '../ports.ts';

/** A ticket that nobody reads is dropped: rows take memory. */
const KEPT_MS = 5 * MINUTE_MS;
/** Screens that read rows at the same time; the ticket that was not used for the longest goes first. */
const MOST_TICKETS = 8;

export interface Tickets<T> {
  add(content: T): string;
  /** Null when there is no such ticket, or no more. */
  use(ticket: string): T | null;
  drop(ticket: string): void;
}

/** Hands out unguessable names for things that are read piece by piece, and forgets what is not read. */
export function createTickets<T>(clock: Clock): Tickets<T> {
  const held = new Map<string, { readonly content: T; readonly stop: () => void }>();

  function drop(ticket: string): void {
    held.get(ticket)?.stop();
    held.delete(ticket);
  }

  function hold(ticket: string, content: T): void {
    drop(ticket);
    held.set(ticket, { content, stop: clock.after(KEPT_MS, () => drop(ticket)) });
  }

  return {
    add(content) {
      const ticket = randomUUID();
      hold(ticket, content);
      for (const oldest of held.keys()) if (held.size > MOST_TICKETS) drop(oldest);
      return ticket;
    },
    use(ticket) {
      const entry = held.get(ticket);
      if (!entry) return null;
      hold(ticket, entry.content);
      return entry.content;
    },
    drop,
  };
}
