import { CHANNELS, GROUPS, PREDEFINED_MESSAGES, SHIFTS, TAGS, TEMPLATES, type Named } from './centre.ts';
import type { History, View } from './history.ts';
import { AGENTS } from './people.ts';
import { completeHours, hourOf } from './period.ts';
import { isClosed, isSurveyed, isTagged, isTaken, messagesOf, statusOf, waitedS } from './progress.ts';
import type { Session } from './sessionDay.ts';
import type { EachSession, Row } from './sessionRows.ts';
import { countNps, npsOf } from './summary.ts';
import { durationText, hourText, meanText, percentOf } from './wireText.ts';

/** Cards whose rows are counts, not sessions. The API page does not document them; the field names are ours. */

/** Totals of an amount for each entry of a list, the largest first, without those at zero. */
function totals(
  list: readonly Named[],
  each: EachSession,
  indexOf: (session: Session) => number,
  amountOf: (session: Session) => number,
): { readonly id: number; readonly name: string; readonly total: number }[] {
  const sums = list.map(({ id, name }) => ({ id, name, total: 0 }));
  each((session) => {
    const sum = sums[indexOf(session)];
    if (sum) sum.total += amountOf(session);
  });
  return sums.filter(({ total }) => total > 0).sort((a, b) => b.total - a.total);
}

const tagTotals = (each: EachSession, { nowS }: View): ReturnType<typeof totals> =>
  totals(
    TAGS,
    each,
    ({ tag }) => tag - 1,
    (session) => (isTagged(session, nowS) ? 1 : 0),
  );

export const tagRows = (each: EachSession, view: View): Row[] =>
  tagTotals(each, view).map(({ id, name, total }) => ({ tag_id: id, tag: name, total }));

/** Each tag's share of the closed sessions: the shares add up to `totalTagsPercent`, but for rounding. */
export function tagShareRows(each: EachSession, view: View): Row[] {
  let closed = 0;
  each((session) => {
    if (isClosed(session, view.nowS)) closed += 1;
  });
  return tagTotals(each, view).map(({ name, total }) => ({
    tag: name,
    total,
    percentage: percentOf(total, closed),
  }));
}

export const templateRows = (each: EachSession, used: (session: Session) => number): Row[] =>
  totals(TEMPLATES, each, ({ template }) => template, used).map(({ id, name, total }) => ({
    template_id: id,
    template: name,
    total,
  }));

export const predefinedRows = (each: EachSession, used: (session: Session) => number): Row[] =>
  totals(PREDEFINED_MESSAGES, each, ({ predefined }) => predefined, used).map(({ id, name, total }) => ({
    message_id: id,
    message: name,
    total,
  }));

export const messageRows = (each: EachSession, { nowS }: View): Row[] =>
  totals(
    CHANNELS,
    each,
    ({ channel }) => channel,
    (session) => messagesOf(session, nowS),
  ).map(({ id, name, total }) => ({ channel_id: id, type: name, total }));

/** One row for each hour that has begun; `complete` hours have passed in full and may be the quietest. */
export function hourRows(each: EachSession, view: View, order: 'busiest' | 'quietest'): Row[] {
  const { period, nowS, offsetMinutes } = view;
  const hours = Array.from({ length: 24 }, () => 0);
  each(({ createdS }) => {
    const hour = hourOf(createdS, offsetMinutes);
    hours[hour] = (hours[hour] ?? 0) + 1;
  });
  const complete = completeHours(period, nowS, offsetMinutes);
  const rows = hours.map((count, hour) => ({ hour: hourText(hour), sessions: count, complete: complete.has(hour) }));
  if (order === 'busiest') return rows.filter((row) => row.sessions > 0).sort((a, b) => b.sessions - a.sessions);
  return hours.every((count) => count === 0)
    ? []
    : rows.filter((row) => row.complete).sort((a, b) => a.sessions - b.sessions);
}

/** One row for each agent who was online, the longest first. */
export function onlineRows(history: History, view: View): Row[] {
  const seconds = new Map<number, number>();
  for (const { agent, loginS, logoutS } of history.attendances(view)) {
    seconds.set(agent, (seconds.get(agent) ?? 0) + logoutS - loginS);
  }
  return [...seconds]
    .sort(([, a], [, b]) => b - a)
    .map(([index, online]) => {
      const agent = AGENTS[index];
      return {
        agent_name: agent?.name ?? null,
        agent_email: agent?.email ?? null,
        group: GROUPS[agent?.group ?? 0]?.name ?? null,
        shift: SHIFTS[agent?.shift ?? 0]?.name ?? null,
        online_time: durationText(online),
      };
    });
}

/** One row for each group that had sessions: the queue now, and how long its sessions waited. */
export function queueRows(each: EachSession, { nowS }: View): Row[] {
  const queues = GROUPS.map(({ id, name }) => ({
    id,
    name,
    PENDING: 0,
    OPEN: 0,
    CLOSED: 0,
    taken: 0,
    waited: 0,
    most: 0,
  }));
  each((session) => {
    const queue = queues[session.group];
    if (!queue) return;
    queue[statusOf(session, nowS)] += 1;
    // Whoever still waits has waited longest, if he has.
    queue.most = Math.max(queue.most, waitedS(session, nowS));
    if (!isTaken(session, nowS)) return;
    queue.taken += 1;
    queue.waited += session.waitingS;
  });
  return queues
    .map((queue) => ({
      group_id: queue.id,
      group: queue.name,
      sessions: queue.PENDING + queue.OPEN + queue.CLOSED,
      waiting: queue.PENDING,
      in_progress: queue.OPEN,
      closed: queue.CLOSED,
      average_waiting_time: meanText(queue.waited, queue.taken),
      longest_waiting_time: durationText(queue.most),
    }))
    .filter((row) => row.sessions > 0);
}

/** CARDNPS answers with one object instead of a list: the page leaves the shape open, and both must be readable. */
export function npsObject(each: EachSession, { nowS }: View): Row {
  const count = { promoters: 0, passives: 0, detractors: 0 };
  each((session) => {
    if (session.nps > 0 && isSurveyed(session, nowS)) countNps(count, session.nps - 1);
  });
  return { ...count, answers: count.promoters + count.passives + count.detractors, nps: npsOf(count) };
}
