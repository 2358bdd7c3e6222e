import { randomBytes } from 'node:crypto';
import { allows, type Access } from '../../common/access.ts';
import type { CardName } from '../../common/cards.ts';
import type { CardOutcome, CardRows, OpenCard, RowsChunk } from '../../common/drilldown.ts';
import type { SeenIds } from '../../common/idNames.ts';
import type { CommandError } from '../../common/errorCodes.ts';
import { metricOfCard } from '../../common/metrics.ts';
import { askedAt, summaryQueryKey, type Query } from '../../common/query.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { CardContent } from '../experia/card.ts';
import type { CallFailure } from '../experia/classify.ts';
import { MAX_JOB_WAIT_MS } from '../poller/plan.ts';
import type { Ports } from '../ports.ts';
import type { KnownSecrets } from '../secrets/knownSecrets.ts';
import type { Source } from '../source.ts';
import { MASK } from '../state/forAccess.ts';
import { current, EMPTY_QUERY, type State } from '../state/state.ts';
import { createCostQuestion } from './costQuestion.ts';
import { createMask, type RowRules } from './masking.ts';
import { fieldKey } from './masking/fields.ts';
import { rowsChunk } from './rowChunks.ts';
import { createSeenIds } from './seenIds.ts';
import { createSharedCards } from './sharedCards.ts';
import { createTickets } from './tickets.ts';

export interface DrillDown {
  /** Refused without a request when there is no such board, or no key to ask with. */
  open(input: OpenCard, access: Access): Promise<Result<CardOutcome, CommandError>>;
  /** Whether anything was under way for that request. */
  cancel(request: string): boolean;
  /** The name of a field whose name was masked in rows; null when no such stand-in was given out. */
  fieldCalled(shown: string): string | null;
  /** Null when the ticket is unknown or used up. */
  read(ticket: string, from: number, access: Access): RowsChunk | null;
  /** The ids of channels, groups and shifts in rows that the desk has read from where figures come from now. */
  seenIds(): SeenIds;
  /** Figures come from elsewhere now: rows of before are nobody's any more. */
  clear(): void;
}

export interface DrillDownContext {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly knownSecrets: KnownSecrets;
  readonly source: Pick<Source, 'card' | 'price' | 'budget' | 'cardPossibleInMs' | 'apiMs'>;
  readonly state: () => State;
}

/** Rows that one screen reads; what was hidden at the start stays so, whatever is switched on while it reads. */
interface Reading {
  readonly content: CardContent;
  readonly rules: RowRules;
}

const SECRET_BYTES = 32;

/** A board's query with what was chosen for this opening. */
const queryOf = (chosen: OpenCard, query: Query): Query => ({
  ...query,
  for: chosen.for ?? query.for,
  email: chosen.email ?? query.email,
  shiftIDs: chosen.shiftIDs ?? query.shiftIDs,
});

