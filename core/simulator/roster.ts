import { homeDayStartS, SHIFT_HOURS, SHIFTS } from './centre.ts';
import { AGENTS } from './people.ts';
import { makeDice, mix } from './random.ts';

/** One agent's time online on one day: seconds since 1970 UTC. */
export interface Attendance {
  /** Index into `AGENTS`. */
  readonly agent: number;
  readonly loginS: number;
  readonly logoutS: number;
}

/** Who works on one home-zone day, by shift (index into `SHIFTS`). A night shift ends on the following day. */
export type Roster = readonly (readonly Attendance[])[];

const ROSTER_STREAM = 11;
const DAYS_OFF_A_WEEK = 2;
const ABSENCE = 0.04;
const MAX_EARLY_S = 600;
const MAX_LATE_S = 900;

/** Agents log in before their shift begins and leave after it ends, so a shift is never without anyone. */
export function makeRoster(seed: number, day: number): Roster {
  const dice = makeDice(mix(seed, day, ROSTER_STREAM));
  return SHIFTS.map((shift, shiftIndex) => {
    const startS = homeDayStartS(day) + shift.startHour * 3600;
    const present = AGENTS.map((agent, index) => ({ agent, index })).filter(
      ({ agent, index }) =>
        agent.shift === shiftIndex && (day + index * 3) % 7 >= DAYS_OFF_A_WEEK && !dice.chance(ABSENCE),
    );
    const stand = present.length > 0 ? present : [{ index: AGENTS.findIndex((agent) => agent.shift === shiftIndex) }];
    return stand.map(({ index }) => ({
      agent: index,
      loginS: startS - dice.whole(0, MAX_EARLY_S),
      logoutS: startS + SHIFT_HOURS * 3600 + dice.whole(0, MAX_LATE_S),
    }));
  });
}
