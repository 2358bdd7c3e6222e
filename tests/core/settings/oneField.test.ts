import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SUMMARY_FIELDS } from '../../../common/metrics.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, settingsSchema, type Settings } from '../../../common/settings.ts';
import { restoreSettings } from '../../../core/settings/restore.ts';

const ids = fc.array(fc.oneof(fc.integer(), fc.string({ minLength: 1, maxLength: 10 })), { maxLength: 4 });
const percent = fc.integer({ min: 0, max: 100 });
const target = fc.record({ warn: percent, bad: percent });
const seconds = fc.integer({ min: 0, max: 3600 });
const limits = fc.record({ warn: seconds, bad: seconds });
const tiles = fc.uniqueArray(
  fc.record(
    {
      metric: fc.constantFrom(...SUMMARY_FIELDS),
      size: fc.constantFrom('hero' as const, 'normal' as const),
      thresholds: limits,
    },
    { requiredKeys: ['metric', 'size'] },
  ),
  { selector: ({ metric }) => metric, maxLength: 6 },
);

const names = fc.uniqueArray(
  fc.record({ id: fc.string({ minLength: 1, maxLength: 8 }), name: fc.string({ minLength: 1, maxLength: 8 }) }),
  { selector: ({ id }) => id, maxLength: 3 },
);

const board = fc.record({
  id: fc.stringMatching(/^[a-z0-9-]{1,8}$/),
  title: fc.string({ maxLength: 20 }),
  query: fc.record({
    filter: fc.constantFrom('daily', 'WEEK', '2025-01-01 to 2025-01-31'),
    channels: ids,
    groupsID: ids,
    email: fc.constantFrom('', 'a@example.com'),
    timezone: fc.constantFrom('+03:00', '-05:00'),
    sla: fc.record({ service: seconds, response: seconds, waiting: seconds }),
    for: fc.constantFrom('session' as const, 'hospitality' as const),
    shiftIDs: ids,
  }),
  slaTargets: fc.record({ response: target, waiting: target, service: fc.option(target) }),
  tiles: tiles.filter((list) => list.filter(({ size }) => size === 'hero').length <= 3),
  hours: fc.record({
    dimTo: fc.integer({ min: 10, max: 90 }),
    spans: fc.array(
      fc.record({
        screen: fc.constantFrom('dim' as const, 'dark' as const),
        days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
        from: fc.constantFrom('22:00', '06:30'),
        to: fc.constantFrom('00:00', '07:15'),
      }),
      { maxLength: 2 },
    ),
  }),
});

const settings: fc.Arbitrary<Settings> = fc.record({
  version: fc.constant(DEFAULT_SETTINGS.version),
  site: fc.string({ maxLength: 20 }),
  locale: fc.constant('en' as const),
  theme: fc.constantFrom('dark' as const, 'light' as const),
  mode: fc.constantFrom('live' as const, 'demo' as const),
  personalData: fc.constantFrom('masked' as const, 'shownOnDesk' as const),
  shownFields: fc.uniqueArray(fc.constantFrom('note', 'loyalty_tier', 'ملاحظة'), { maxLength: 3 }),
  desktop: fc.record({
    kiosk: fc.boolean(),
    openAtLogin: fc.boolean(),
    updates: fc.constantFrom('off' as const, 'stable' as const, 'beta' as const),
    walls: fc.uniqueArray(
      fc.record({ display: fc.constantFrom('1', '2', '3'), board: fc.stringMatching(/^[a-z0-9-]{1,8}$/) }),
      {
        selector: ({ display }) => display,
        maxLength: 3,
      },
    ),
  }),
  apiUrl: fc.constantFrom(DEFAULT_SETTINGS.apiUrl, 'http://localhost:8080/api'),
  pixelShift: fc.boolean(),
  names: fc.record({ channels: names, groups: names, shifts: names }),
  boards: fc.uniqueArray(board, { selector: ({ id }) => id, minLength: 1, maxLength: 4 }),
});

