import type { Menu, MenuItemConstructorOptions, NativeImage, nativeImage, Tray } from 'electron';
import { trayPng } from './trayImage.ts';
import type { TrayStatus } from './trayStatus.ts';
import type { Words } from './words.ts';

/** Pixels of the icon on a plain display; twice as many on a fine one. */
const SIZE = 16;

export interface TrayView {
  readonly status: TrayStatus;
  readonly tooltip: string;
  readonly words: Words;
  /** Null where the app cannot be made to open at login. */
  readonly openAtLogin: boolean | null;
}

export interface TrayActions {
  show(): void;
  openSettings(): void;
  setOpenAtLogin(on: boolean): void;
  quit(): void;
}

export interface TrayParts {
  readonly Tray: new (image: NativeImage) => Tray;
  readonly nativeImage: Pick<typeof nativeImage, 'createEmpty'>;
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
}

export interface TrayIcon {
  /** Shows the view; null takes the icon away. */
  show(view: TrayView | null): void;
  /** Makes the next view's menu anew, also if nothing in it has changed. */
  forgetMenu(): void;
}

export function trayMenuTemplate(
  { words, openAtLogin }: Pick<TrayView, 'words' | 'openAtLogin'>,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const login: MenuItemConstructorOptions = {
    id: 'openAtLogin',
    label: words.tray.openAtLogin,
    type: 'checkbox',
    checked: openAtLogin === true,
    click: () => actions.setOpenAtLogin(openAtLogin !== true),
  };
  return [
    { id: 'show', label: words.tray.show, click: () => actions.show() },
    { id: 'settings', label: words.menu.settings, click: () => actions.openSettings() },
    ...(openAtLogin === null ? [] : [login]),
    { type: 'separator' },
    { id: 'quit', label: words.tray.quit, click: () => actions.quit() },
  ];
}

/** The icon in the notification area. It is changed only where its view changed: some systems flicker otherwise. */
export function createTrayIcon({ Tray, nativeImage, buildMenu }: TrayParts, actions: TrayActions): TrayIcon {
  let tray: Tray | null = null;
  let shown: Partial<TrayView> = {};

  function imageOf(status: TrayStatus): NativeImage {
    const image = nativeImage.createEmpty();
    for (const scaleFactor of [1, 2])
      image.addRepresentation({ scaleFactor, buffer: trayPng(status, SIZE * scaleFactor) });
    return image;
  }

  return {
    show(view) {
      if (view === null) {
        tray?.destroy();
        tray = null;
        shown = {};
        return;
      }
      if (tray === null) {
        tray = new Tray(imageOf(view.status));
        tray.on('click', () => actions.show());
      } else if (view.status !== shown.status) tray.setImage(imageOf(view.status));
      if (view.tooltip !== shown.tooltip) tray.setToolTip(view.tooltip);
      if (view.openAtLogin !== shown.openAtLogin || view.words !== shown.words)
        tray.setContextMenu(buildMenu(trayMenuTemplate(view, actions)));
      shown = view;
    },
    forgetMenu() {
      const { words: _, ...rest } = shown;
      shown = rest;
    },
  };
}
