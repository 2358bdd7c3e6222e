import type { SlaSeconds } from '../../common/query.ts';
import { CHANNELS } from './centre.ts';
import type { View } from './history.ts';
import { AGENTS, clientName, clientUsername, FIRST_CLIENT_ID } from './people.ts';
import {
  agentOf,
  answeredS,
  endedS,
  isClosed,
  isResponded,
  isSurveyed,
  isTaken,
  isTransferred,
  momentsOf,
  respondedS,
  statusOf,
  takenS,
  transferredS,
} from './progress.ts';
import { mix } from './random.ts';
import type { Session } from './sessionDay.ts';
import { SOLVED } from './summary.ts';
import { dateText, durationText } from './wireText.ts';

/** Calls back for every session of a view, oldest first; a yearly view is never held as objects all at once. */
export type EachSession = (visit: (session: Session) => void) => void;

export type Row = Readonly<Record<string, string | number | boolean | null>>;

const KEY_STREAM = 31;

/** A fixed-width hash before the id keeps keys unique and hides their order. */
const sessionKey = ({ id }: Session): string =>
  mix(id, KEY_STREAM).toString(36).padStart(7, '0') + id.toString(36).padStart(6, '0');

const usernameOf = (session: Session): string =>
  clientUsername(session.client, CHANNELS[session.channel]?.username ?? 'phone');

/** The nine documented fields of a session (API page, card example). Dates that have not come yet are null. */
export function sessionRow(session: Session, nowS: number): Row {
  const agent = agentOf(session, nowS);
  const { takenMs, endedMs } = momentsOf(session, nowS);
  return {
    session_key: sessionKey(session),
    client_id: session.client + FIRST_CLIENT_ID,
    username: usernameOf(session),
    created_date: dateText(session.createdS),
    taken_date: takenMs === null ? null : dateText(takenS(session)),
    ended_date: endedMs === null ? null : dateText(endedS(session)),
    status: statusOf(session, nowS),
    type: CHANNELS[session.channel]?.name ?? null,
    agent_email: agent === null ? null : (AGENTS[agent]?.email ?? null),
  };
}

/** How a card lists sessions: which of them, and what stands in a row besides the documented fields. */
export interface SessionList {
  readonly has: (session: Session, nowS: number) => boolean;
  readonly extra?: (session: Session, sla: SlaSeconds) => Row;
}

export const ALL_SESSIONS: SessionList = { has: () => true };
export const CLOSED_SESSIONS: SessionList = { has: isClosed };

export const TRANSFERRED_SESSIONS: SessionList = {
  has: isTransferred,
  extra: (session) => ({
    transferred_date: dateText(transferredS(session)),
    transferred_from: AGENTS[session.firstAgent]?.email ?? null,
  }),
};

export const WAITING_TIMES: SessionList = {
  has: isTaken,
  extra: ({ waitingS }, sla) => ({ waiting_time: durationText(waitingS), within_sla: waitingS <= sla.waiting }),
};

export const RESPONSE_TIMES: SessionList = {
  has: isResponded,
  extra: (session, sla) => ({
    first_response_date: dateText(respondedS(session)),
    response_time: durationText(session.responseS),
    within_sla: session.responseS <= sla.response,
  }),
};

export const SERVICE_TIMES: SessionList = {
  has: isClosed,
  extra: ({ serviceS }, sla) => ({ service_time: durationText(serviceS), within_sla: serviceS <= sla.service }),
};

export const CSAT_ANSWERS: SessionList = {
  has: (session, nowS) => session.csat > 0 && isSurveyed(session, nowS),
  extra: (session) => ({ answered_date: dateText(answeredS(session)), csat: session.csat }),
};

export const FCR_ANSWERS: SessionList = {
  has: (session, nowS) => session.fcr > 0 && isSurveyed(session, nowS),
  extra: (session) => ({ answered_date: dateText(answeredS(session)), first_contact_resolved: session.fcr === SOLVED }),
};

/** One row for each client who wrote in the period, with the first of the client's sessions. */
export function clientRows(each: EachSession): Row[] {
  const clients = new Map<number, { readonly first: Session; count: number }>();
  each((session) => {
    const known = clients.get(session.client);
    if (known) known.count += 1;
    else clients.set(session.client, { first: session, count: 1 });
  });
  return [...clients.values()].map(({ first, count }) => ({
    client_id: first.client + FIRST_CLIENT_ID,
    username: usernameOf(first),
    client_name: clientName(first.client),
    type: CHANNELS[first.channel]?.name ?? null,
    first_session_date: dateText(first.createdS),
    sessions: count,
  }));
}

/** Rows of a session list, newest first. */
export const listRows = (list: SessionList, sessions: readonly Session[], view: View, sla: SlaSeconds): Row[] =>
  sessions.map((session) => ({ ...sessionRow(session, view.nowS), ...list.extra?.(session, sla) })).reverse();
