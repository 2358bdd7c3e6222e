import { DEFAULT_QUERY } from '../../common/query.ts';
import { makeCard, MAX_ROWS } from '../../core/simulator/cards.ts';
import { makeHistory } from '../../core/simulator/history.ts';
import type { Row } from '../../core/simulator/sessionRows.ts';

const DAY_S = 86_400;
/** A time with enough days of the made-up centre before it. */
const NOW_S = Date.UTC(2026, 10, 21, 11) / 1000;
const DAYS = 60;
const EVERYONE = {
  channels: new Set<string>(),
  groups: new Set<string>(),
  shifts: new Set<string>(),
  email: '',
  category: 'session',
} as const;

/** 50,000 different session rows of the waiting-time card, newest first, as the API would send them. */
export function manySessionRows(): readonly Row[] {
  const history = makeHistory(1, Math.floor(NOW_S / DAY_S) - DAYS);
  const period = { fromS: NOW_S - DAYS * DAY_S, toS: NOW_S };
  const view = { period, scope: EVERYONE, nowS: NOW_S, offsetMinutes: 180 };
  const rows = makeCard('CARDWAITINGTIME', history, view, DEFAULT_QUERY.sla);
  if (!Array.isArray(rows) || rows.length !== MAX_ROWS) throw new Error('the simulator made fewer rows than wanted');
  return rows;
}
