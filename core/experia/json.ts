import { err, ok, type Result } from '../../common/result.ts';

/** Deeper JSON than this is no reply of this API; very deep values break structured clone and serialisation. */
export const MAX_JSON_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENERS = new Set([0x5b, 0x7b]);
const CLOSERS = new Set([0x5d, 0x7d]);

/** The greatest nesting of arrays and objects in a JSON text, stopping once past `limit`. */
function depthOf(text: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length && deepest <= limit; i += 1) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === BACKSLASH) i += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (OPENERS.has(code)) deepest = Math.max(deepest, (depth += 1));
    else if (CLOSERS.has(code)) depth -= 1;
  }
  return deepest;
}

/** Replaces lone surrogates, so that every string survives UTF-8, structured clone and `encodeURIComponent`. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name.toWellFormed(), wellFormed(item)]));
}

/**
 * Parses a reply. Of duplicate keys the last wins (RFC 8259, 4); lone surrogates are replaced; the parser's own error,
 * which quotes the text, is dropped.
 */
export function parseJson(text: string): Result<unknown, 'notJson' | 'shape'> {
  if (depthOf(text, MAX_JSON_DEPTH) > MAX_JSON_DEPTH) return err('shape');
  try {
    return ok(wellFormed(JSON.parse(text)));
  } catch {
    return err('notJson');
  }
}