type Path = readonly (string | number)[];

/** Every place in a JSON value, the value itself excluded. */
function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]): Path[] => {
    const place = [...path, Array.isArray(value) ? Number(name) : name];
    return [place, ...placesOf(item, place)];
  });
}

function replaced(value: unknown, [name, ...rest]: Path, junk: unknown): unknown {
  if (name === undefined) return junk;
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === name ? replaced(item, rest, junk) : item));
  return Object.fromEntries(
    Object.entries(Object(value)).map(([key, item]) => [key, key === name ? replaced(item, rest, junk) : item]),
  );
}

const damage = fc
  .record({ good: settings, place: fc.nat(), junk: fc.jsonValue() })
  .map(({ good, place, junk }) => {
    const places = placesOf(good);
    const path = places[place % places.length] ?? [];
    return { good, path, file: replaced(good, path, junk), junk };
  })
  // A board that took the id of another one is the only damage that cannot be told from its mirror image.
  .filter(({ good, path, junk }) => !(path[2] === 'id' && good.boards.some(({ id }) => id === junk)));

const idOf = (item: unknown): unknown => Object.getOwnPropertyDescriptor(Object(item), 'id')?.value;

test('one damaged field costs no other board and no other field of the settings', () => {
  fc.assert(
    fc.property(damage, ({ good, path, file }) => {
      const restored = restoreSettings(file);
      if (path[0] === 'version' && restored.kind === 'newer') return;
      if (restored.kind !== 'settings') throw new Error(`the file was ${restored.kind}`);
      expect(settingsSchema.safeParse(restored.settings).success).toBe(true);
      const { boards: _, ...fields } = restored.settings;
      for (const [name, value] of Object.entries(fields))
        if (name !== path[0])
          expect([name, value]).toEqual([name, Object.entries(good).find(([n]) => n === name)?.[1]]);
      if (path[0] === 'boards' && path.length === 1) return;
      const untouched = good.boards.filter((_board, i) => path[0] !== 'boards' || i !== path[1]);
      const others = restored.settings.boards.filter(({ id }) => untouched.some((kept) => kept.id === id));
      expect(others).toEqual(untouched);
    }),
    { numRuns: 1_000 },
  );
});

test('a board comes back with the very filters in the file, or not at all', () => {
  fc.assert(
    fc.property(damage, ({ file }) => {
      const restored = restoreSettings(file);
      if (restored.kind !== 'settings') return;
      const found: unknown = Object.getOwnPropertyDescriptor(Object(file), 'boards')?.value;
      const inFile: unknown[] = Array.isArray(found) ? found : [];
      for (const now of restored.settings.boards) {
        const { channels, groupsID, shiftIDs, email } = now.query;
        const before = inFile.find((item) => idOf(item) === now.id);
        const isFallback = restored.settings.boards.length === 1 && now.id === DEFAULT_BOARD.id && now.title === '';
        if (before !== undefined && !isFallback)
          expect(before).toMatchObject({ query: { channels, groupsID, shiftIDs, email } });
      }
    }),
    { numRuns: 1_000 },
  );
});

test('whole settings come back as they are', () => {
  fc.assert(
    fc.property(settings, (good) => {
      expect(restoreSettings(good)).toEqual({ kind: 'settings', settings: good, resetFields: [], migrated: false });
    }),
  );
});

test('no JSON at all makes it throw, and what it returns is valid', () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.record({ version: fc.constant(DEFAULT_SETTINGS.version), boards: fc.jsonValue() }),
    fc.record({
      version: fc.constant(DEFAULT_SETTINGS.version),
      boards: fc.array(fc.oneof(fc.jsonValue(), board)),
      x: fc.jsonValue(),
    }),
  );
  fc.assert(
    fc.property(anything, (raw) => {
      const restored = restoreSettings(raw);
      if (restored.kind === 'settings') expect(settingsSchema.parse(restored.settings)).toEqual(restored.settings);
    }),
    { numRuns: 1_000 },
  );
});
