import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import { DAY_MS, MINUTE_MS } from '../../common/time.ts';
import type { Nights } from './arrivals.ts';
import { homeDayOf, homeDayStartS, HOME_OFFSET_MINUTES } from './centre.ts';
import type { CardAnswers } from './cardAnswers.ts';
import { answer } from './dashboard.ts';
import { deliver, errorReply, insteadOf, type Reply } from './deliver.ts';
import { makeHistory, type History } from './history.ts';
import { makeConduct, type Conduct, type Misbehaviour, type Misconduct } from './misbehave.ts';
import { makeRateLimit, type Counting, type RateLimit } from './rateLimit.ts';
import { makeJournal, readBody, type Entry, type Journal } from './journal.ts';

export type { CardAnswers } from './cardAnswers.ts';
export type { Misbehaviour } from './misbehave.ts';

export interface SimulatorOptions {
  /** The same seed makes the same contact centre; 1 unless given. */
  readonly seed?: number;
  /** 127.0.0.1 unless given. */
  readonly host?: string;
  /** 0, the default, picks a free port. */
  readonly port?: number;
  readonly key?: string;
  /** Simulated time at the start in ms since 1970 UTC; today 14:05 at +03:00 unless given. */
  readonly startAtMs?: number;
  /** Simulated milliseconds per real one; 1 unless given. */
  readonly speed?: number;
  /** How many sessions begin at night; `quiet` unless given. */
  readonly nights?: Nights;
  /** Simulated time in ms since 1970 UTC, in place of `startAtMs` and `speed`: for a centre that lives on another's clock. */
  readonly timeMs?: () => number;
  readonly clock?: SimulatorClock;
  /** Requests an hour by the monotonic clock; 200 unless given. */
  readonly limit?: number;
  /** The shape of cards and how their values are written; as the API page has them unless given. */
  readonly cards?: CardAnswers;
  /** How the hour is counted; rolling unless given. */
  readonly counting?: Counting;
  /** Tells in headers what is left of the hour; no unless given, as the API page names none. */
  readonly tellsLimit?: boolean;
}

export interface SimulatorClock {
  wallMs(): number;
  monotonicMs(): number;
}

export interface Simulator {
  /** Base address, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly key: string;
  /** The last 1,000 requests that arrived, oldest first; never holds the key. */
  readonly requests: readonly Entry[];
  /** Applies to the requests that follow, until null. */
  misbehave(misbehaviour: Misbehaviour | null): void;
  /** How cards are answered from now on; `{}` is as the API page has them. */
  answerCards(cards: CardAnswers): void;
  /** Simulated time in ms since 1970 UTC. */
  now(): number;
  /** Ends the server and every open connection at once. */
  close(): Promise<void>;
}

export const DEMO_KEY = 'demo-key-not-a-secret';

const SYSTEM_CLOCK: SimulatorClock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };
const DEFAULT_HOST = '127.0.0.1';
const USUAL_START_MS = (14 * 60 + 5) * MINUTE_MS;
const SECOND_MS = 1000;

/** Today 14:05 at +03:00. */
const usualStart = (wallMs: number): number =>
  homeDayStartS(homeDayOf(wallMs / SECOND_MS)) * SECOND_MS + USUAL_START_MS;

/** The centre opened on 1 January of the year before, so that "this year" is never cut short. */
function openingDay(startAtMs: number): number {
  const homeMs = startAtMs + HOME_OFFSET_MINUTES * MINUTE_MS;
  return Date.UTC(new Date(homeMs).getUTCFullYear() - 1, 0) / DAY_MS;
}

/** Everything a request needs. */
interface Desk {
  readonly key: string;
  readonly history: History;
  readonly conduct: Conduct;
  readonly limit: RateLimit;
  readonly mostRequests: number;
  readonly tellsLimit: boolean;
  readonly journal: Journal;
  readonly monotonicMs: () => number;
  readonly now: () => number;
  cards: CardAnswers;
}

