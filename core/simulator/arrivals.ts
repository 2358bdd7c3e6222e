import { CHANNELS, GROUPS, homeDayStartS, PREDEFINED_MESSAGES, shiftAt, TAGS, TEMPLATES } from './centre.ts';
import { AGENTS, CLIENT_COUNT } from './people.ts';
import { makeDice, mix, weighted, type Dice } from './random.ts';
import type { Roster } from './roster.ts';
import { SessionDay, type Fate } from './sessionDay.ts';

const SESSION_STREAM = 23;
const MEAN_SESSIONS_A_DAY = 1_980;
/** Sunday first. The Saudi weekend is Friday and Saturday. */
const WEEKDAY_FACTOR = [1.04, 1, 0.99, 1, 0.97, 0.78, 0.84];
/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (day + 4) % 7;

/** Sessions that begin in each hour of the home zone, relative to each other: quiet before dawn, busiest at ten. */
const HOURLY = [
  1.6, 1.0, 0.6, 0.4, 0.5, 0.7, 1.4, 3.0, 6.0, 8.6, 9.8, 9.2, 8.2, 7.4, 6.0, 4.6, 3.6, 3.4, 3.0, 3.2, 3.4, 2.8, 2.0,
  1.4,
];
const BUSIEST = Math.max(...HOURLY);
/** The same centre with work enough at night for a demo that is started then. */
const BUSY_NIGHTS = [4.0, 3.0, 2.4, 2.2, 2.2, 2.4, 3.0, 4.2, ...HOURLY.slice(8, 21), 3.4, 3.6, 3.8];

/** How much there is to do at night. */
export type Nights = 'quiet' | 'busy';
const pickHour: Readonly<Record<Nights, ReturnType<typeof weighted>>> = {
  quiet: weighted(HOURLY),
  busy: weighted(BUSY_NIGHTS),
};

const pickChannel = weighted(CHANNELS.map((channel) => channel.weight));
const pickGroup = weighted(GROUPS.map((group) => group.weight));
const pickTag = weighted(TAGS.map((tag) => tag.weight));
const pickTemplate = weighted(TEMPLATES.map((template) => template.weight));
const pickPredefined = weighted(PREDEFINED_MESSAGES.map((message) => message.weight));

