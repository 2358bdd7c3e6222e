import { afterEach, describe, expect, it } from 'vitest';
import type { Access } from '../../common/access.ts';
import type { CardOutcome, RowsChunk } from '../../common/drilldown.ts';
import type { Query } from '../../common/query.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, type Board, type Settings } from '../../common/settings.ts';
import type { Wallboard } from '../../core/wallboard.types.ts';
import { start } from '../core/simulator/support.ts';
import { board, files, keychain, live, storedSettings, until } from '../core/support/composed.ts';
import { MARKER, NAUGHTY, naughtyRows } from './support/naughtyStrings.ts';

/** As core/drilldown/room.ts promises: a text of a cell, and the sign that it was cut. */
const LONGEST_CELL = 20_001;

afterEach(() => {
  expect(({} as Record<string, unknown>)['polluted'], 'Object.prototype').toBeUndefined();
});

/** Every text in a value, names of fields included. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [name, ...textsOf(part)]);
}

async function readAll(wallboard: Wallboard, access: Access): Promise<{ rows: unknown[]; text: string }> {
  const input = { request: crypto.randomUUID(), board: 'main', card: 'CARDTAGS', spend: 'yes' };
  const opened = await wallboard.dispatch('openCard', input, access);
  if (!opened.ok) throw new Error(opened.error.code);
  const outcome: CardOutcome = opened.value;
  if (outcome.kind !== 'rows') throw new Error(outcome.kind);
  const texts: string[] = [];
  for (let from: number | null = 0; from !== null;) {
    const part = await wallboard.dispatch('readRows', { ticket: outcome.ticket, from }, access);
    if (!part.ok) throw new Error(part.error.code);
    const chunk: RowsChunk = part.value;
    texts.push(chunk.text);
    from = chunk.next;
  }
  return { rows: texts.flatMap((text) => JSON.parse(text) as unknown[]), text: texts.join('') };
}

describe('naughty texts of the server', () => {
  it('in every field of a summary reach no screen, no file and no log', async () => {
    const simulator = await start();
    const lines: string[] = [];
    const note = (...facts: unknown[]): void => void lines.push(JSON.stringify(facts));
    const wallboard = board(keychain(), {
      apiUrl: simulator.url,
      givenKey: { key: simulator.key, source: 'environment' },
      log: { info: note, warn: note },
    });
    const texts = Object.values(NAUGHTY).filter((text) => text.length < 10_000);
    simulator.misbehave({
      kind: 'patch',
      summary: (summary) => ({
        ...Object.fromEntries(Object.keys(summary).map((name, index) => [name, texts[index % texts.length]])),
        ...Object.fromEntries(texts.map((text) => [text, text])),
        totalSessions: 12,
        status: 'SUCCESS',
      }),
    });
    await wallboard.start();
    const snapshot = await until(wallboard, live);
    const tile = snapshot.boards[0]?.tiles.find(({ metric }) => metric === 'totalSessions');
    expect(tile?.reading.value).toBe(12);
    expect(JSON.stringify(snapshot)).not.toContain(MARKER);
    expect(files() + lines.join('\n')).not.toContain(MARKER);
  });

  it('in every cell and field name of a card come as bounded, well-formed text, to the desk and to a kiosk', async () => {
    const simulator = await start();
    const wallboard = board(keychain(), {
      apiUrl: simulator.url,
      givenKey: { key: simulator.key, source: 'environment' },
    });
    await wallboard.start();
    await until(wallboard, live);
    simulator.misbehave({ kind: 'patch', cardContent: naughtyRows() });
    for (const access of ['control', 'kiosk'] as const) {
      const { rows, text } = await readAll(wallboard, access);
      const texts = textsOf(rows);
      expect(texts.some((one) => one.includes(MARKER))).toBe(true);
      expect(Math.max(...texts.map((one) => one.length))).toBeLessThanOrEqual(LONGEST_CELL);
      expect(texts.filter((one) => !one.isWellFormed())).toEqual([]);
      expect(text.length).toBeLessThan(1_000_000);
      expect(JSON.stringify(structuredClone(rows))).toHaveLength(JSON.stringify(rows).length);
    }
    expect(JSON.stringify(wallboard.snapshot())).not.toContain(MARKER);
  });
});

/** How long a text may be in each field that takes a free one, and what puts it there. */
const FREE: Readonly<
  Record<string, { readonly most: number; readonly put: (to: Settings, text: string) => Settings }>
> = {
  site: { most: 120, put: (to, site) => ({ ...to, site }) },
  title: { most: 120, put: (to, title) => withBoard(to, (board) => ({ ...board, title })) },
  email: { most: 320, put: (to, email) => withQuery(to, { email }) },
  channels: { most: 200, put: (to, id) => withQuery(to, { channels: [id] }) },
  groups: { most: 200, put: (to, id) => withQuery(to, { groupsID: [id] }) },
  shifts: { most: 200, put: (to, id) => withQuery(to, { shiftIDs: [id] }) },
  display: {
    most: 64,
    put: (to, display) => ({ ...to, desktop: { ...to.desktop, walls: [{ display, board: 'main' }] } }),
  },
};

