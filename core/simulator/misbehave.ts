/** Replaces or removes (`undefined`) fields of a good summary, or makes any other value of it. */
export type SummaryPatch = Readonly<Record<string, unknown>> | ((summary: Record<string, unknown>) => unknown);

/** Where an exchange stops. */
export type Stage =
  /** The connection is accepted by the system and never read. */
  | 'connect'
  /** The request is read and nothing comes back. */
  | 'request'
  /** Status and headers come, and no body. */
  | 'headers'
  /** Half of the body comes. */
  | 'half';

/** Every way the simulator can be told to go wrong: each case of the fault list that a server can cause. */
export type Misconduct =
  | {
      readonly kind: 'status';
      readonly status: 400 | 401 | 403 | 404 | 407 | 408 | 413 | 429 | 500 | 501 | 502 | 503 | 504;
      /** Sent as it is, whatever it says; absent sends no such header. */
      readonly retryAfter?: string;
    }
  | { readonly kind: 'hang'; readonly at: Stage }
  | { readonly kind: 'reset'; readonly at: Stage }
  /** The right answer, one byte at a time; 1,000 ms apart unless given. */
  | { readonly kind: 'drip'; readonly intervalMs?: number }
  /** The right answer, late. */
  | { readonly kind: 'latency'; readonly delayMs: number }
  /** About 48 KB of gzip that becomes 50 MB of JSON unless `bytes` says otherwise. */
  | { readonly kind: 'gzipBomb'; readonly bytes?: number }
  /** 50 MB of plain JSON unless `bytes` says otherwise. */
  | { readonly kind: 'hugeBody'; readonly bytes?: number }
  /** A sign-in page with status 200. */
  | { readonly kind: 'html' }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: 301 | 302 | 303 | 307 | 308 }
  /** The first half of the right JSON, as a complete HTTP message. */
  | { readonly kind: 'truncatedJson' }
  /** A wrong type in every field but `status`. */
  | { readonly kind: 'wrongTypes' }
  /** Nested arrays, 200,000 levels unless given. */
  | { readonly kind: 'deepNesting'; readonly levels?: number }
  /** Every top-level field twice: 0 first, then the right value. */
  | { readonly kind: 'duplicateKeys' }
  /** Half of a surrogate pair at both ends of every text. */
  | { readonly kind: 'loneSurrogates' }
  /** A 200 answer whose `status` is `FAILED` unless given. */
  | { readonly kind: 'failed'; readonly status?: string }
  /** `cardContent` replaces a card's content, or makes it from the right one. */
  | { readonly kind: 'patch'; readonly summary?: SummaryPatch; readonly cardContent?: unknown }
  /** The text in every text field, or in the named fields of the summary and of card rows. */
  | { readonly kind: 'hostileText'; readonly text?: string; readonly fields?: readonly string[] }
  /** A card with that many rows, the right ones repeated; 50,000 unless given. */
  | { readonly kind: 'manyRows'; readonly rows?: number }
  /** Somebody else uses the same key: takes places of the rolling hour at once; the misconduct in force stays. */
  | { readonly kind: 'otherConsumer'; readonly requests: number };

/** `times` limits it to that many requests (or connections, where they are never read). */
export type Misbehaviour = Misconduct & { readonly times?: number };

/** Markup, a script link, an override of the text direction, and a control character. */
export const HOSTILE_TEXT =
  '<img src=x onerror="alert(1)"><script>alert(2)</script> javascript:alert(3) \u202egnp.exe\u2066 \u0007 {{constructor}}';

export const BOMB_BYTES = 50_000_000;
export const DEEP_LEVELS = 200_000;
export const MANY_ROWS = 50_000;
export const DRIP_INTERVAL_MS = 1000;

/** The misconduct in force, counted down as requests meet it. */
export interface Conduct {
  set(misbehaviour: Misbehaviour | null): void;
  /** What the next connection meets. */
  peek(): Misconduct | null;
  /** What this request meets; uses up one of its `times`. */
  take(): Misconduct | null;
}

export function makeConduct(): Conduct {
  let current: Misconduct | null = null;
  let left = Infinity;
  return {
    set(misbehaviour) {
      current = misbehaviour;
      left = misbehaviour?.times ?? Infinity;
    },
    peek: () => (left > 0 ? current : null),
    take() {
      if (left <= 0) return null;
      left -= 1;
      return current;
    },
  };
}
