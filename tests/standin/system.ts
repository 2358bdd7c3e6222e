import { EventEmitter } from 'node:events';

/** Machine-level modules. Tests fire their events, such as `powerMonitor.emit('resume')`, as they can on Electron. */
export const powerMonitor = new EventEmitter();

const blockers = new Map<number, string>();
let lastBlocker = 0;

export const powerSaveBlocker = {
  start(type: string): number {
    if (type !== 'prevent-display-sleep' && type !== 'prevent-app-suspension')
      throw new TypeError('Error processing argument at index 0');
    lastBlocker += 1;
    blockers.set(lastBlocker, type);
    return lastBlocker;
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
};

export interface Size {
  readonly width: number;
  readonly height: number;
}

const SIZE: Size = { width: 1920, height: 1080 };

export class Screen extends EventEmitter {
  displays = [{ id: 1, bounds: { x: 0, y: 0, ...SIZE }, workArea: { x: 0, y: 0, ...SIZE }, scaleFactor: 1 }];

  getPrimaryDisplay(): { readonly bounds: Size } {
    return this.displays[0] ?? { bounds: SIZE };
  }

  getAllDisplays(): readonly { readonly bounds: Size }[] {
    return this.displays;
  }
}

/** Tests plug displays in and out through `displays` and the events `display-added` and `display-removed`. */
export const screen = new Screen();

export class Menu {
  static #current: Menu | null = null;
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly unknown[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#current = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#current;
  }
}