export function createDrillDown({ ports: { clock, log }, knownSecrets, source, state }: DrillDownContext): DrillDown {
  const shared = createSharedCards(clock, source.card);
  const tickets = createTickets<Reading>(clock);
  const mask = createMask(randomBytes(SECRET_BYTES), knownSecrets);
  const question = createCostQuestion();
  const seen = createSeenIds();
  const underWay = new Map<string, AbortController>();

  /** Personal data is for the supervisor's window alone, and only when its owner switched that on. */
  const mustMask = (access: Access): boolean =>
    !allows(access, 'control') || state().settings.personalData !== 'shownOnDesk';

  /** A field that was allowed is for the supervisor's window too: screens on the floor show none of them. */
  const rulesFor = (card: CardName, access: Access): RowRules => ({
    card,
    masked: mustMask(access),
    shownFields: new Set(allows(access, 'control') ? state().settings.shownFields.map(fieldKey) : []),
  });

  function askedAbout({ spend, card }: OpenCard, query: Query): CardOutcome | null {
    const price = source.price();
    // What is refused anyway is refused at once, with its time.
    const isRefused = source.cardPossibleInMs() > MAX_JOB_WAIT_MS;
    if (!price || isRefused || shared.isShared(card, query)) return null;
    const now = clock.monotonicMs();
    if (spend === 'yes') question.agree(price, now);
    if (spend === 'yes' || !question.isDue(price, now)) return null;
    const { intervalMs, afterMs } = price;
    return { kind: 'costly', cost: 1, left: source.budget().server.left, intervalMs, intervalAfterMs: afterMs };
  }

  function refused({ code, status }: CallFailure, cost: 0 | 1): CardOutcome {
    const waitMs = source.cardPossibleInMs();
    return {
      kind: 'refused',
      code,
      status,
      retryInMs: waitMs > 0 && code !== 'cancelled' ? waitMs : null,
      cost,
    };
  }

  function figureOf(card: CardName, query: Query): CardRows['figure'] {
    const metric = metricOfCard(card);
    if (!metric) return null;
    const apiMs = source.apiMs();
    const known = current(state().queries[summaryQueryKey(askedAt(query, apiMs))] ?? EMPTY_QUERY, apiMs);
    const ageMs = known.asOf === null ? null : clock.monotonicMs() - known.asOf;
    return {
      metric,
      reading: known.summary?.metrics[metric] ?? { value: null, problem: null },
      asOfMs: ageMs === null ? null : clock.wallMs() - ageMs,
    };
  }

  async function open(input: OpenCard, access: Access): Promise<Result<CardOutcome, CommandError>> {
    const board = state().settings.boards.find(({ id }) => id === input.board);
    if (!board) return err({ code: 'invalidInput', message: 'there is no such board' });
    if (!source.price()) return err({ code: 'unavailable', message: 'there is no key to ask with' });
    const { request, card } = input;
    const query = queryOf(input, board.query);
    const asked = askedAt(query, source.apiMs());
    const costly = askedAbout(input, asked);
    if (costly) return ok(costly);
    const abort = new AbortController();
    underWay.get(request)?.abort();
    underWay.set(request, abort);
    const { result, asOf, cost } = await shared.ask(card, asked, abort.signal).finally(() => {
      if (underWay.get(request) === abort) underWay.delete(request);
    });
    if (!result.ok) {
      log.warn('card.refused', { card, code: result.error.code, status: result.error.status });
      return ok(refused(result.error, cost));
    }
    const content = result.value;
    const rules = rulesFor(card, access);
    const { masked } = rules;
    const ageMs = Math.max(0, clock.monotonicMs() - asOf);
    log.info('card.opened', { card, rows: content.rows.length, cost });
    return ok({
      kind: 'rows',
      ticket: tickets.add({ content, rules }, content.rows.length),
      card,
      query: masked && query.email !== '' && !allows(access, 'control') ? { ...query, email: MASK } : query,
      rowCount: content.rows.length,
      reply: content.reply,
      total: content.total,
      hasMore: content.hasMore,
      apiNowMs: content.repliedAtMs ?? clock.wallMs() - ageMs,
      asOfMs: clock.wallMs() - ageMs,
      ageMs,
      cost,
      left: source.budget().server.left,
      masked,
      figure: figureOf(card, board.query),
    });
  }

  return {
    open,
    cancel(request) {
      const abort = underWay.get(request);
      underWay.delete(request);
      abort?.abort();
      return abort !== undefined;
    },
    read(ticket, from, access) {
      const reading = tickets.use(ticket);
      if (!reading) return null;
      const { content, rules: atFirst } = reading;
      const isDesk = allows(access, 'control');
      const now = rulesFor(atFirst.card, access);
      const rules: RowRules = {
        ...now,
        masked: atFirst.masked || now.masked,
        shownFields: new Set([...now.shownFields].filter((field) => atFirst.shownFields.has(field))),
      };
      const { text, next } = rowsChunk(content.rows, from, (row) => {
        const shown = mask.prepare(row, rules);
        if (isDesk) seen.note(shown);
        return shown;
      });
      const maskedFields = mask.takeMaskedFields();
      if (next === null) tickets.drop(ticket);
      return { text, next, maskedFields: isDesk ? maskedFields : [] };
    },
    seenIds: seen.seen,
    fieldCalled: mask.fieldCalled,
    clear() {
      shared.clear();
      tickets.clear();
      seen.clear();
    },
  };
}
