import { z } from 'zod';
import { SUMMARY_FIELDS, type SummaryField } from './metrics.ts';
import { DEFAULT_QUERY, querySchema } from './query.ts';
import { parseApiUrl } from './apiUrl.ts';
import { DEFAULT_HOURS, hoursSchema } from './hours.ts';
import { NO_NAMES } from './idNames.ts';
import { LONGEST_ID } from './ids.ts';
import { HOUR_MS } from './time.ts';

/** The version of the settings file this build writes. */
export const SETTINGS_VERSION = 5;

export const DEFAULT_API_URL = 'https://api.experiaapp.com';
/** Requests per rolling hour and key (API page, "Rate Limiting"). */
export const API_HOURLY_LIMIT = 200;
/** The physical limit on freshness: one request each 18 s, in milliseconds. */
export const NOMINAL_PACE_MS = HOUR_MS / API_HOURLY_LIMIT;

const thresholdsSchema = z.strictObject({ warn: z.number(), bad: z.number() });

export const tileSchema = z.strictObject({
  metric: z.enum(SUMMARY_FIELDS),
  size: z.enum(['hero', 'normal']),
  /** In the metric's own unit; absent means the metric's default. */
  thresholds: thresholdsSchema.optional(),
});
export type Tile = z.infer<typeof tileSchema>;

const percent = z.number().min(0).max(100);
/** Target of an SLA gauge in percent: warn below `warn`, bad below `bad`; null: it is shown and not judged. */
const slaTargetSchema = z.strictObject({ warn: percent, bad: percent }).nullable();

export const MAX_HEROES = 3;
export const MAX_TILES = 20;
export const MAX_BOARDS = 50;
/** Length of a board's id in characters. */
export const MAX_BOARD_ID = 64;

export const boardIdSchema = z
  .string()
  .max(MAX_BOARD_ID)
  .regex(/^[a-z0-9-]+$/);

export const boardSchema = z.strictObject({
  id: boardIdSchema,
  title: z.string().max(120),
  query: querySchema,
  slaTargets: z.strictObject({ response: slaTargetSchema, waiting: slaTargetSchema, service: slaTargetSchema }),
  tiles: z
    .array(tileSchema)
    .max(MAX_TILES)
    .refine((tiles) => tiles.filter((tile) => tile.size === 'hero').length <= MAX_HEROES, 'at most three hero tiles')
    .refine((tiles) => new Set(tiles.map((tile) => tile.metric)).size === tiles.length, 'each metric once'),
  /** When the board's screens dim and go dark; its figures are not asked for while it is dark. */
  hours: hoursSchema,
});
export type Board = z.infer<typeof boardSchema>;

/** Length of a display's id in characters. */
const MAX_DISPLAY_ID = 64;
export const MAX_WALL_WINDOWS = 8;

/** What the desktop app does with its windows; the browser shell keeps it and does nothing with it. */
export const desktopSchema = z.strictObject({
  /** Start as a kiosk without the `--kiosk` option. */
  kiosk: z.boolean(),
  /** Start when the user signs in. */
  openAtLogin: z.boolean(),
  /** Which releases the app updates itself to; `off` asks for none. */
  updates: z.enum(['off', 'stable', 'beta']),
  /** Boards shown full-screen on displays of their own, beside the desk's window. */
  walls: z
    .array(z.strictObject({ display: z.string().min(1).max(MAX_DISPLAY_ID), board: boardIdSchema }))
    .max(MAX_WALL_WINDOWS)
    .refine((walls) => new Set(walls.map(({ display }) => display)).size === walls.length, 'each display once'),
});
export type DesktopSettings = z.infer<typeof desktopSchema>;

/** Names of one kind, and characters of one of them. */
export const MAX_ID_NAMES = 300;
export const MAX_ID_NAME = 60;

