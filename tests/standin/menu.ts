interface ItemOptions {
  readonly id?: string;
  readonly role?: string;
  readonly label?: string;
  readonly type?: string;
  readonly checked?: boolean;
  readonly enabled?: boolean;
  readonly accelerator?: string;
  readonly registerAccelerator?: boolean;
  readonly submenu?: readonly ItemOptions[];
  readonly click?: (item: unknown) => void;
}

export interface KeyStroke {
  readonly key: string;
  readonly modifiers: readonly string[];
}

/** An item as tests see it on Electron: they read it, and click it. */
export class MenuItem {
  readonly id: string;
  readonly role: string | undefined;
  readonly label: string;
  readonly type: string;
  readonly checked: boolean;
  readonly enabled: boolean;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  readonly #options: ItemOptions;

  constructor(options: ItemOptions) {
    this.#options = options;
    this.id = options.id ?? '';
    this.role = options.role?.toLowerCase();
    this.label = options.label ?? options.role ?? '';
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal');
    this.checked = options.checked === true;
    this.enabled = options.enabled !== false;
    this.accelerator = options.accelerator;
    this.submenu = options.submenu && new Menu(options.submenu);
  }

  click(): void {
    if (this.enabled) this.#options.click?.(this);
  }

  /** Whether a key stroke is this item's shortcut, on a system with a Control key. */
  answers({ key, modifiers }: KeyStroke): boolean {
    if (this.accelerator === undefined || this.#options.registerAccelerator === false) return false;
    const parts = this.accelerator.split('+');
    const held = parts.slice(0, -1).map((part) => part.replace('CmdOrCtrl', 'control').toLowerCase());
    return parts.at(-1)?.toLowerCase() === key.toLowerCase() && held.sort().join() === [...modifiers].sort().join();
  }
}

export class Menu {
  static #current: Menu | null = null;
  static readonly #watchers = new Set<(menu: Menu | null) => void>();
  readonly items: readonly MenuItem[];

  constructor(items: readonly ItemOptions[]) {
    this.items = items.map((item) => new MenuItem(item));
  }

  static buildFromTemplate(template: readonly ItemOptions[]): Menu {
    return new Menu(template);
  }

  /** As on Windows and Linux: the menu is put on every window there is, and on each new one. */
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#current = menu;
    for (const watcher of Menu.#watchers) watcher(menu);
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#current;
  }

  /** Of the stand-in only. */
  static onApplicationMenu(watcher: (menu: Menu | null) => void): void {
    Menu.#watchers.add(watcher);
  }

  getMenuItemById(id: string): MenuItem | null {
    return this.#all().find((item) => item.id === id) ?? null;
  }

  /** Of the stand-in only: a key stroke reaches the menu. */
  press(stroke: KeyStroke): void {
    this.#all()
      .find((item) => item.answers(stroke))
      ?.click();
  }

  #all(): MenuItem[] {
    return this.items.flatMap((item) => [item, ...(item.submenu ? item.submenu.#all() : [])]);
  }
}
