import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { MEDIA_TYPES } from '../common/webFiles.ts';

export interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  readonly cache: string;
}

/** The built renderer by request path. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/** A name with a content hash, as the build writes them: `index-BxT3_a9q.js`. */
const HASHED = /-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_FIRST = 'no-cache';

/**
 * Reads the built renderer into memory once. A request can then only name what was there at the start: no path on disk
 * is ever made from a request, and links are not followed.
 * @throws Node's file errors, and an error when there is no index.html
 */
export async function loadStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const type = MEDIA_TYPES[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const path = join(entry.parentPath, entry.name);
    const body = await readFile(path);
    files.set(path.slice(folder.length).replaceAll('\\', '/').replace(/^\/*/, '/'), {
      body,
      type,
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      cache: HASHED.test(entry.name) ? FOR_EVER : ASK_FIRST,
    });
  }
  const index = files.get('/index.html');
  if (!index) throw new Error('index.html is missing');
  return files.set('/', index);
}

/** Answers GET and HEAD for a file; false when there is none of that name. */
export function sendStatic(
  files: StaticFiles,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const file = files.get(path);
  if (!file) return false;
  response.setHeader('Cache-Control', file.cache);
  response.setHeader('ETag', file.etag);
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304).end();
    return true;
  }
  response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.body.length });
  response.end(request.method === 'HEAD' ? undefined : file.body);
  return true;
}
