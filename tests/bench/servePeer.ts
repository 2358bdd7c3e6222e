import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { MEDIA_TYPES } from '../../common/webFiles.ts';

const PAGE = join(import.meta.dirname, 'peer');

export interface PeerServer {
  readonly url: string;
  close(): void;
}

/** Builds the peer's page into a folder and serves it with its rows on a loopback port. */
export async function servePeer(folder: string, rowsJson: string): Promise<PeerServer> {
  await build({
    root: PAGE,
    base: './',
    logLevel: 'silent',
    configFile: false,
    build: { outDir: folder, emptyOutDir: true },
  });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const type = MEDIA_TYPES[extname(path)] ?? 'application/octet-stream';
    const file = path === '/rows.json' ? Promise.resolve(rowsJson) : readFile(join(folder, path));
    file.then(
      (content) => response.writeHead(200, { 'Content-Type': type }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
