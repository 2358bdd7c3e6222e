import type { FormatWords, UnitName } from '../common/formats.ts';
import type { SummaryField } from '../common/metrics.ts';
import type { Snapshot } from '../common/snapshot.ts';

/** Every word the desktop shell shows outside its pages: menus, tray and file dialogs. */
export interface Words extends FormatWords {
  readonly direction: 'ltr' | 'rtl';
  readonly menu: Readonly<
    Record<
      | 'file'
      | 'edit'
      | 'view'
      | 'window'
      | 'help'
      | 'settings'
      | 'cards'
      | 'quit'
      | 'undo'
      | 'redo'
      | 'cut'
      | 'copy'
      | 'paste'
      | 'selectAll'
      | 'fullScreen'
      | 'minimize'
      | 'close'
      | 'openOnDisplay'
      | 'closeWalls'
      | 'keys'
      | 'copyDiagnostics'
      | 'services'
      | 'hideOthers'
      | 'showAll',
      string
    >
  >;
  about(app: string): string;
  hide(app: string): string;
  /** A display, with its size in pixels. */
  display(name: string, width: number, height: number): string;
  unnamedDisplay(n: number): string;
  primaryDisplay(name: string): string;
  unnamedBoard(n: number): string;
  readonly tray: Readonly<Record<'show' | 'openAtLogin' | 'quit' | 'demo' | 'noData' | 'separator', string>>;
  /** How old the figures are, for each health they can have. */
  live(age: string): string;
  late(age: string): string;
  lost(age: string): string;
  /** Figures and their health in one line. */
  status(figures: string, health: string): string;
  figure(metric: string, value: string): string;
  readonly noValue: string;
  /** As short as they can be: a tray has room for one line. */
  readonly metrics: Readonly<Record<SummaryField, string>>;
  readonly save: Readonly<Record<'title' | 'csv' | 'tsv' | 'xlsx' | 'json', string>>;
  /** The page of a window that has no figures to show; `{time}` is a time of day. */
  readonly stopped: Readonly<Record<'title' | 'since' | 'next', string>>;
}

const UNITS: Readonly<Record<UnitName, string>> = { day: 'd', hour: 'h', minute: 'm', second: 's' };
const LONG_UNITS: Readonly<Record<UnitName, string>> = { ...UNITS, minute: 'min' };

const EN: Words = {
  direction: 'ltr',
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    settings: 'Settings…',
    cards: 'Cards…',
    quit: 'Quit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    fullScreen: 'Full screen',
    minimize: 'Minimise',
    close: 'Close',
    openOnDisplay: 'Open on display',
    closeWalls: 'Close wall',
    keys: 'Keys',
    copyDiagnostics: 'Copy diagnostics',
    services: 'Services',
    hideOthers: 'Hide others',
    showAll: 'Show all',
  },
  about: (app) => `About ${app}`,
  hide: (app) => `Hide ${app}`,
  display: (name, width, height) => `${name}, ${width} × ${height}`,
  unnamedDisplay: (n) => `Display ${n}`,
  primaryDisplay: (name) => `${name} (main)`,
  unnamedBoard: (n) => `Board ${n}`,
  tray: {
    show: 'Show',
    openAtLogin: 'Open at login',
    quit: 'Quit',
    demo: 'Demo data',
    noData: 'No data',
    separator: ' · ',
  },
  live: (age) => `Live, ${age}`,
  late: (age) => `Late, ${age} old`,
  lost: (age) => `Not current, ${age} old`,
  status: (figures, health) => `${figures} — ${health}`,
  figure: (metric, value) => `${metric} ${value}`,
  unit: (name) => UNITS[name],
  inUnit: (name, n) => `${n} ${LONG_UNITS[name]}`,
  percent: (n) => `${n} %`,
  noValue: '–',
  metrics: {
    totalSessions: 'Sessions',
    totalClosedSessions: 'Closed',
    totalTransferred: 'Transferred',
    totalClient: 'New clients',
    averageWaitingTime: 'Avg waiting',
    averageResponseTime: 'Avg response',
    averageServiceTime: 'Avg service',
    minServiceTime: 'Min service',
    maxServiceTime: 'Max service',
    CSAT: 'CSAT',
    FCR: 'FCR',
    NPS: 'NPS',
    agentTotalTimeOnline: 'Online time',
    totalMsg: 'Messages',
    totalTags: 'Tags',
    totalTagsPercent: 'Tagged',
    peakTime: 'Peak',
    weakTime: 'Quietest',
    totalTemplateUsage: 'Templates',
    totalPredefinedMessages: 'Predefined',
  },
  save: { title: 'Save file', csv: 'Table (CSV)', tsv: 'Table (TSV)', xlsx: 'Excel workbook', json: 'Settings (JSON)' },
  stopped: {
    title: 'This screen has stopped showing figures',
    since: 'Not live since {time}',
    next: 'Trying again at {time}',
  },
};

const WORDS: Readonly<Record<Snapshot['locale'], Words>> = { en: EN };

export const wordsOf = (locale: Snapshot['locale']): Words => WORDS[locale];
