import type { IncomingMessage, ServerResponse } from 'node:http';
import { allows, type Access } from '../common/access.ts';
import { COMMAND_NAMES, type CommandName } from '../common/channels.ts';
import type { CommandError, CommandErrorCode } from '../common/errorCodes.ts';
import { err } from '../common/result.ts';
import type { PublicUrl } from '../core/node/serverOptions.ts';
import { forAccess } from '../core/state/forAccess.ts';
import type { Wallboard } from '../core/wallboard.types.ts';
import { readJson, type BodyProblem } from './body.ts';
import type { ClientAddresses } from './clientAddress.ts';
import { setCookie, type CookiePlace } from './cookies.ts';
import { STREAM_HEADERS, type EventStreams } from './events.ts';
import { isForeignFetch } from './guard.ts';
import { sendJson } from './headers.ts';
import { cookiePlaceOf, targetOf } from './publicPath.ts';
import { SCREEN_NAME_SECONDS, type ScreenNames } from './screenNames.ts';
import type { Sessions } from './session.ts';
import { sendStatic, type StaticFiles } from './staticFiles.ts';

export interface RouteParts {
  readonly wallboard: Pick<Wallboard, 'dispatch'>;
  /** Null when viewers reach the server itself. */
  readonly publicUrl: PublicUrl | null;
  readonly clients: ClientAddresses;
  readonly sessions: Sessions;
  readonly screenNames: ScreenNames;
  readonly events: EventStreams;
  readonly files: StaticFiles;
}

const MAX_BODY_BYTES = 256 * 1024;
/** A settings file to be imported comes as a text inside the JSON; only who may control sends one. */
const MAX_CONTROL_BODY_BYTES = 2560 * 1024;
const BODY_STATUS: Readonly<Record<BodyProblem, number>> = { tooLarge: 413, notJson: 400, aborted: 400 };
const COMMAND_STATUS: Readonly<Record<CommandErrorCode, number>> = {
  unknownCommand: 404,
  invalidInput: 400,
  forbidden: 403,
  conflict: 409,
  unavailable: 503,
  failed: 500,
};

const problem = (code: CommandErrorCode, message: string) => err<CommandError>({ code, message });

/** Answers one request that has passed the guard. */
export async function route(parts: RouteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = targetOf(request.url ?? '/', parts.publicUrl);
  const { path } = target;
  const place = cookiePlaceOf(request, target, parts.publicUrl);
  const isPost = request.method === 'POST';
  if (path === '/session' || path.startsWith('/api/') || path === '/events') {
    if (isForeignFetch(request.headers))
      return sendJson(response, 403, problem('forbidden', 'Requests of other sites are refused'));
    if (isPost && path === '/session') return exchange(parts, request, response, place);
    if (isPost && path.startsWith('/api/')) return command(parts, path.slice('/api/'.length), request, response, place);
  }
  if (isPost) return notAllowed(response, 'GET, HEAD');
  if (target.redirect !== null) return void response.writeHead(308, { Location: target.redirect }).end();
  return read(parts, path, request, response, place);
}

function read(
  parts: RouteParts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  place: CookiePlace,
): void {
  if (path === '/events') return stream(parts, request, response, place);
  if (path === '/api/access') return sendJson(response, 200, { access: parts.sessions.access(request.headers.cookie) });
  if (path === '/healthz') return sendJson(response, 200, { status: 'ok' });
  if (sendStatic(parts.files, path, request, response)) return;
  // Browsers ask for an icon unasked; a 404 would be an error in their console.
  if (path === '/favicon.ico') return void response.writeHead(204).end();
  if (path === '/session' || path.startsWith('/api/')) return notAllowed(response, 'POST');
  sendJson(response, 404, { error: 'Not found' });
}

/** As a name of a screen older than any other. */
const FIRST_OF_ALL_MS = 0;

