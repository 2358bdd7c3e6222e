import { err, ok, type Result } from '../../common/result.ts';

/**
 * Reads a body as UTF-8 text, counting decompressed bytes while they arrive, so that a small reply which unpacks to a
 * huge one is dropped at the cap instead of filling the memory.
 * @param maxBytes decompressed bytes
 */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Result<string, 'tooLarge'>> {
  if (!body) return ok('');
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      bytes += chunk.value.byteLength;
      if (bytes > maxBytes) return err('tooLarge');
      parts.push(decoder.decode(chunk.value, { stream: true }));
    }
    return ok(parts.join('') + decoder.decode());
  } finally {
    // Frees the connection when the body was left early; a body already read or broken has nothing to cancel.
    await reader.cancel().catch(() => undefined);
  }
}
