import type { Dispatch } from '../common/contract.ts';
import type { DesktopSettings } from '../common/settings.ts';
import type { Log } from '../core/ports.ts';

/** Somebody else may have saved in between; then the change is made from what they saved. */
const ATTEMPTS = 3;

/** Changes what the desktop app does with its windows, through the same command as the settings' own screen. */
export async function changeDesktop(
  dispatch: Dispatch,
  change: (desktop: DesktopSettings) => DesktopSettings,
  log: Pick<Log, 'warn'>,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const current = await dispatch('getSettings', undefined, 'control');
    if (!current.ok) break;
    const { settings, revision } = current.value;
    const next = { ...settings, desktop: change(settings.desktop) };
    const saved = await dispatch('saveSettings', { settings: next, basedOn: revision }, 'control');
    if (saved.ok) return;
    if (saved.error.code !== 'conflict') break;
  }
  log.warn('settingsUnchanged', { part: 'desktop' });
}