const withBoard = (to: Settings, change: (board: Board) => Board): Settings => ({
  ...to,
  boards: to.boards.map(change),
});
const withQuery = (to: Settings, query: Partial<Query>): Settings =>
  withBoard(to, (board) => ({ ...board, query: { ...board.query, ...query } }));

/** Fields with a form of their own, which no naughty text has. */
const STRICT: Readonly<Record<string, (text: string) => object>> = {
  id: (text) => ({ boards: [{ ...DEFAULT_BOARD, id: text }] }),
  period: (text) => ({ boards: [{ ...DEFAULT_BOARD, query: { ...DEFAULT_BOARD.query, filter: text } }] }),
  offset: (text) => ({ boards: [{ ...DEFAULT_BOARD, query: { ...DEFAULT_BOARD.query, timezone: text } }] }),
  category: (text) => ({ boards: [{ ...DEFAULT_BOARD, query: { ...DEFAULT_BOARD.query, for: text } }] }),
  metric: (text) => ({ boards: [{ ...DEFAULT_BOARD, tiles: [{ metric: text, size: 'hero' }] }] }),
  apiUrl: (text) => ({ apiUrl: text }),
  locale: (text) => ({ locale: text }),
  theme: (text) => ({ theme: text }),
  mode: (text) => ({ mode: text }),
  unknown: (text) => ({ [text]: text }),
};

describe('naughty texts in the settings', () => {
  it('are kept as they are where text is free, refused where they are too long, and outlive a restart', async () => {
    const wallboard = board(keychain());
    await wallboard.start();
    const trouble: string[] = [];
    const save = async (settings: Settings): Promise<string> => {
      const { settingsRevision: basedOn } = wallboard.snapshot();
      const result = await wallboard.dispatch('saveSettings', { settings, basedOn }, 'control');
      return result.ok ? 'ok' : result.error.code;
    };
    const demo: Settings = { ...DEFAULT_SETTINGS, mode: 'demo' };
    for (const [kind, text] of Object.entries(NAUGHTY)) {
      const filled = Object.values(FREE).reduce(
        (to, { most, put }) => put(to, text.slice(0, most).toWellFormed()),
        demo,
      );
      if ((await save(filled)) !== 'ok') trouble.push(`${kind} refused`);
      if (JSON.stringify(storedSettings().load().settings) !== JSON.stringify(filled)) trouble.push(`${kind} changed`);
      for (const [field, { most, put }] of Object.entries(FREE))
        if ([...text].length > most && (await save(put(demo, text))) !== 'invalidInput')
          trouble.push(`${kind} too long: ${field}`);
    }
    expect(trouble).toEqual([]);
  });

  it('are refused wherever a text has a form, and nothing changes', async () => {
    const wallboard = board(keychain());
    await wallboard.start();
    const { settingsRevision: basedOn } = wallboard.snapshot();
    const taken: string[] = [];
    for (const [kind, text] of Object.entries(NAUGHTY))
      for (const [field, make] of Object.entries(STRICT)) {
        const input = { settings: { ...DEFAULT_SETTINGS, ...make(text) }, basedOn };
        const result = await wallboard.dispatch('saveSettings', input, 'control');
        if (result.ok || result.error.code !== 'invalidInput') taken.push(`${field} ${kind}`);
        else if (result.error.message.length > 500) taken.push(`${field} ${kind} repeats the text`);
      }
    expect(taken).toEqual([]);
    expect(wallboard.snapshot().settingsRevision).toBe(basedOn);
  });

  it('in a file that is imported are reset or refused, and change no prototype', async () => {
    const wallboard = board(keychain());
    await wallboard.start();
    const polluting = JSON.stringify(DEFAULT_SETTINGS).replace(
      '{',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    for (const text of [polluting, ...Object.values(NAUGHTY)]) {
      const { settingsRevision: basedOn } = wallboard.snapshot();
      const result = await wallboard.dispatch('importSettings', { text, basedOn }, 'control');
      if (!result.ok) expect(result.error.message.length).toBeLessThan(500);
    }
    expect(Object.keys(storedSettings().load().settings).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
  });
});

describe('naughty texts as a key, a PIN or a name of a command', () => {
  it('are refused or only wrong, and come back in no answer', async () => {
    const wallboard = board(keychain());
    await wallboard.start();
    await wallboard.dispatch('setPin', { pin: '258014' }, 'control');
    const seen: string[] = [];
    for (const text of Object.values(NAUGHTY)) {
      const answers = [
        await wallboard.dispatch('setKey', { key: text, keep: 'session' }, 'control'),
        await wallboard.dispatch('setPin', { pin: text }, 'control'),
        await wallboard.dispatch('unlock', { pin: text }, 'kiosk'),
        await wallboard.dispatch(text as 'getAbout', {}, 'control'),
        await wallboard.dispatch('lightUp', { board: text }, 'kiosk'),
      ];
      seen.push(JSON.stringify(answers));
      const done = answers.slice(1).filter(({ ok }) => ok);
      expect(JSON.stringify(done)).not.toMatch(/"unlocked":true|"pinSet"|"forMs"|"app"/);
    }
    expect(seen.join('\n')).not.toContain(MARKER);
    expect(wallboard.snapshot().pinSet).toBe(true);
  });
});
