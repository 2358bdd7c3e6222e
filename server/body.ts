import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../common/result.ts';

export type BodyProblem = 'tooLarge' | 'notJson' | 'aborted';

/** Reads a JSON body of at most `maxBytes`; an empty one is an empty object. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<Result<unknown, BodyProblem>> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return err('tooLarge');
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      size += bytes.length;
      if (size > maxBytes) return err('tooLarge');
      chunks.push(bytes);
    }
  } catch {
    return err('aborted');
  }
  return parse(Buffer.concat(chunks));
}

function parse(bytes: Buffer): Result<unknown, BodyProblem> {
  if (bytes.length === 0) return ok({});
  try {
    // Fatal: bytes that are not UTF-8 are refused instead of repaired.
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return err('notJson');
  }
}
