import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers one request on a socket. `number` counts those of all connections from 1, `ofSocket` those of this one. */
export type Answer = (socket: Socket, request: { readonly number: number; readonly ofSocket: number }) => void;

export interface CountingServer {
  readonly url: string;
  /** Requests whose head has come, whatever became of them. */
  requests(): number;
  connections(): number;
}

const HEAD_END = '\r\n\r\n';

/** A bare TCP server that counts what looks like a request, on any connection, before anything can go wrong with it. */
export async function countingServer(
  answer: Answer,
  make: (listen: (socket: Socket) => void) => Server = createServer,
): Promise<CountingServer> {
  let requests = 0;
  let connections = 0;
  const open = new Set<Socket>();
  const server = make((socket) => {
    connections += 1;
    open.add(socket);
    let ofSocket = 0;
    let text = '';
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      for (let end = text.indexOf(HEAD_END); end >= 0; end = text.indexOf(HEAD_END)) {
        const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
        if (/^[A-Z]+ /.test(text)) {
          requests += 1;
          ofSocket += 1;
          answer(socket, { number: requests, ofSocket });
        }
        text = text.slice(end + HEAD_END.length + length);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests: () => requests, connections: () => connections };
}

/** A whole reply as text. */
export function replyText(status: number, body = '{"status":"FAILED"}', headers: readonly string[] = []): string {
  const lines = [`HTTP/1.1 ${status} Some words`, 'Content-Type: application/json', ...headers];
  return [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

/** A whole reply of an API that has figures. */
export const goodReply = (headers: readonly string[] = []): string =>
  replyText(200, '{"status":"SUCCESS","totalSessions":7}', headers);

/** Ways in which a connection breaks under a request, by what the client sees. */
export const BREAKS: Readonly<Record<string, (socket: Socket) => void>> = {
  'a reset before the answer': (socket) => void socket.resetAndDestroy(),
  'an end before the answer': (socket) => void socket.end(),
  'a reset within the head': (socket) =>
    void socket.write('HTTP/1.1 200 OK\r\nContent-Ty', () => socket.resetAndDestroy()),
  'an end within the head': (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Ty'),
  'a reset after the head': (socket) =>
    void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n', () => socket.resetAndDestroy()),
  'an end after the head': (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n'),
  'a reset within the body': (socket) =>
    void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"status"', () => socket.resetAndDestroy()),
  'an end within the body': (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"status"'),
  'an end within a chunk': (socket) =>
    void socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"st'),
  'no HTTP at all': (socket) => void socket.end('nonsense\r\n\r\n'),
  'two lengths that differ': (socket) =>
    void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'),
  'a switch of protocol': (socket) =>
    void socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'),
  'a wish to go on, then a reset': (socket) =>
    void socket.write('HTTP/1.1 100 Continue\r\n\r\n', () => socket.resetAndDestroy()),
  'compressed bytes that are none': (socket) =>
    void socket.end('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd'),
};

/** What an answer may ask for besides its status: another place, a sign-in, another try, another protocol. */
export const TEMPTING_HEADERS = [
  'Location: /v2/elsewhere',
  'Retry-After: 0',
  'WWW-Authenticate: Basic realm="x"',
  'Proxy-Authenticate: Basic realm="x"',
  'Alt-Svc: h2=":443"; ma=60',
  'Refresh: 0',
];
