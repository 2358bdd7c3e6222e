import type { CardName } from '../../../common/cards.ts';
import type { SlaKind } from '../../../common/metrics.ts';

/** A chart that would suit a card, if its rows have one of the columns; the first column they have is taken. */
export type ChartWish =
  | { readonly kind: 'perTime'; readonly columns: readonly string[] }
  | {
      readonly kind: 'perValue';
      readonly columns: readonly string[];
      readonly sums?: readonly string[];
      readonly only?: readonly string[];
    }
  | { readonly kind: 'histogram'; readonly columns: readonly string[]; readonly sla: SlaKind | null }
  /** Rows for each answer of a survey, by whatever name, if its values are codes. */
  | { readonly kind: 'rating' };

const perTime = (...columns: string[]): ChartWish => ({ kind: 'perTime', columns });
const per = (...columns: string[]): ChartWish => ({ kind: 'perValue', columns });
const total = (sum: string, ...columns: string[]): ChartWish => ({ kind: 'perValue', columns, sums: [sum] });
const spread = (sla: SlaKind | null, ...columns: string[]): ChartWish => ({ kind: 'histogram', columns, sla });

/** Of a single object the fields that are parts of one whole: its totals and its score are no bars beside them. */
const parts = (...only: string[]): ChartWish => ({ kind: 'perValue', columns: ['field'], sums: ['value'], only });

const RATING: ChartWish = { kind: 'rating' };
const BEGUN = perTime('created_date', 'first_session_date');
const CHANNEL = per('type', 'channel');
const AGENT = per('agent_email', 'agent_name', 'agent');
const WAITING = spread('waiting', 'waiting', 'waiting_time');
const SERVICE = spread('service', 'service', 'service_time');
const RESPONSE = spread('response', 'response_time');

/** The pictures of session rows, whatever card they are behind: never a bar for each of them. */
export const SESSION_PROFILE: readonly ChartWish[] = [BEGUN, CHANNEL, AGENT, WAITING, SERVICE, RATING];

/**
 * The pictures of each card, the most telling first. Only session rows are documented (API page); the other names are
 * guesses at what a card sends, and where they are wrong the charts are chosen by the columns' kinds alone.
 */
export const CARD_PROFILES: Readonly<Record<CardName, readonly ChartWish[]>> = {
  CARDTOTALSESSIONS: [BEGUN, CHANNEL, AGENT, WAITING, SERVICE],
  CARDTOTALCLOSEDSESSIONS: [perTime('ended_date', 'created_date'), CHANNEL, AGENT, SERVICE],
  CARDTOTALTRANSFERRED: [perTime('transferred_date', 'created_date'), per('transferred_from'), AGENT, CHANNEL],
  CARDNEWCLIENTS: [BEGUN, CHANNEL],
  CARDWAITINGTIME: [WAITING, BEGUN, CHANNEL, AGENT],
  CARDSERVICETIME: [SERVICE, AGENT, CHANNEL, BEGUN],
  CARDMINSERVICETIME: [SERVICE, AGENT, CHANNEL],
  CARDMAXSERVICETIME: [SERVICE, AGENT, CHANNEL],
  CARDAVGRESPONSETIME: [RESPONSE, perTime('first_response_date', 'created_date'), AGENT, CHANNEL],
  CARDPEAKTIME: [total('sessions', 'hour', 'time'), BEGUN],
  CARDWEAKTIME: [total('sessions', 'hour', 'time'), BEGUN],
  CARDCSAT: [per('csat', 'score', 'rating'), RATING, perTime('answered_date', 'created_date'), AGENT, CHANNEL],
  CARDFCR: [per('first_contact_resolved', 'fcr'), RATING, perTime('answered_date', 'created_date'), AGENT, CHANNEL],
  CARDNPS: [
    parts('promoters', 'passives', 'detractors'),
    per('nps', 'score'),
    RATING,
    perTime('answered_date', 'created_date'),
    AGENT,
  ],
  CARDTOTALMESSAGES: [total('total', 'type', 'channel'), AGENT, BEGUN],
  CARDTOTALTIME: [
    total('online_time', 'agent_name', 'agent_email'),
    total('online_time', 'group'),
    total('online_time', 'shift'),
    AGENT,
  ],
  CARDTAGS: [total('total', 'tag', 'name'), per('tag', 'tags', 'tag_name')],
  CARDTAGSPERCENTAGE: [
    total('percentage', 'tag', 'name'),
    total('total', 'tag', 'name'),
    per('tag', 'tags', 'tag_name'),
  ],
  CARDQUEUEREPORT: [
    total('sessions', 'group', 'queue'),
    total('waiting', 'group', 'queue'),
    total('average_waiting_time', 'group', 'queue'),
    total('longest_waiting_time', 'group', 'queue'),
    WAITING,
    per('group', 'queue'),
  ],
  CARDTEMPLATEUSAGE: [total('total', 'template', 'name'), AGENT],
  CARDPREDEFINEDMESSAGES: [total('total', 'message', 'name'), AGENT],
};
