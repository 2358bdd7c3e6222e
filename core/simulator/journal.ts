import type { IncomingMessage } from 'node:http';

/** A request that arrived. */
export interface Entry {
  /** Monotonic clock, milliseconds. */
  readonly atMs: number;
  readonly path: string;
  /** HTTP status that went out; 0 while there was none. */
  readonly status: number;
  /** Parsed JSON; the text when it is no JSON; null when it was too large or has not come. */
  readonly body: unknown;
}

/** The last requests that arrived, for tests. */
export interface Journal {
  readonly entries: readonly Entry[];
  arrived(atMs: number, path: string): Entry;
  bodyOf(entry: Entry, text: string | null): void;
  answered(entry: Entry, status: number): void;
}

const ENTRIES_KEPT = 1000;
const MAX_BODY_BYTES = 1_000_000;

/** The whole body as text; null when it is larger than 1 MB. Rejects when the client goes away before its end. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= MAX_BODY_BYTES) pieces.push(piece);
  }
  return bytes <= MAX_BODY_BYTES ? Buffer.concat(pieces).toString('utf8') : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param key is replaced wherever a request carries it outside its header */
export function makeJournal(key: string): Journal {
  type Mutable = { -readonly [K in keyof Entry]: Entry[K] };
  const entries: Mutable[] = [];
  const hide = (text: string): string => (key === '' ? text : text.replaceAll(key, '[key]'));
  const change = (entry: Entry, fields: Partial<Entry>): void => {
    const own = entries.find((candidate) => candidate === entry);
    if (own) Object.assign(own, fields);
  };
  return {
    entries,
    arrived(atMs, path) {
      const entry: Mutable = { atMs, path: hide(path), status: 0, body: null };
      entries.push(entry);
      if (entries.length > ENTRIES_KEPT) entries.shift();
      return entry;
    },
    bodyOf: (entry, text) => change(entry, { body: text === null ? null : parsed(hide(text)) }),
    answered: (entry, status) => change(entry, { status }),
  };
}
