/** Icons as strokes in a box of 24, drawn by hand so that no font and no file is needed. */
export const ICON_PATHS = {
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.6 4.6L19.5 7',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  chevronDown: 'M6 9.5l6 6 6-6',
  chevronUp: 'M6 14.5l6-6 6 6',
  chevronForward: 'M9.5 6l6 6-6 6',
  chevronBack: 'M14.5 6l-6 6 6 6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  cards: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z',
  settings: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5',
  undo: 'M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  fullScreen: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  keys: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7.5 14h9',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 8h.01',
  filter: 'M4 5h16l-6.2 7.4V19l-3.6-2v-4.6z',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  pencil: 'M4 20l1-4L16.5 4.5l3 3L8 19z',
  trash: 'M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  upload: 'M12 16V5M7 9l5-5 5 5M4 20h16',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20 20',
  columns: 'M4 5h16v14H4zM9.3 5v14M14.7 5v14',
  erase: 'M9 6h11v12H9l-5-6zM11.5 9.5l5 5M16.5 9.5l-5 5',
  refresh: 'M20 12a8 8 0 1 1-2.4-5.7L20 8.5M20 4v4.5h-4.5',
  warning: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.3h.01',
} as const;

export type IconName = keyof typeof ICON_PATHS;

/** Icons that point along the line of writing and are mirrored with it. */
export const MIRRORED: ReadonlySet<IconName> = new Set(['chevronForward', 'chevronBack', 'undo']);

/** Icons made of dots, which take a wider stroke. */
export const DOTTED: ReadonlySet<IconName> = new Set(['more', 'grip']);
