import { parseOffsetMinutes } from '../../common/time.ts';
import { isTimezone, offsetAt } from '../../common/zone.ts';
import type { Translate } from '../i18n.ts';

/** An offset as screens write it, with a real minus sign: `UTC−05:00`. */
export const offsetWords = (t: Translate, offset: string): string =>
  t('zone.utc', { offset: offset.replace('-', '−') });

/** A timezone as it is at a moment: `UTC+03:00`, `Africa/Cairo, UTC+02:00`. Over a change it has the offsets of both its ends. */
export function zoneWords(t: Translate, timezone: string, atMs: number, sinceMs = atMs): string {
  if (parseOffsetMinutes(timezone) !== null) return offsetWords(t, timezone);
  const offsets = [...new Set([sinceMs, atMs].map((ms) => offsetWords(t, offsetAt(timezone, ms))))];
  return t('zone.named', { zone: timezone, offset: offsets.join(t('zone.or')) });
}

/**
 * The timezone by which a screen tells the time: the board's, unless this screen does not know it or knows an older rule for it than
 * the core, as browsers of TVs do. Then it is the core's offset of the moment.
 * @param offset the one the core says the zone has at `atMs`
 */
export const agreedZone = (timezone: string, offset: string, atMs: number): string =>
  isTimezone(timezone) && offsetAt(timezone, atMs) === offset ? timezone : offset;
