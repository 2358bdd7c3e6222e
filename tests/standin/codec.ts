/**
 * Structured clone as JSON, for values crossing IPC. The text of this function also runs in the page, so it uses nothing
 * from outside itself. It carries what the app's contract consists of (plain data and `undefined`); the rest is refused.
 */
export function makeCodec(): { encode(value: unknown): unknown; decode(wire: unknown): unknown } {
  const encode = (value: unknown): unknown => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : { n: String(value) };
    if (value === undefined) return { u: 1 };
    if (Array.isArray(value)) return { a: value.map(encode) };
    const plain = typeof value === 'object' && Object.prototype.toString.call(value) === '[object Object]';
    if (!plain) throw new Error('An object could not be cloned.');
    return { o: Object.entries(value).map(([key, part]) => [key, encode(part)]) };
  };
  const decode = (wire: unknown): unknown => {
    if (wire === null || typeof wire !== 'object') return wire;
    if ('n' in wire) return Number(wire.n);
    if ('a' in wire) return (wire.a as unknown[]).map(decode);
    if ('o' in wire)
      return Object.fromEntries((wire.o as [string, unknown][]).map(([key, part]) => [key, decode(part)]));
    return undefined;
  };
  return { encode, decode };
}

export const codec = makeCodec();

/** Throws as Electron does when a value cannot cross. */
export function mustClone(value: unknown): void {
  try {
    structuredClone(value);
  } catch {
    throw new Error('An object could not be cloned.');
  }
}
