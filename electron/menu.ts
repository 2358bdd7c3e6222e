import type { MenuItemConstructorOptions } from 'electron';

/** Standard entries only, for their shortcuts (copy, paste, quit); a kiosk has no menu at all. F11 is bound elsewhere. */
export function menuTemplate(machine: { kiosk: boolean; platform: string }): MenuItemConstructorOptions[] | null {
  if (machine.kiosk) return null;
  const first: MenuItemConstructorOptions = machine.platform === 'darwin' ? { role: 'appMenu' } : { role: 'fileMenu' };
  return [first, { role: 'editMenu' }, { role: 'windowMenu' }];
}
