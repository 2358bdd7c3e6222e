import type { Notice } from '../../common/snapshot.ts';
import { createKioskPin } from '../../core/kioskPin.ts';
import type { Ports } from '../../core/ports.ts';

/** Fields whose loss loses whether the desk was a kiosk: all settings, the desktop app's, or that very field. */
const FIELDS: ReadonlySet<string> = new Set(['settings', 'desktop', 'desktop.kiosk']);

/** A backup may be from before the desk became a kiosk. */
const isLost = (notice: Notice): boolean =>
  notice.kind === 'settingsRestored' ||
  (notice.kind === 'settingsReset' && notice.fields.some((field) => FIELDS.has(field)));

/**
 * Whether a desk whose settings were lost is to open as a kiosk: a PIN beside them, even one that cannot be read, says that
 * this was no open desk.
 */
export async function wasKiosk(
  notices: readonly Notice[],
  { files, clock, log }: Pick<Ports, 'files' | 'clock' | 'log'>,
): Promise<boolean> {
  if (!notices.some(isLost)) return false;
  const pin = createKioskPin(files, clock, log);
  await pin.open();
  return pin.isSet();
}