const idNamesSchema = z
  .array(z.strictObject({ id: z.string().min(1).max(LONGEST_ID), name: z.string().min(1).max(MAX_ID_NAME) }))
  .max(MAX_ID_NAMES)
  .refine((names) => new Set(names.map(({ id }) => id)).size === names.length, 'each id once');
/** Length of a field's name in characters. */
export const MAX_FIELD_NAME = 200;
export const MAX_SHOWN_FIELDS = 200;
/** Documented fields that name the client and the agent: whoever needs these shows all personal data. */
export const ALWAYS_MASKED: readonly string[] = ['username', 'agent_email'];
export const shownFieldSchema = z
  .string()
  .trim()
  .min(1)
  .max(MAX_FIELD_NAME)
  .refine((name) => !ALWAYS_MASKED.includes(name.toLowerCase()), 'a field that may be shown');

const unique = (boards: readonly Board[]): boolean => new Set(boards.map((board) => board.id)).size === boards.length;

export const settingsSchema = z.strictObject({
  version: z.literal(SETTINGS_VERSION),
  /** The name in the wall's header. */
  site: z.string().max(120),
  locale: z.enum(['en']),
  theme: z.enum(['dark', 'light']),
  /** `demo` shows the built-in simulator and needs no key. */
  mode: z.enum(['live', 'demo']),
  /** Phone numbers, e-mail addresses and names of people: `shownOnDesk` shows them in the supervisor's window, never on a wall. */
  personalData: z.enum(['masked', 'shownOnDesk']),
  /** Fields of cards that the owner allows to be shown in the supervisor's window while personal data is masked. */
  shownFields: z.array(shownFieldSchema).max(MAX_SHOWN_FIELDS).default([]),
  desktop: desktopSchema,
  apiUrl: z.string().refine((text) => parseApiUrl(text).ok, 'an https address, or http to this machine'),
  /** Moves the picture of a wall by a little every minute, so that nothing burns in. */
  pixelShift: z.boolean(),
  /** What channels, groups and shifts are called on screens; never sent to the API. */
  names: z.strictObject({ channels: idNamesSchema, groups: idNamesSchema, shifts: idNamesSchema }),
  boards: z.array(boardSchema).min(1).max(MAX_BOARDS).refine(unique, 'board ids are unique'),
});
export type Settings = z.infer<typeof settingsSchema>;

const tile = (metric: SummaryField, size: Tile['size'] = 'normal'): Tile => ({ metric, size });

/** SLA target, % of sessions inside the threshold (ours): warn below 80, bad below 70. */
export const SLA_TARGET = { warn: 80, bad: 70 };

export const DEFAULT_BOARD: Board = {
  id: 'main',
  title: '',
  query: DEFAULT_QUERY,
  // How long a service may take differs from centre to centre: nobody is told that it is too long before somebody says so.
  slaTargets: { response: SLA_TARGET, waiting: SLA_TARGET, service: null },
  tiles: [
    tile('totalSessions', 'hero'),
    tile('averageWaitingTime', 'hero'),
    tile('CSAT', 'hero'),
    tile('averageResponseTime'),
    tile('averageServiceTime'),
    tile('FCR'),
    tile('NPS'),
    tile('totalTransferred'),
    tile('totalMsg'),
    tile('totalClient'),
    tile('peakTime'),
  ],
  hours: DEFAULT_HOURS,
};

export const DEFAULT_SETTINGS: Settings = {
  version: SETTINGS_VERSION,
  site: 'Contact centre',
  locale: 'en',
  theme: 'dark',
  mode: 'live',
  personalData: 'masked',
  shownFields: [],
  desktop: { kiosk: false, openAtLogin: false, updates: 'off', walls: [] },
  apiUrl: DEFAULT_API_URL,
  pixelShift: true,
  names: { channels: [...NO_NAMES.channels], groups: [...NO_NAMES.groups], shifts: [...NO_NAMES.shifts] },
  boards: [DEFAULT_BOARD],
};
