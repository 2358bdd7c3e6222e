import type { CardName } from '../../common/cards.ts';
import type { ErrorCode } from '../../common/errorCodes.ts';
import type { Query } from '../../common/query.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { SECOND_MS } from '../../common/time.ts';
import { offsetAt } from '../../common/zone.ts';
import type { Clock, Fetch, HttpResponse } from '../ports.ts';
import { readText } from './body.ts';
import { readCard, type CardContent } from './card.ts';
import { classifyThrown, codeOfStatus, failure, type CallFailure } from './classify.ts';
import { parseJson } from './json.ts';
import { readHead, type ReplyHead } from './replyHead.ts';
import { parseRetryAfter } from './retryAfter.ts';
import { readSummary, type Summary } from './summary.ts';

/** From the first byte sent to the last byte of the body; a body that drips cannot stretch it. */
export const TOTAL_DEADLINE_MS = 30 * SECOND_MS;

const MEGABYTE = 1024 * 1024;
const MAX_SUMMARY_BYTES = 8 * MEGABYTE;
const MAX_CARD_BYTES = 64 * MEGABYTE;
const HTML = /^\s*(text\/html|application\/xhtml)/i;

/** Where to ask, with which key; both already checked. */
export interface Endpoint {
  /** Base address without a trailing slash. */
  readonly url: string;
  readonly key: string;
}

/** Is told what a reply's headers say, before the call ends. */
export type Heard = (head: ReplyHead) => void;

/** The Experia Dashboard API. Each call is exactly one attempt; what to do about a failure is decided elsewhere. */
export interface ExperiaClient {
  /** How many requests a call may put on the wire (see `Fetch`), 1 unless it says; so many are counted before it. */
  readonly mostRequests?: 1 | 2;
  /** `POST /v2/dashboard` */
  summary(endpoint: Endpoint, query: Query, cancel: AbortSignal, heard?: Heard): Promise<Result<Summary, CallFailure>>;
  /** `POST /v2/dashboard/{cardName}` */
  card(
    endpoint: Endpoint,
    query: Query,
    card: CardName,
    cancel: AbortSignal,
    heard?: Heard,
  ): Promise<Result<CardContent, CallFailure>>;
}

/** The API knows offsets only, whichever zone it was asked in. */
const summaryBody = ({ filter, channels, email, groupsID, timezone, sla }: Query, atMs: number): object => ({
  filter,
  channels,
  email,
  groupsID,
  timezoneOffset: offsetAt(timezone, atMs),
  sla,
});

const cardBody = (query: Query, atMs: number): object => ({
  ...summaryBody(query, atMs),
  for: query.for,
  shiftIDs: query.shiftIDs,
});

interface Exchange<T> {
  readonly url: string;
  readonly key: string;
  readonly body: object;
  readonly maxBytes: number;
  readonly read: (raw: unknown, headers: HttpResponse['headers']) => Result<T, ErrorCode>;
  readonly heard: Heard | undefined;
}

async function readReply<T>(
  response: HttpResponse,
  exchange: Exchange<T>,
  clock: Clock,
): Promise<Result<T, CallFailure>> {
  const { status, headers } = response;
  const head = readHead(headers, clock.wallMs());
  exchange.heard?.(head);
  if (status < 200 || status > 299) {
    await response.body?.cancel().catch(() => undefined);
    const retryAfterMs = parseRetryAfter(headers.get('retry-after'), head.dateMs ?? clock.wallMs());
    return err(failure(codeOfStatus(status), { status, retryAfterMs }));
  }
  const text = await readText(response.body, exchange.maxBytes);
  if (!text.ok) return err(failure(text.error, { status }));
  if (HTML.test(headers.get('content-type') ?? '') || text.value.trimStart().startsWith('<'))
    return err(failure('portal', { status }));
  const json = parseJson(text.value);
  const value = json.ok ? exchange.read(json.value, headers) : json;
  return value.ok ? ok(value.value) : err(failure(value.error, { status }));
}

/** Runs `work` until it ends, the deadline passes or the caller cancels, whichever comes first. */
function withDeadline<T>(
  clock: Clock,
  cancel: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result<T, CallFailure>>,
): Promise<Result<T, CallFailure>> {
  const abort = new AbortController();
  return new Promise((resolve) => {
    const finish = (result: Result<T, CallFailure>): void => {
      stopTimer();
      cancel.removeEventListener('abort', onCancel);
      resolve(result);
    };
    const giveUp = (code: 'timeout' | 'cancelled'): void => {
      finish(err(failure(code)));
      abort.abort();
    };
    const onCancel = (): void => giveUp('cancelled');
    const stopTimer = clock.after(TOTAL_DEADLINE_MS, () => giveUp('timeout'));
    cancel.addEventListener('abort', onCancel, { once: true });
    work(abort.signal).then(finish, (thrown: unknown) => finish(err(classifyThrown(thrown))));
  });
}

/** A client over the given fetch and clock. */
export function createExperiaClient(fetch: Fetch, clock: Clock): ExperiaClient {
  const exchange = <T>(what: Exchange<T>, cancel: AbortSignal): Promise<Result<T, CallFailure>> => {
    if (cancel.aborted) return Promise.resolve(err(failure('cancelled', { sent: false })));
    return withDeadline(clock, cancel, async (signal) => {
      const headers = { 'X-API-Key': what.key, 'Content-Type': 'application/json', Accept: 'application/json' };
      const response = await fetch(what.url, { method: 'POST', headers, body: JSON.stringify(what.body), signal });
      return readReply(response, what, clock);
    });
  };
  return {
    mostRequests: fetch.mayRepeat === true ? 2 : 1,
    summary: ({ url, key }, query, cancel, heard) =>
      exchange(
        {
          url: `${url}/v2/dashboard`,
          key,
          body: summaryBody(query, clock.wallMs()),
          maxBytes: MAX_SUMMARY_BYTES,
          read: readSummary,
          heard,
        },
        cancel,
      ),
    card: ({ url, key }, query, card, cancel, heard) =>
      exchange(
        {
          url: `${url}/v2/dashboard/${card}`,
          key,
          body: cardBody(query, clock.wallMs()),
          maxBytes: MAX_CARD_BYTES,
          read: (raw, headers) => readCard(raw, card, headers.get('date')),
          heard,
        },
        cancel,
      ),
  };
}
