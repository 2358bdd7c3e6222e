import { MAX_OFFSET_MINUTES, MIN_OFFSET_MINUTES, offsetOf, parseOffsetMinutes } from '../../../common/time.ts';
import { isTimezone, offsetAt } from '../../../common/zone.ts';

/** Zones where contact centres of this platform work, the usual one first. */
const USUAL_ZONES = ['Asia/Riyadh', 'Asia/Dubai', 'Africa/Cairo', 'Asia/Amman', 'Asia/Baghdad', 'Asia/Beirut'];
/** Names that zones were given, while the lists of browsers still have the old ones. */
const NEWER_NAMES = [
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Yangon',
  'Asia/Ho_Chi_Minh',
  'Europe/Kyiv',
  'Atlantic/Faroe',
];
/** Every quarter of an hour: no zone is finer. */
const STEP_MINUTES = 15;
const ALL_OFFSETS: readonly string[] = Array.from(
  { length: (MAX_OFFSET_MINUTES - MIN_OFFSET_MINUTES) / STEP_MINUTES + 1 },
  (_, step) => offsetOf(MIN_OFFSET_MINUTES + step * STEP_MINUTES),
);
/** Choices offered at once. */
const MOST_OFFERED = 8;

/** The named zones of this machine, the usual ones first. */
export const namedZones = (): readonly string[] => [
  ...new Set([...USUAL_ZONES, ...NEWER_NAMES.filter(isTimezone), ...Intl.supportedValuesOf('timeZone')]),
];

/** For comparing what is typed: `Buenos Aires`, `buenos_aires` and `utc +3` are what people write. */
const folded = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '_')
    .replaceAll('−', '-')
    .replace(/^(?:utc|gmt)_?(?=[+-])/, '');

const cityOf = (zone: string): string => folded(zone.slice(zone.lastIndexOf('/') + 1));

export interface ZoneChoice {
  /** As the board has it: `Africa/Cairo`, `+03:00`. */
  readonly timezone: string;
  /** What it is at the moment: `+02:00`. */
  readonly offset: string;
}

/** What is offered for a typed text: zones by any part of their name, zones and offsets by an offset; the usual ones for none. */
export function zoneChoices(typed: string, atMs: number, zones: readonly string[]): readonly ZoneChoice[] {
  const sought = folded(typed);
  const byOffset = /^[+-]/.test(sought);
  const dated = (timezone: string): ZoneChoice => ({ timezone, offset: offsetAt(timezone, atMs) });
  if (byOffset) {
    const fits = ({ offset }: ZoneChoice): boolean =>
      offset.startsWith(sought) || offset.replace(/^([+-])0/, '$1').startsWith(sought);
    return [
      ...ALL_OFFSETS.map(dated)
        .filter(fits)
        .slice(0, MOST_OFFERED / 2),
      ...zones.map(dated).filter(fits),
    ].slice(0, MOST_OFFERED);
  }
  const found = zones.filter((zone) => folded(zone).includes(sought));
  const starts = (zone: string): number => Number(!cityOf(zone).startsWith(sought));
  return found
    .sort((a, b) => (sought === '' ? 0 : starts(a) - starts(b)))
    .slice(0, MOST_OFFERED)
    .map(dated);
}

/** The timezone that a typed text names: an offset, a zone or the city of one. Null when this machine knows none of that name. */
export function zoneNamed(typed: string, zones: readonly string[]): string | null {
  const sought = folded(typed);
  const minutes = parseOffsetMinutes(/^[+-]\d{1,2}$/.test(sought) ? `${sought}:00` : sought);
  if (minutes !== null) return offsetOf(minutes);
  const named = zones.find((zone) => folded(zone) === sought) ?? zones.find((zone) => cityOf(zone) === sought);
  const text = typed.trim();
  return named ?? (isTimezone(text) ? text : null);
}
