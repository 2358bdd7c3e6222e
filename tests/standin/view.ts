import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { notEmulated } from './notEmulated.ts';
import type { Rectangle } from './system.ts';
import { WebContents } from './webContents.ts';

export interface WebPreferences {
  readonly preload?: string;
  readonly sandbox?: boolean;
  readonly contextIsolation?: boolean;
  readonly nodeIntegration?: boolean;
  readonly navigateOnDragDrop?: boolean;
}

/** Refuses what is not emulated; returns the path of the preload script. */
export function preloadOf({ preload, ...isolation }: WebPreferences): string | null {
  const sandboxed = isolation.sandbox !== false || app.sandboxed;
  if (!sandboxed || isolation.contextIsolation === false || isolation.nodeIntegration === true)
    notEmulated('a renderer without sandbox or context isolation');
  return preload ?? null;
}

/** As Electron: what is dropped on a page leads there only if its window was told so. */
export const dropsLead = ({ navigateOnDragDrop }: WebPreferences): boolean => navigateOnDragDrop === true;

/** What a window is made of: the last child lies on top. */
export class View extends EventEmitter {
  readonly children: View[] = [];
  #bounds: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

  addChildView(view: View): void {
    this.removeChildView(view);
    this.children.push(view);
  }

  removeChildView(view: View): void {
    const index = this.children.indexOf(view);
    if (index >= 0) this.children.splice(index, 1);
  }

  setBounds(bounds: Rectangle): void {
    this.#bounds = bounds;
    this.emit('bounds-changed');
  }

  getBounds(): Rectangle {
    return this.#bounds;
  }

  setBackgroundColor(_color: string): void {}
}

/** The view that fills a window. */
export class ContentView extends View {
  readonly #windowBounds: () => Rectangle;

  constructor(windowBounds: () => Rectangle) {
    super();
    this.#windowBounds = windowBounds;
  }

  override getBounds(): Rectangle {
    return { ...this.#windowBounds(), x: 0, y: 0 };
  }
}

/** A page that lies in a window beside the window's own: one more page of Chromium, as large as it is told to be. */
export class WebContentsView extends View {
  readonly webContents: WebContents;

  constructor({ webPreferences = {} }: { webPreferences?: WebPreferences } = {}) {
    super();
    const preferences = { preload: preloadOf(webPreferences), navigateOnDragDrop: dropsLead(webPreferences) };
    this.webContents = new WebContents(0, { width: 800, height: 600, ...preferences });
    app.emit('web-contents-created', {}, this.webContents);
  }

  override setBounds(bounds: Rectangle): void {
    super.setBounds(bounds);
    void this.webContents.opened.then((target) => target.resize(bounds.width, bounds.height)).catch(() => {});
  }
}
