import type { Snapshot } from '../../common/snapshot.ts';
import { SECOND_MS } from '../../common/time.ts';
import { asResult, isSnapshot } from './wire.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Longer than a card waits for: a place in the budget (30 s), a poll under way (30 s) and its own reply (30 s). */
const COMMAND_TIMEOUT_MS = 100 * SECOND_MS;
/** What needs nothing of the API is answered at once, or by nobody. */
const STATE_TIMEOUT_MS = 10 * SECOND_MS;

/** Marks requests as ours: a page of another site cannot send it without being asked first. */
export const HEADERS = { 'X-Wallboard': '1' } as const;
const JSON_HEADERS = { ...HEADERS, 'Content-Type': 'application/json' } as const;

/** Older browsers have no `AbortSignal.timeout`. */
function within(timeoutMs: number): AbortSignal {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), timeoutMs);
  return abort.signal;
}

export const post = (body: unknown, timeoutMs = COMMAND_TIMEOUT_MS): RequestInit => ({
  method: 'POST',
  headers: JSON_HEADERS,
  credentials: 'same-origin',
  body: JSON.stringify(body),
  signal: within(timeoutMs),
});

/** Whether the server would take one more screen. */
export type Place = 'free' | 'none' | 'unknown';

/** What the server says of its state when it is asked, rather than by its stream. */
export interface StateRequests {
  /** The snapshot of this moment; null when nobody answers. */
  ask(): Promise<Snapshot | null>;
  place(): Promise<Place>;
}

export const createStateRequests = (fetch: Fetch): StateRequests => ({
  async ask() {
    try {
      const response = await fetch('api/getSnapshot', post({}, STATE_TIMEOUT_MS));
      const result = asResult<'getSnapshot'>(await response.json());
      return result.ok && isSnapshot(result.value) ? result.value : null;
    } catch {
      return null;
    }
  },
  async place() {
    try {
      const init = {
        method: 'HEAD',
        headers: HEADERS,
        credentials: 'same-origin',
        signal: within(STATE_TIMEOUT_MS),
      } as const;
      const { status, headers } = await fetch('events', init);
      // A proxy without a server behind it answers 503 too.
      if (status === 503 && headers.get('X-Wallboard') === 'full') return 'none';
      return status === 200 ? 'free' : 'unknown';
    } catch {
      return 'unknown';
    }
  },
});
