import type { CardRows } from '../../../common/drilldown.ts';
import { SECOND_MS } from '../../../common/time.ts';
import { secondsSoFar } from './periodSoFar.ts';

/** Which of rows and figure was asked for later, and by how many whole seconds (at least one). */
export interface Age {
  readonly newer: 'rows' | 'figure';
  readonly seconds: number;
}

type Asked = Pick<CardRows, 'figure' | 'asOfMs' | 'query'>;

/** A busy hour brings up to so many times what an hour of the period brings on average. */
const BUSY = 4;
/** As few as these may come at any time. */
const ALWAYS_PLAUSIBLE = 3;

/** How far apart in time figure and rows are; null when they are of the same second, or nobody knows. */
export function ageOf({ figure, asOfMs }: Asked): Age | null {
  if (!figure || figure.asOfMs === null) return null;
  const seconds = Math.round((asOfMs - figure.asOfMs) / SECOND_MS);
  return seconds === 0 ? null : { newer: seconds > 0 ? 'rows' : 'figure', seconds: Math.abs(seconds) };
}

/** How much of a figure so many seconds may have brought, going by what the period so far brought. */
export function plausibleGrowth(asked: Asked, figure: number, seconds: number): number {
  const { filter, timezoneOffset } = asked.query;
  const share = seconds / secondsSoFar(filter, timezoneOffset, asked.asOfMs);
  return Math.max(ALWAYS_PLAUSIBLE, figure * share * BUSY);
}

/**
 * The time between figure and rows where it explains why they differ: what is counted only grows within its period, so
 * the newer of the two must be the greater one, and by no more than that time can bring.
 */
export function explainedByAge(asked: Asked, figure: number, rows: number): Age | null {
  const age = ageOf(asked);
  if (!age) return null;
  const grown = age.newer === 'rows' ? rows - figure : figure - rows;
  return grown > 0 && grown <= plausibleGrowth(asked, figure, age.seconds) ? age : null;
}