/** Browsers do not tell a page why its stream was refused. It can ask with HEAD, which takes no place. */
function stream(
  { sessions, screenNames, clients, events }: RouteParts,
  request: IncomingMessage,
  response: ServerResponse,
  place: CookiePlace,
): void {
  const { cookie } = request.headers;
  const { id, sinceMs, value } = screenNames.of(cookie);
  response.setHeader('Set-Cookie', setCookie(screenNames.cookieName(), value, SCREEN_NAME_SECONDS, place));
  // Nobody who floods the walls shuts out the desk, from which something can be done about it.
  const isDesk = sessions.access(cookie) === 'control';
  const screen = { address: clients.of(request), screenId: id, sinceMs: isDesk ? FIRST_OF_ALL_MS : sinceMs };
  if (request.method !== 'HEAD') {
    if (events.open(response, () => sessions.access(cookie), screen)) return;
  } else if (events.hasPlace(screen)) return void response.writeHead(200, STREAM_HEADERS).end();
  response.setHeader('Retry-After', '5');
  // A proxy without a server behind it answers 503 too.
  response.setHeader('X-Wallboard', 'full');
  sendJson(response, 503, problem('unavailable', 'Too many screens are connected'));
}

async function exchange(
  { sessions, clients }: RouteParts,
  request: IncomingMessage,
  response: ServerResponse,
  place: CookiePlace,
): Promise<void> {
  const body = await readJson(request, MAX_BODY_BYTES);
  if (!body.ok) return refuseBody(response, body.error);
  const outcome = sessions.exchange(property(body.value, 'token'), clients.of(request), place);
  if (outcome.kind === 'granted') {
    response.setHeader('Set-Cookie', outcome.setCookie);
    return sendJson(response, 200, { access: 'control' });
  }
  if (outcome.kind === 'refused')
    return sendJson(response, 401, { access: 'wall', error: 'The control link is not valid' });
  response.setHeader('Retry-After', String(outcome.retryAfterSeconds));
  sendJson(response, 429, { access: 'wall', error: 'Too many attempts with a wrong control link' });
}

async function command(
  parts: RouteParts,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  place: CookiePlace,
): Promise<void> {
  if (!isCommand(name)) return sendJson(response, 404, problem('unknownCommand', 'There is no such command'));
  const accessNow = (): Access => parts.sessions.access(request.headers.cookie);
  const body = await readJson(request, accessNow() === 'control' ? MAX_CONTROL_BODY_BYTES : MAX_BODY_BYTES);
  // Looked at once the body is there: the session may have been withdrawn meanwhile.
  const access = accessNow();
  if (!body.ok) return refuseBody(response, body.error);
  if (!isEnvelope(body.value))
    return sendJson(response, 400, problem('invalidInput', 'The body must be {"input": …} or {}'));
  const input = property(body.value, 'input');
  if (name === 'getSnapshot') {
    const result = await parts.wallboard.dispatch(name, input, access);
    const shown = result.ok ? { ...result, value: forAccess(result.value, access) } : result;
    return sendJson(response, shown.ok ? 200 : COMMAND_STATUS[shown.error.code], shown);
  }
  const answered = name === 'openCard' ? cancelWhenLeft(parts, input, access, response) : () => undefined;
  const result = await parts.wallboard.dispatch(name, input, access);
  answered();
  if (name === 'newControlLink' && result.ok) response.setHeader('Set-Cookie', parts.sessions.begin(place));
  else if (!allows(accessNow(), access))
    return sendJson(response, 403, problem('forbidden', 'Signed out while the command was carried out'));
  sendJson(response, result.ok ? 200 : COMMAND_STATUS[result.error.code], result);
}

/** Cancels an opening whose screen goes away before the answer. Returns the end of the watch. */
function cancelWhenLeft(
  { wallboard }: RouteParts,
  input: unknown,
  access: Access,
  response: ServerResponse,
): () => void {
  const cancel = (): void => {
    // A command never rejects, and what it says of an opening nobody waits for is of no use.
    void wallboard.dispatch('cancelCard', { request: property(input, 'request') }, access);
  };
  response.once('close', cancel);
  return () => response.off('close', cancel);
}

function isCommand(name: string): name is CommandName {
  return COMMAND_NAMES.some((known) => known === name);
}

function isEnvelope(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every((key) => key === 'input')
  );
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function refuseBody(response: ServerResponse, why: BodyProblem): void {
  // What is left of the body is not waited for.
  response.setHeader('Connection', 'close');
  sendJson(
    response,
    BODY_STATUS[why],
    problem('invalidInput', why === 'tooLarge' ? 'The body is too large' : 'The body must be JSON'),
  );
}

function notAllowed(response: ServerResponse, allow: string): void {
  response.setHeader('Allow', allow);
  sendJson(response, 405, { error: 'Method not allowed' });
}
