import type { ErrorCode } from '../../common/errorCodes.ts';
import { isRecord } from '../../common/isRecord.ts';
import {
  METRICS,
  SLA_KINDS,
  SUMMARY_FIELDS,
  type SlaKind,
  type SummaryField,
  type Unit,
} from '../../common/metrics.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { Reading } from '../../common/snapshot.ts';
import { readDuration, readNumber, readTimeOfDay, type WireValue } from '../../common/wire.ts';

/** A dashboard summary, read at the edge (API page, "Dashboard Summary"). */
export interface Summary {
  readonly metrics: Readonly<Record<SummaryField, Reading>>;
  /** % of sessions inside the seconds the request sent. */
  readonly sla: Readonly<Record<SlaKind, Reading>>;
  /** Fields this version does not know, for the drill-down. */
  readonly extra: Readonly<Record<string, unknown>>;
}

const COUNT = { min: 0, max: 1e12, whole: true };
/** Shares above 100 % exist, as where one session has two tags. */
const PERCENT = { min: 0, max: 1e6 };
const POINTS = { min: -100, max: 100 };

const READERS: Readonly<Record<Unit, (raw: unknown) => WireValue<number | string>>> = {
  count: (raw) => readNumber(raw, COUNT),
  duration: readDuration,
  percent: (raw) => readNumber(raw, PERCENT),
  points: (raw) => readNumber(raw, POINTS),
  timeOfDay: readTimeOfDay,
};

const reading = (wire: WireValue<number | string>): Reading => ({
  value: wire.kind === 'value' ? wire.value : null,
  problem: wire.kind === 'invalid' ? 'shape' : null,
});

const NO_VALUE: Reading = { value: null, problem: null };
const KNOWN: ReadonlySet<string> = new Set([...SUMMARY_FIELDS, 'sla', 'status']);

function readSla(raw: unknown): Summary['sla'] {
  const lost: Reading = raw === undefined || raw === null ? NO_VALUE : { value: null, problem: 'shape' };
  const one = (kind: SlaKind): Reading => (isRecord(raw) ? reading(READERS.percent(raw[kind])) : lost);
  return Object.fromEntries(SLA_KINDS.map((kind) => [kind, one(kind)])) as Summary['sla'];
}

/** What is said of the sessions there were: their shares, times and hours. Counts and the agents' time are real zeros. */
const isOfSessions = (field: SummaryField): boolean =>
  METRICS[field].unit !== 'count' && field !== 'agentTotalTimeOnline';

/** Without a single session a share or an average has no meaning, though the API may send a zero for it. */
function withoutSessions<K extends string>(
  readings: Readonly<Record<K, Reading>>,
  isOf: (name: K) => boolean,
): Readonly<Record<K, Reading>> {
  const none: Reading = { value: null, problem: 'noSessions' };
  const names = Object.keys(readings) as K[];
  return Object.fromEntries(names.map((name) => [name, isOf(name) ? none : readings[name]])) as Record<K, Reading>;
}

/** Checks the envelope every reply shares: an object whose `status` is `SUCCESS`. */
export function readEnvelope(raw: unknown): Result<Readonly<Record<string, unknown>>, ErrorCode> {
  if (!isRecord(raw)) return err('shape');
  if (raw['status'] === 'SUCCESS') return ok(raw);
  return err(typeof raw['status'] === 'string' ? 'api' : 'shape');
}

/**
 * Reads a summary. A known field of the wrong shape loses that one value; a reply without a single known field, or with
 * none that can be read, is no summary at all (`shape`), since showing it would wipe every tile.
 */
export function readSummary(raw: unknown): Result<Summary, ErrorCode> {
  const envelope = readEnvelope(raw);
  if (!envelope.ok) return envelope;
  const reply = envelope.value;
  if (!SUMMARY_FIELDS.some((field) => field in reply) && !('sla' in reply)) return err('shape');
  const metrics = Object.fromEntries(
    SUMMARY_FIELDS.map((field) => [field, reading(READERS[METRICS[field].unit](reply[field]))]),
  ) as Summary['metrics'];
  const sla = readSla(reply['sla']);
  const readings = [...Object.values(metrics), ...Object.values(sla)];
  if (readings.every(({ value }) => value === null) && readings.some(({ problem }) => problem !== null))
    return err('shape');
  const isEmpty = metrics.totalSessions.value === 0;
  const extra = Object.fromEntries(Object.entries(reply).filter(([name]) => !KNOWN.has(name)));
  return ok({
    metrics: isEmpty ? withoutSessions(metrics, isOfSessions) : metrics,
    sla: isEmpty ? withoutSessions(sla, () => true) : sla,
    extra,
  });
}

/** How many of the 23 figures (20 metrics, 3 service levels) can be read; those that wait for a session can be. */
export const countFigures = (summary: Summary): number =>
  [...Object.values(summary.metrics), ...Object.values(summary.sla)].filter(
    ({ value, problem }) => value !== null || problem === 'noSessions',
  ).length;