/** How a day goes: `mood` (−1…1) moves the survey answers, `stress` (0.6…1.4) the waiting. */
interface DayCharacter {
  readonly mood: number;
  readonly stress: number;
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** 0.04 at night, 1 in the busiest hour. */
const loadAt = (secondOfDay: number): number => (HOURLY[Math.floor(secondOfDay / 3600)] ?? 0) / BUSIEST;

/** Waiting, first response and service: most are quick, a few have a long tail, more so when it is busy. */
function makeTimes(
  dice: Dice,
  pressure: number,
): Pick<Fate, 'waitingS' | 'responseS' | 'serviceS'> & { quick: boolean } {
  const waitsLong = dice.chance(0.03 + 0.065 * pressure);
  const waiting = waitsLong ? 121 + dice.exponential(260, 2400) : 4 + dice.exponential(30 + 14 * pressure, 114);
  const respondsLate = dice.chance(0.09 + 0.065 * pressure);
  const response = respondsLate ? 31 + dice.exponential(240, 5400) : 3 + dice.exponential(8, 26);
  const quick = dice.chance(0.78);
  const handling = quick
    ? 5 + dice.exponential(13, 45)
    : 120 + dice.logNormal({ median: 2400, sigma: 1.05, most: 43_200 });
  const responseS = Math.round(response);
  return { waitingS: Math.round(waiting), responseS, serviceS: responseS + Math.round(handling), quick };
}

type OnDuty = Roster[number];

/** An agent on duty, from the wanted group when one is there. */
function pickAgent(dice: Dice, onDuty: OnDuty, group: number): number {
  const fitting = onDuty.filter(({ agent }) => AGENTS[agent]?.group === group);
  const from = fitting.length > 0 ? fitting : onDuty;
  return from[dice.whole(0, from.length - 1)]?.agent ?? 0;
}

/** The agent a long session is handed over to; null when it stays where it is, or nobody else is on duty. */
function pickSecondAgent(dice: Dice, onDuty: OnDuty, first: number): number | null {
  const others = onDuty.filter(({ agent }) => agent !== first);
  const wanted = dice.chance(0.26);
  return wanted && others.length > 0 ? pickAgent(dice, others, pickGroup(dice.next())) : null;
}

type Survey = Pick<Fate, 'csat' | 'nps' | 'fcr' | 'surveyAfterS'>;

/** Some clients answer, minutes to hours after the end; unhappy ones had waited longer. */
function makeSurvey(dice: Dice, mood: number, waitingS: number): Survey {
  const patience = waitingS > 120 ? -0.15 : 0.012;
  const happy = dice.chance(0.78 + 0.07 * mood + patience);
  const npsRoll = dice.next() - 0.06 * mood - patience / 2;
  const nps = npsRoll < 0.42 ? dice.whole(9, 10) : npsRoll < 0.74 ? dice.whole(7, 8) : dice.whole(0, 6);
  const solved = dice.chance(0.72 + 0.06 * mood + patience);
  return {
    csat: dice.chance(0.22) ? (happy ? dice.whole(4, 5) : dice.whole(1, 3)) : 0,
    nps: dice.chance(0.16) ? nps + 1 : 0,
    fcr: dice.chance(0.18) ? (solved ? 2 : 1) : 0,
    surveyAfterS: Math.round(60 + dice.exponential(1500, 6 * 3600)),
  };
}

/** One in four comes from a small circle of regulars, so that some clients write more than once a day. */
const pickClient = (dice: Dice): number =>
  Math.floor(dice.next() * (dice.chance(0.25) ? CLIENT_COUNT / 40 : CLIENT_COUNT));

function makeFate(dice: Dice, createdS: number, dayStartS: number, character: DayCharacter, rosterOf: RosterOf): Fate {
  const load = loadAt(createdS - dayStartS);
  const { quick, ...times } = makeTimes(dice, load * character.stress);
  const channel = pickChannel(dice.next());
  const group = pickGroup(dice.next());
  const duty = shiftAt(createdS + times.waitingS);
  const onDuty = rosterOf(duty.day)[duty.shift] ?? [];
  const firstAgent = pickAgent(dice, onDuty, group);
  const secondAgent = quick ? null : pickSecondAgent(dice, onDuty, firstAgent);
  const hourly = 0.5 * Math.sin((createdS - dayStartS) / 5200);
  return {
    createdS,
    ...times,
    ...makeSurvey(dice, clamp(character.mood + hourly, -1.4, 1.4), times.waitingS),
    transferAfterS: secondAgent === null ? 0 : times.responseS + dice.whole(10, 90),
    client: pickClient(dice),
    messages: quick ? dice.whole(2, 7) : dice.whole(8, 56),
    channel,
    group,
    firstAgent,
    agent: secondAgent ?? firstAgent,
    category: dice.chance(0.09) ? 1 : 0,
    tag: dice.chance(0.36) ? 1 + pickTag(dice.next()) : 0,
    template: pickTemplate(dice.next()),
    templatesUsed: channel === 0 && dice.chance(0.35) ? 1 : 0,
    predefined: pickPredefined(dice.next()),
    predefinedUsed: dice.chance(quick ? 0.6 : 0.85) ? dice.whole(1, quick ? 1 : 4) : 0,
  };
}

export type RosterOf = (day: number) => Roster;

/** Makes all sessions of one home-zone day, whatever was made before: the same seed and day give the same sessions. */
export function makeDay(seed: number, day: number, nights: Nights, rosterOf: RosterOf): SessionDay {
  const dice = makeDice(mix(seed, day, SESSION_STREAM));
  const character = { mood: dice.next() * 2 - 1, stress: 0.6 + 0.8 * dice.next() };
  const factor = (WEEKDAY_FACTOR[weekdayOf(day)] ?? 1) * (0.95 + 0.1 * dice.next());
  const dayStartS = homeDayStartS(day);
  const arrivals = Array.from(
    { length: Math.round(MEAN_SESSIONS_A_DAY * factor) },
    () => dayStartS + pickHour[nights](dice.next()) * 3600 + dice.whole(0, 3599),
  ).sort((a, b) => a - b);
  return new SessionDay(
    day,
    arrivals.map((createdS) => makeFate(dice, createdS, dayStartS, character, rosterOf)),
  );
}
