import { CARD_NAMES, type CardName } from './cards.ts';

/** The 20 metrics of the dashboard summary, by the API's own field names (API page, "Response"). */
export const SUMMARY_FIELDS = [
  'totalSessions',
  'totalClosedSessions',
  'totalTransferred',
  'totalClient',
  'averageWaitingTime',
  'averageResponseTime',
  'averageServiceTime',
  'minServiceTime',
  'maxServiceTime',
  'CSAT',
  'FCR',
  'NPS',
  'agentTotalTimeOnline',
  'totalMsg',
  'totalTags',
  'totalTagsPercent',
  'peakTime',
  'weakTime',
  'totalTemplateUsage',
  'totalPredefinedMessages',
] as const;

export type SummaryField = (typeof SUMMARY_FIELDS)[number];

/** The three service levels: % of sessions inside the seconds that the request itself sent. */
export const SLA_KINDS = ['response', 'waiting', 'service'] as const;
export type SlaKind = (typeof SLA_KINDS)[number];

/** `duration` is whole seconds, `percent` 0–100, `points` −100…100, `timeOfDay` an `HH:MM` text. */
export type Unit = 'count' | 'duration' | 'percent' | 'points' | 'timeOfDay';

/**
 * Where a metric turns from good to warn to bad, before the board's own figures are put in (ours, editable per tile):
 * `level` compares the value itself; `sla` compares it with a multiple of the board's SLA seconds;
 * `share` compares its share of all sessions in percent.
 */
export type ThresholdRule =
  | { readonly kind: 'level'; readonly warn: number; readonly bad: number }
  | { readonly kind: 'sla'; readonly sla: SlaKind; readonly warn: number; readonly bad: number }
  | { readonly kind: 'share'; readonly warn: number; readonly bad: number };

export interface Metric {
  readonly field: SummaryField;
  readonly unit: Unit;
  /** Which way is good; null when a higher number is neither good nor bad. */
  readonly better: 'higher' | 'lower' | null;
  readonly rule: ThresholdRule | null;
  readonly card: CardName;
}

type Row = readonly [SummaryField, Unit, Metric['better'], ThresholdRule | null, CardName];

const ROWS: readonly Row[] = [
  ['totalSessions', 'count', null, null, 'CARDTOTALSESSIONS'],
  ['totalClosedSessions', 'count', null, null, 'CARDTOTALCLOSEDSESSIONS'],
  ['totalTransferred', 'count', 'lower', { kind: 'share', warn: 10, bad: 20 }, 'CARDTOTALTRANSFERRED'],
  // The API page names the card "new clients count" and the field "totalClient"; that the two belong together is ours.
  ['totalClient', 'count', null, null, 'CARDNEWCLIENTS'],
  ['averageWaitingTime', 'duration', 'lower', { kind: 'sla', sla: 'waiting', warn: 1, bad: 2 }, 'CARDWAITINGTIME'],
  [
    'averageResponseTime',
    'duration',
    'lower',
    { kind: 'sla', sla: 'response', warn: 1, bad: 2 },
    'CARDAVGRESPONSETIME',
  ],
  ['averageServiceTime', 'duration', 'lower', { kind: 'sla', sla: 'service', warn: 1, bad: 2 }, 'CARDSERVICETIME'],
  ['minServiceTime', 'duration', null, null, 'CARDMINSERVICETIME'],
  ['maxServiceTime', 'duration', null, null, 'CARDMAXSERVICETIME'],
  ['CSAT', 'percent', 'higher', { kind: 'level', warn: 85, bad: 75 }, 'CARDCSAT'],
  ['FCR', 'percent', 'higher', { kind: 'level', warn: 70, bad: 60 }, 'CARDFCR'],
  ['NPS', 'points', 'higher', { kind: 'level', warn: 20, bad: 0 }, 'CARDNPS'],
  ['agentTotalTimeOnline', 'duration', null, null, 'CARDTOTALTIME'],
  ['totalMsg', 'count', null, null, 'CARDTOTALMESSAGES'],
  ['totalTags', 'count', null, null, 'CARDTAGS'],
  ['totalTagsPercent', 'percent', null, null, 'CARDTAGSPERCENTAGE'],
  ['peakTime', 'timeOfDay', null, null, 'CARDPEAKTIME'],
  ['weakTime', 'timeOfDay', null, null, 'CARDWEAKTIME'],
  ['totalTemplateUsage', 'count', null, null, 'CARDTEMPLATEUSAGE'],
  ['totalPredefinedMessages', 'count', null, null, 'CARDPREDEFINEDMESSAGES'],
];

/** The catalogue of metrics by field name. */
export const METRICS = Object.fromEntries(
  ROWS.map(([field, unit, better, rule, card]) => [field, { field, unit, better, rule, card }]),
) as Readonly<Record<SummaryField, Metric>>;

const METRIC_OF_CARD: ReadonlyMap<CardName, SummaryField | null> = new Map(
  CARD_NAMES.map((card) => [card, SUMMARY_FIELDS.find((field) => METRICS[field].card === card) ?? null]),
);

/** The metric that a card is behind; null for the queue report, which has none. */
export const metricOfCard = (card: CardName): SummaryField | null => METRIC_OF_CARD.get(card) ?? null;

/** The card behind each SLA gauge. */
export const SLA_CARDS: Readonly<Record<SlaKind, CardName>> = {
  response: METRICS.averageResponseTime.card,
  waiting: METRICS.averageWaitingTime.card,
  service: METRICS.averageServiceTime.card,
};
