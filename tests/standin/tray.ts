import { EventEmitter } from 'node:events';
import type { Menu } from './menu.ts';

/** A PNG file begins like this; what follows is left to whoever draws. */
const PNG = '\u0089PNG';

/** Holds PNG files, one for each scale factor; anything else is refused. */
export class NativeImage {
  readonly #files = new Map<number, Buffer>();

  addRepresentation({ scaleFactor = 1, buffer }: { scaleFactor?: number; buffer?: Buffer }): void {
    if (buffer?.toString('latin1', 0, PNG.length) !== PNG) throw new Error('[standin] not a PNG file');
    this.#files.set(scaleFactor, buffer);
  }

  isEmpty(): boolean {
    return this.#files.size === 0;
  }

  getScaleFactors(): number[] {
    return [...this.#files.keys()];
  }

  toPNG({ scaleFactor = 1 }: { scaleFactor?: number } = {}): Buffer {
    return this.#files.get(scaleFactor) ?? Buffer.alloc(0);
  }
}

export const nativeImage = { createEmpty: (): NativeImage => new NativeImage() };

/** An icon in the notification area. What it shows is kept in the fields that Electron keeps to itself. */
export class Tray extends EventEmitter {
  /** Of the stand-in only: the icons there are. */
  static readonly shown = new Set<Tray>();
  image: NativeImage;
  tooltip = '';
  menu: Menu | null = null;

  constructor(image: NativeImage) {
    super();
    this.image = image;
    this.setImage(image);
    Tray.shown.add(this);
  }

  setImage(image: NativeImage): void {
    if (image.isEmpty()) throw new Error('Failed to load image');
    this.image = image;
  }

  setToolTip(text: string): void {
    this.tooltip = text;
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }

  isDestroyed(): boolean {
    return !Tray.shown.has(this);
  }

  destroy(): void {
    Tray.shown.delete(this);
  }
}
