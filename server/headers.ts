import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentSecurityPolicy } from '../common/webFiles.ts';

/** On every answer, whatever it holds. There is no CORS header among them, and there never will be. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), midi=(), payment=()',
};

/** @param framedBy origins of pages that may show the wall in a frame */
export function setSecurityHeaders(response: ServerResponse, framedBy: readonly string[]): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy('self', framedBy));
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
}

/** Answers with JSON that no cache keeps. */
export const sendJson = (response: ServerResponse, status: number, value: unknown): void =>
  send(response, status, 'application/json', JSON.stringify(value));

/** Says what is wrong: to a person who opened the address in words, to a script as JSON. */
export function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  { status, message }: { readonly status: number; readonly message: string },
): void {
  if (request.headers.accept?.includes('text/html')) send(response, status, 'text/plain', `${message}\n`);
  else sendJson(response, status, { error: message });
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}
