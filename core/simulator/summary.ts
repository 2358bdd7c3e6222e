import { SLA_KINDS, type SlaKind, type SummaryField } from '../../common/metrics.ts';
import type { SlaSeconds } from '../../common/query.ts';
import type { History, View } from './history.ts';
import { completeHours, hourOf } from './period.ts';
import {
  isClosed,
  isResponded,
  isSurveyed,
  isTagged,
  isTaken,
  isTransferred,
  messagesOf,
  predefinedOf,
  templatesOf,
} from './progress.ts';
import type { Session } from './sessionDay.ts';
import { durationText, hourText, meanText, percentOf } from './wireText.ts';

/** One measured time over many sessions, in seconds. */
interface Measure {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** How many were inside the threshold the request sent. */
  within: number;
}

interface Tally {
  sessions: number;
  closed: number;
  transferred: number;
  tags: number;
  messages: number;
  templates: number;
  predefined: number;
  readonly clients: Set<number>;
  readonly times: Record<SlaKind, Measure>;
  readonly csat: { answers: number; satisfied: number };
  readonly fcr: { answers: number; solved: number };
  readonly nps: NpsCount;
  /** Sessions by the hour of the day they began in. */
  readonly hours: number[];
}

export interface NpsCount {
  promoters: number;
  passives: number;
  detractors: number;
}

/** A CSAT answer from here up counts as satisfied. */
const SATISFIED = 4;
const PROMOTER = 9;
const PASSIVE = 7;
/** The stored `fcr` of a session whose client said it was solved. */
export const SOLVED = 2;

const newMeasure = (): Measure => ({ count: 0, sum: 0, min: Infinity, max: 0, within: 0 });

function measure(into: Measure, seconds: number, threshold: number): void {
  into.count += 1;
  into.sum += seconds;
  into.min = Math.min(into.min, seconds);
  into.max = Math.max(into.max, seconds);
  if (seconds <= threshold) into.within += 1;
}

/** Puts one 0–10 answer into its NPS class. */
export function countNps(into: NpsCount, answer: number): void {
  if (answer >= PROMOTER) into.promoters += 1;
  else if (answer >= PASSIVE) into.passives += 1;
  else into.detractors += 1;
}

/** Promoters minus detractors in points, −100…100 with one decimal; null without answers. */
export function npsOf({ promoters, passives, detractors }: NpsCount): number | null {
  const answers = promoters + passives + detractors;
  return answers > 0 ? Math.round(((promoters - detractors) / answers) * 1000) / 10 : null;
}

function countSurvey(tally: Tally, session: Session): void {
  if (session.csat > 0) tally.csat.answers += 1;
  if (session.csat >= SATISFIED) tally.csat.satisfied += 1;
  if (session.fcr > 0) tally.fcr.answers += 1;
  if (session.fcr === SOLVED) tally.fcr.solved += 1;
  if (session.nps > 0) countNps(tally.nps, session.nps - 1);
}

function countSession(tally: Tally, session: Session, view: View, sla: SlaSeconds): void {
  const { nowS, offsetMinutes } = view;
  const hour = hourOf(session.createdS, offsetMinutes);
  tally.sessions += 1;
  tally.hours[hour] = (tally.hours[hour] ?? 0) + 1;
  tally.clients.add(session.client);
  tally.messages += messagesOf(session, nowS);
  if (!isTaken(session, nowS)) return;
  tally.templates += templatesOf(session, nowS);
  tally.predefined += predefinedOf(session, nowS);
  measure(tally.times.waiting, session.waitingS, sla.waiting);
  if (isResponded(session, nowS)) measure(tally.times.response, session.responseS, sla.response);
  if (isTransferred(session, nowS)) tally.transferred += 1;
  if (!isClosed(session, nowS)) return;
  tally.closed += 1;
  measure(tally.times.service, session.serviceS, sla.service);
  if (isTagged(session, nowS)) tally.tags += 1;
  if (isSurveyed(session, nowS)) countSurvey(tally, session);
}

function tallyUp(history: History, view: View, sla: SlaSeconds): Tally {
  const tally: Tally = {
    sessions: 0,
    closed: 0,
    transferred: 0,
    tags: 0,
    messages: 0,
    templates: 0,
    predefined: 0,
    clients: new Set(),
    times: { response: newMeasure(), waiting: newMeasure(), service: newMeasure() },
    csat: { answers: 0, satisfied: 0 },
    fcr: { answers: 0, solved: 0 },
    nps: { promoters: 0, passives: 0, detractors: 0 },
    hours: Array.from({ length: 24 }, () => 0),
  };
  history.eachSession(view, (session) => countSession(tally, session, view, sla));
  return tally;
}

/** The busiest hour, and the quietest of those that have passed in full; the earlier of equals. */
function peakAndWeak(hours: readonly number[], view: View): { readonly peakTime: string; readonly weakTime: string } {
  const most = Math.max(...hours);
  if (most === 0) return { peakTime: '-', weakTime: '-' };
  const complete = completeHours(view.period, view.nowS, view.offsetMinutes);
  const least = Math.min(...hours.filter((_, hour) => complete.has(hour)));
  const weak = hours.findIndex((sessions, hour) => complete.has(hour) && sessions === least);
  return { peakTime: hourText(hours.indexOf(most)), weakTime: weak < 0 ? '-' : hourText(weak) };
}

export type SummaryReply = Record<SummaryField, number | string | null> & {
  sla: Record<SlaKind, number | null>;
  status: string;
};

/**
 * The answer to `POST /v2/dashboard`. Without anything to measure, figures that are numbers are null and figures that
 * are texts are `-`; a count is a real 0.
 */
export function makeSummary(history: History, view: View, sla: SlaSeconds): SummaryReply {
  const tally = tallyUp(history, view, sla);
  const { times } = tally;
  const online = history.attendances(view).reduce((sum, { loginS, logoutS }) => sum + logoutS - loginS, 0);
  const share = (kind: SlaKind): [SlaKind, number | null] => [kind, percentOf(times[kind].within, times[kind].count)];
  return {
    totalSessions: tally.sessions,
    averageWaitingTime: meanText(times.waiting.sum, times.waiting.count),
    averageResponseTime: meanText(times.response.sum, times.response.count),
    averageServiceTime: meanText(times.service.sum, times.service.count),
    minServiceTime: times.service.count > 0 ? durationText(times.service.min) : '-',
    maxServiceTime: times.service.count > 0 ? durationText(times.service.max) : '-',
    CSAT: percentOf(tally.csat.satisfied, tally.csat.answers),
    FCR: percentOf(tally.fcr.solved, tally.fcr.answers),
    NPS: npsOf(tally.nps),
    agentTotalTimeOnline: durationText(online),
    totalMsg: tally.messages,
    totalTags: tally.tags,
    totalTransferred: tally.transferred,
    ...peakAndWeak(tally.hours, view),
    totalClosedSessions: tally.closed,
    totalTemplateUsage: tally.templates,
    totalPredefinedMessages: tally.predefined,
    totalClient: tally.clients.size,
    totalTagsPercent: percentOf(tally.tags, tally.closed),
    sla: Object.fromEntries(SLA_KINDS.map(share)) as Record<SlaKind, number | null>,
    status: 'SUCCESS',
  };
}
