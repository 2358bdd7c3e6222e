import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { BOMB_BYTES, DRIP_INTERVAL_MS, type Misconduct, type Stage } from './misbehave.ts';

/** What goes on the wire when nothing interferes. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const JSON_TYPE = { 'Content-Type': 'application/json' } as const;
const SIGN_IN_PAGE =
  '<!doctype html><html><head><title>Guest network</title></head><body><h1>Sign in to use the network</h1></body></html>';
const PIECE = Buffer.alloc(1_000_000, ' ');

export const jsonReply = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { ...JSON_TYPE, ...headers },
  text,
});

/** An error as the simulator words it; the API page shows no error body. */
export const errorReply = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply =>
  jsonReply(status, JSON.stringify({ status: 'FAILED', message }), headers);

/** The answer that stands in for the right one, for misconduct that needs no right one. */
export function insteadOf(misconduct: Misconduct | null): Reply | null {
  switch (misconduct?.kind) {
    case 'status': {
      const retry = misconduct.retryAfter === undefined ? {} : { 'Retry-After': misconduct.retryAfter };
      return errorReply(misconduct.status, 'Told to answer so', retry);
    }
    case 'html':
      return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, text: SIGN_IN_PAGE };
    case 'redirect':
      return { status: misconduct.status ?? 302, headers: { Location: misconduct.location }, text: '' };
    default:
      return null;
  }
}

/** A valid JSON text of about that many bytes, almost all of them spaces; made piece by piece. */
function* padding(bytes: number): Generator<Buffer> {
  yield Buffer.from('{"status":"SUCCESS","totalSessions":1,"pad":"');
  for (let left = bytes; left > 0; left -= PIECE.length) yield PIECE.subarray(0, Math.min(left, PIECE.length));
  yield Buffer.from('"}');
}

/** A client that hangs up in the middle is what these answers are for, so a broken pipe is no error. */
const stream = (response: ServerResponse, bytes: number, zipped: boolean): void => {
  response.writeHead(200, zipped ? { ...JSON_TYPE, 'Content-Encoding': 'gzip' } : JSON_TYPE);
  const source = Readable.from(padding(bytes));
  void (zipped ? pipeline(source, createGzip({ level: 9 }), response) : pipeline(source, response)).catch(
    () => undefined,
  );
};

/** Runs a timer that ends with the response, so that nothing outlives a closed connection. */
function whileOpen(response: ServerResponse, start: () => NodeJS.Timeout): void {
  const timer = start();
  response.once('close', () => clearInterval(timer));
}

function drip(response: ServerResponse, reply: Reply, intervalMs: number): void {
  const body = Buffer.from(reply.text);
  let sent = 0;
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': body.length });
  response.flushHeaders();
  whileOpen(response, () =>
    setInterval(() => {
      if (sent < body.length) response.write(body.subarray(sent, sent + 1));
      else if (sent === body.length) response.end();
      sent += 1;
    }, intervalMs),
  );
}

/** Sends what comes before the stage, then calls `stop` (which may be nothing: silence). */
function sendUntil(stage: Stage, response: ServerResponse, reply: Reply, stop: () => void): void {
  if (stage === 'connect' || stage === 'request') {
    stop();
    return;
  }
  const body = Buffer.from(reply.text);
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': body.length });
  response.flushHeaders();
  if (stage === 'headers') setImmediate(stop);
  else response.write(body.subarray(0, Math.floor(body.length / 2)), () => setImmediate(stop));
}

function send(response: ServerResponse, { status, headers, text }: Reply): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(text) }).end(text);
}

/**
 * Puts a reply on the wire the way the misconduct says.
 * @param sent called with the HTTP status just before it goes out
 */
export function deliver(
  response: ServerResponse,
  reply: Reply,
  misconduct: Misconduct | null,
  sent: (status: number) => void,
): void {
  switch (misconduct?.kind) {
    case 'hang':
    case 'reset':
      if (misconduct.at === 'headers' || misconduct.at === 'half') sent(reply.status);
      sendUntil(misconduct.at, response, reply, () => {
        if (misconduct.kind === 'reset') response.socket?.resetAndDestroy();
      });
      return;
    case 'drip':
      sent(reply.status);
      drip(response, reply, misconduct.intervalMs ?? DRIP_INTERVAL_MS);
      return;
    case 'gzipBomb':
    case 'hugeBody':
      sent(200);
      stream(response, misconduct.bytes ?? BOMB_BYTES, misconduct.kind === 'gzipBomb');
      return;
    case 'latency':
      whileOpen(response, () =>
        setTimeout(() => {
          sent(reply.status);
          send(response, reply);
        }, misconduct.delayMs),
      );
      return;
    default:
      sent(reply.status);
      send(response, reply);
  }
}
