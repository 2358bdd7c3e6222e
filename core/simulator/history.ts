import { makeDay, type Nights } from './arrivals.ts';
import { CHANNELS, GROUPS, homeDayOf, homeDayStartS, SHIFTS, shiftAt, type Category, CATEGORIES } from './centre.ts';
import { AGENTS } from './people.ts';
import type { Period } from './period.ts';
import { agentOf } from './progress.ts';
import { makeRoster, type Attendance, type Roster } from './roster.ts';
import type { Session, SessionDay } from './sessionDay.ts';

/** Which part of the centre a request asks for; an empty set means all. Ids are compared as text. */
export interface Scope {
  readonly channels: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly shifts: ReadonlySet<string>;
  /** Lower case; empty for all agents. */
  readonly email: string;
  readonly category: Category;
}

/** A request's period and scope at one moment: everything that decides which sessions count. */
export interface View {
  readonly period: Period;
  readonly scope: Scope;
  readonly nowS: number;
  readonly offsetMinutes: number;
}

export interface History {
  /** Calls back for every session of the view that has begun, oldest first. */
  eachSession(view: View, visit: (session: Session) => void): void;
  /** Every stretch of agent time online that touches the view's period, cut to it and to now. */
  attendances(view: View): Attendance[];
}

/** More than a year, so that a yearly figure is answered from memory: about 30 MB at the most. */
const DAYS_KEPT = 400;

const admits = (ids: ReadonlySet<string>, id: number | undefined): boolean => ids.size === 0 || ids.has(String(id));

function isInScope(session: Session, { channels, groups, shifts, email, category }: Scope, nowS: number): boolean {
  if (CATEGORIES[session.category] !== category) return false;
  if (!admits(channels, CHANNELS[session.channel]?.id) || !admits(groups, GROUPS[session.group]?.id)) return false;
  if (shifts.size > 0 && !admits(shifts, SHIFTS[shiftAt(session.createdS).shift]?.id)) return false;
  if (email === '') return true;
  const agent = agentOf(session, nowS);
  return agent !== null && AGENTS[agent]?.email === email;
}

/** Keeps the results of a function of a day, dropping the least recently used ones. */
function remember<T>(make: (day: number) => T): (day: number) => T {
  const kept = new Map<number, T>();
  return (day) => {
    const value = kept.get(day) ?? make(day);
    kept.delete(day);
    kept.set(day, value);
    const oldest = kept.keys().next();
    if (kept.size > DAYS_KEPT && !oldest.done) kept.delete(oldest.value);
    return value;
  };
}

/**
 * The centre's past, made day by day when it is first asked for.
 * @param firstDay the home-zone day the centre opened; there is nothing before it
 */
export function makeHistory(seed: number, firstDay: number, nights: Nights = 'quiet'): History {
  const rosterOf: (day: number) => Roster = remember((day) => makeRoster(seed, day));
  const sessionsOf: (day: number) => SessionDay = remember((day) => makeDay(seed, day, nights, rosterOf));
  const days = (fromS: number, toS: number): number[] => {
    const first = Math.max(firstDay, homeDayOf(fromS));
    return Array.from({ length: Math.max(0, homeDayOf(toS) - first + 1) }, (_, step) => first + step);
  };
  return {
    eachSession({ period, scope, nowS }, visit) {
      const lastS = Math.min(period.toS - 1, nowS);
      for (const day of days(period.fromS, lastS)) {
        const sessions = sessionsOf(day);
        for (let index = 0; index < sessions.length; index += 1) {
          const session = sessions.at(index);
          const { createdS } = session;
          if (createdS >= period.fromS && createdS <= lastS && isInScope(session, scope, nowS)) visit(session);
        }
      }
    },
    attendances({ period, scope: { groups, shifts, email }, nowS }) {
      const untilS = Math.min(period.toS, nowS);
      const wanted = ({ agent }: Attendance): boolean => {
        const { group, shift, email: own } = AGENTS[agent] ?? AGENTS[0] ?? { group: 0, shift: 0, email: '' };
        return (
          admits(groups, GROUPS[group]?.id) && admits(shifts, SHIFTS[shift]?.id) && (email === '' || email === own)
        );
      };
      // A night shift reaches into the next day, and an early login into the day before.
      return days(period.fromS - 86_400, untilS + 3600)
        .flatMap((day) => rosterOf(day).flat())
        .filter(wanted)
        .map(({ agent, loginS, logoutS }) => ({
          agent,
          loginS: Math.max(loginS, period.fromS, homeDayStartS(firstDay)),
          logoutS: Math.min(logoutS, untilS),
        }))
        .filter(({ loginS, logoutS }) => logoutS > loginS);
    },
  };
}