/** Key, then rate, then everything else: a request with the right key costs a place whatever else is wrong with it. */
function decide(desk: Desk, request: IncomingMessage, text: string | null, misconduct: Misconduct | null): Reply {
  const known = request.headers['x-api-key'] === desk.key;
  const retryMs = known ? desk.limit.take(desk.monotonicMs()) : 0;
  const instead = insteadOf(misconduct);
  if (instead) return instead;
  if (!known) return errorReply(401, 'The API key is missing or not known');
  if (retryMs > 0) {
    return errorReply(429, 'Rate limit reached', { 'Retry-After': String(Math.ceil(retryMs / SECOND_MS)) });
  }
  const call = {
    method: request.method ?? '',
    path: (request.url ?? '').split('?')[0] ?? '',
    contentType: request.headers['content-type'] ?? '',
    text,
  };
  return answer(call, { history: desk.history, nowMs: desk.now(), cards: desk.cards, misconduct });
}

/** What is left of the hour, as many servers tell it. */
function tellLimit(response: ServerResponse, { limit, mostRequests, monotonicMs }: Desk): void {
  const { remaining, resetMs } = limit.state(monotonicMs());
  response.setHeader('X-RateLimit-Limit', mostRequests);
  response.setHeader('X-RateLimit-Remaining', remaining);
  response.setHeader('X-RateLimit-Reset', Math.ceil(resetMs / SECOND_MS));
}

async function handle(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const entry = desk.journal.arrived(desk.monotonicMs(), request.url ?? '');
  const misconduct = desk.conduct.take();
  // Its own time, which need not be the machine's.
  response.setHeader('Date', new Date(desk.now()).toUTCString());
  const text = await readBody(request);
  desk.journal.bodyOf(entry, text);
  const reply = decide(desk, request, text, misconduct);
  if (desk.tellsLimit) tellLimit(response, desk);
  deliver(response, reply, misconduct, (status) => desk.journal.answered(entry, status));
}

/** Keeps connections from being read while that is the misconduct in force. Returns the open sockets. */
function guardConnections(server: Server, conduct: Conduct): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  const listeners = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    const misconduct = conduct.peek();
    const stopsAtConnect =
      misconduct?.kind === 'hang' || misconduct?.kind === 'reset' ? misconduct.at === 'connect' : false;
    if (!stopsAtConnect) listeners.forEach((listener) => listener.call(server, socket));
    else if (conduct.take()?.kind === 'reset') socket.resetAndDestroy();
  });
  return sockets;
}

const listen = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });

/**
 * Starts a contact centre that speaks the Experia Dashboard API on a loopback port.
 * @throws when the port cannot be had, or when speed or limit is no number above zero
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { seed = 1, host = DEFAULT_HOST, port = 0, key = DEMO_KEY, speed = 1, clock = SYSTEM_CLOCK } = options;
  const {
    nights = 'quiet',
    limit = API_HOURLY_LIMIT,
    timeMs,
    startAtMs = timeMs?.() ?? usualStart(clock.wallMs()),
    cards = {},
  } = options;
  if (!(speed > 0) || !(limit > 0)) throw new RangeError('The simulator needs a speed and a limit above zero');
  const startedAtMs = clock.monotonicMs();
  const desk: Desk = {
    key,
    history: makeHistory(seed, openingDay(startAtMs), nights),
    conduct: makeConduct(),
    limit: makeRateLimit(limit, options.counting),
    mostRequests: limit,
    tellsLimit: options.tellsLimit ?? false,
    journal: makeJournal(key),
    monotonicMs: () => clock.monotonicMs(),
    now: () => Math.floor(timeMs?.() ?? startAtMs + (clock.monotonicMs() - startedAtMs) * speed),
    cards,
  };
  const server = createServer((request, response) => {
    // A client that goes away while it is still sending needs no answer.
    handle(desk, request, response).catch(() => response.destroy());
  });
  const sockets = guardConnections(server, desk.conduct);
  const address = await listen(server, port, host);
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    key,
    requests: desk.journal.entries,
    misbehave(misbehaviour) {
      if (misbehaviour?.kind === 'otherConsumer') desk.limit.takeMany(desk.monotonicMs(), misbehaviour.requests);
      else desk.conduct.set(misbehaviour);
    },
    answerCards(answers) {
      desk.cards = answers;
    },
    now: desk.now,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
