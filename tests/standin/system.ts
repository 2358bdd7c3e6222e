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

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Display {
  readonly id: number;
  readonly label: string;
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
  readonly scaleFactor: number;
}

export class Screen extends EventEmitter {
  #displays: readonly Display[] = [];

  constructor() {
    super();
    this.plugIn({ x: 0, y: 0, width: 1920, height: 1080 });
  }

  getPrimaryDisplay(): Display {
    const [primary] = this.#displays;
    if (!primary) throw new Error('[standin] there is no display');
    return primary;
  }

  getAllDisplays(): readonly Display[] {
    return this.#displays;
  }

  getDisplayMatching(bounds: Rectangle): Display {
    return this.matching(bounds) ?? this.getPrimaryDisplay();
  }

  /** Of the stand-in only: the display with a window's corner, else the first; undefined when there is none. */
  matching({ x, y }: Rectangle): Display | undefined {
    const holds = ({ bounds }: Display): boolean =>
      x >= bounds.x && x < bounds.x + bounds.width && y >= bounds.y && y < bounds.y + bounds.height;
    return this.#displays.find(holds) ?? this.#displays[0];
  }

  /** Of the stand-in only: a display is attached. Returns its id, the same as before for the same bounds. */
  plugIn(bounds: Rectangle): number {
    const id = Number(`${bounds.x + 1}${bounds.width}`);
    const display = { id, label: `Stand-in ${id}`, bounds, workArea: bounds, scaleFactor: 1 };
    this.#displays = [...this.#displays, display];
    this.emit('display-added', {}, display);
    return id;
  }

  /** Of the stand-in only: a display is taken away. */
  unplug(id: number): void {
    const gone = this.#displays.find((display) => display.id === id);
    this.#displays = this.#displays.filter((display) => display !== gone);
    if (gone) this.emit('display-removed', {}, gone);
  }
}

/** Tests plug displays in and out, which they cannot on Electron. */
export const screen = new Screen();

let clipboardText = '';

export const clipboard = {
  writeText: (text: string): void => void (clipboardText = text),
  readText: (): string => clipboardText,
};
