import { describe, expect, test } from 'vitest';
import { ok } from '../../common/result.ts';
import { DEFAULT_API_URL, DEFAULT_BOARD, DEFAULT_SETTINGS, type Settings } from '../../common/settings.ts';
import type { Fetch } from '../../core/ports.ts';
import type { Wallboard, WallboardOptions } from '../../core/wallboard.types.ts';
import { hashApiKey } from '../../core/secrets/apiKey.ts';
import {
  board,
  files,
  keychain,
  live,
  readFile,
  removeFile,
  save,
  storedSettings,
  until,
  writeFile,
} from './support/composed.ts';
import { start, type Sim } from './simulator/support.ts';

/** Two servers that anybody could be: `mine` is the one the key is for. */
async function twoAddresses(): Promise<{ readonly mine: Sim; readonly other: Sim }> {
  const mine = await start();
  return { mine, other: await start({ key: mine.key }) };
}

const given = ({ key }: Sim, source: 'environment' | 'file' = 'environment'): WallboardOptions['givenKey'] => ({
  key,
  source,
});

/** One run with a given key at an address of the owner's word, as with `--api-url`; the key is bound to it from then on. */
async function usedAt(mine: Sim): Promise<void> {
  const wallboard = board(keychain(), { apiUrl: mine.url, givenKey: given(mine) });
  await wallboard.start();
  await until(wallboard, live);
  await wallboard.stop();
}

const settingsFile = (apiUrl: string): void => void storedSettings().save({ ...DEFAULT_SETTINGS, apiUrl });

/** A start after which nothing may have been sent to the other address. */
async function startedWith(options: Parameters<typeof board>[1], secrets = keychain()): Promise<Wallboard> {
  const wallboard = board(secrets, options);
  await wallboard.start();
  return wallboard;
}

describe('a given key, after a restart with another address', () => {
  const WAYS: readonly (readonly [string, (mine: Sim, other: Sim) => Promise<void> | void])[] = [
    ['the settings file was edited', (_mine, other) => settingsFile(other.url)],
    [
      'it was saved on the desk',
      async (mine, other) => {
        const wallboard = await startedWith({ givenKey: given(mine) });
        await save(wallboard, { apiUrl: other.url });
        await wallboard.stop();
      },
    ],
    [
      'it was imported and confirmed',
      async (mine, other) => {
        const wallboard = await startedWith({ givenKey: given(mine) });
        const text = JSON.stringify({ ...DEFAULT_SETTINGS, apiUrl: other.url });
        const basedOn = wallboard.snapshot().settingsRevision;
        await wallboard.dispatch('importSettings', { text, basedOn, apiUrl: other.url }, 'control');
        await wallboard.stop();
      },
    ],
    [
      'an undo brought it back',
      async (mine, other) => {
        settingsFile(other.url);
        const wallboard = await startedWith({ givenKey: given(mine) });
        await save(wallboard, { apiUrl: mine.url });
        await wallboard.dispatch('undoSettings', { basedOn: wallboard.snapshot().settingsRevision }, 'control');
        await wallboard.stop();
      },
    ],
    [
      'the backup was restored',
      (_mine, other) => {
        settingsFile(DEFAULT_API_URL);
        writeFile('settings.backup.json', JSON.stringify({ ...DEFAULT_SETTINGS, apiUrl: other.url }));
        writeFile('settings.json', '');
      },
    ],
    [
      'the file is of an older version',
      (_mine, other) => {
        const { personalData: _p, desktop: _d, pixelShift: _s, ...rest } = DEFAULT_SETTINGS;
        writeFile('settings.json', JSON.stringify({ ...rest, version: 1, apiUrl: other.url }));
      },
    ],
    ['the settings were lost, and it is the usual one again', () => writeFile('settings.json', '')],
  ];

  test.each(WAYS)('%s: nothing is sent, and the screen names both addresses', async (_what, change) => {
    const { mine, other } = await twoAddresses();
    await usedAt(mine);
    const sent = mine.requests.length;
    await change(mine, other);
    const sentTo: string[] = [];
    const wallboard = await startedWith({ givenKey: given(mine), fetch: recording(sentTo) });
    const to = wallboard.settings().apiUrl;
    expect(wallboard.snapshot().key).toMatchObject({ present: false, addressChanged: { from: mine.url, to } });
    expect(await wallboard.dispatch('testKey', {}, 'control')).toMatchObject(ok({ failure: 'noKey', cost: 0 }));
    const card = { request: crypto.randomUUID(), board: 'main', card: 'CARDTAGS', spend: 'yes' };
    expect(await wallboard.dispatch('openCard', card, 'control')).toMatchObject({ error: { code: 'unavailable' } });
    expect([sentTo, other.requests, mine.requests.length]).toEqual([[], [], sent]);
    expect(JSON.stringify(wallboard.snapshot())).not.toContain(mine.key);
  });

  test('entered again for the new address it goes there, now and after a restart, and no longer to the old one', async () => {
    const { mine, other } = await twoAddresses();
    await usedAt(mine);
    settingsFile(other.url);
    const wallboard = await startedWith({ givenKey: given(mine) });
    await wallboard.dispatch('setKey', { key: mine.key, keep: 'session' }, 'control');
    expect((await until(wallboard, live)).key).toMatchObject({ source: 'session', addressChanged: null });
    await wallboard.stop();
    const again = await startedWith({ givenKey: given(mine) });
    expect((await until(again, live)).key).toMatchObject({ source: 'environment', addressChanged: null });
    await save(again, { apiUrl: mine.url });
    expect(again.snapshot().key).toMatchObject({ present: false, addressChanged: { from: other.url, to: mine.url } });
  });

  test('the address of the command line or the environment is the owner’s word, and binds it anew', async () => {
    const { mine, other } = await twoAddresses();
    await usedAt(mine);
    await usedAt(other);
    settingsFile(mine.url);
    const wallboard = await startedWith({ givenKey: given(mine, 'file') });
    expect(wallboard.snapshot().key).toMatchObject({
      present: false,
      addressChanged: { from: other.url, to: mine.url },
    });
    expect([mine.requests.length, other.requests.length]).toEqual([1, 1]);
  });

  test('the same address in another spelling is the same address', async () => {
    const { mine } = await twoAddresses();
    await usedAt(mine);
    settingsFile(`${mine.url}//`);
    const wallboard = await startedWith({ givenKey: given(mine) });
    await until(wallboard, live);
  });

  test('another path on the same server is another address', async () => {
    const { mine } = await twoAddresses();
    await usedAt(mine);
    settingsFile(`${mine.url}/elsewhere`);
    const wallboard = await startedWith({ givenKey: given(mine) });
    expect(wallboard.snapshot().key).toMatchObject({ present: false, addressChanged: { from: mine.url } });
  });

  test('a second key is not covered by what the first was used for', async () => {
    const { mine } = await twoAddresses();
    await usedAt(mine);
    settingsFile(mine.url);
    const wallboard = await startedWith({ givenKey: { key: 'second-key', source: 'environment' } });
    expect(wallboard.snapshot().key).toMatchObject({ present: false, addressChanged: { from: null, to: mine.url } });
    expect(mine.requests).toHaveLength(1);
  });

  test('the demo goes on with its own key, and leaving it ends where the address has changed', async () => {
    const { mine, other } = await twoAddresses();
    await usedAt(mine);
    settingsFile(other.url);
    const wallboard = await startedWith({ givenKey: given(mine), demo: true });
    expect((await until(wallboard, live)).demo).toBe(true);
    await wallboard.dispatch('stopDemo', undefined, 'control');
    expect(wallboard.snapshot().key).toMatchObject({ present: false, addressChanged: { from: mine.url } });
    expect(other.requests).toEqual([]);
  });
});

describe('what is remembered of a key and its address', () => {
  const LOST: readonly (readonly [string, () => void])[] = [
    ['missing', () => removeFile('key-addresses.json')],
    ['empty', () => writeFile('key-addresses.json', '')],
    ['of another shape', () => writeFile('key-addresses.json', '{"version":1,"keys":{}}')],
    ['endless', () => writeFile('key-addresses.json', '['.repeat(1_000_000))],
  ];

  test.each(LOST)('when it is %s, no address of the settings gets the key', async (_what, lose) => {
    const { mine } = await twoAddresses();
    await usedAt(mine);
    settingsFile(mine.url);
    lose();
    const wallboard = await startedWith({ givenKey: given(mine) });
    expect(wallboard.snapshot().key).toMatchObject({ present: false, addressChanged: { from: null, to: mine.url } });
    expect(mine.requests).toHaveLength(1);
  });

  test.each(LOST)('when it is %s, the API’s own address and the owner’s word are still good', async (_what, lose) => {
    const { mine } = await twoAddresses();
    await usedAt(mine);
    lose();
    const sentTo: string[] = [];
    const wallboard = await startedWith({ givenKey: given(mine), fetch: recording(sentTo) });
    await until(wallboard, ({ boards }) => boards[0]?.failure?.code === 'network');
    expect(sentTo[0]).toBe(`${DEFAULT_API_URL}/v2/dashboard`);
    await wallboard.stop();
    lose();
    await usedAt(mine);
  });

  test('somebody who can write the file cannot bind a key to an address of theirs', async () => {
    const { mine, other } = await twoAddresses();
    await usedAt(mine);
    settingsFile(other.url);
    writeFile('key-addresses.json', readFile('key-addresses.json').replaceAll(mine.url, other.url));
    const wallboard = await startedWith({ givenKey: given(mine) });
    expect(wallboard.snapshot().key.present).toBe(false);
    expect(other.requests).toEqual([]);
  });

  test('the file holds no key, and is for its owner only', async () => {
    const { mine } = await twoAddresses();
    await usedAt(mine);
    expect(files()).not.toContain(mine.key);
    expect(files()).toContain(hashApiKey(mine.key));
  });

  test('where it cannot be saved the key goes only where it may go without it, after a restart too', async () => {
    const { mine, other } = await twoAddresses();
    settingsFile(other.url);
    const full = { read: () => Promise.resolve(null), has: () => false, empty: () => Promise.resolve() };
    const noRoom = { ...full, write: () => Promise.reject(new Error('ENOSPC')) };
    for (const apiUrl of [mine.url, null]) {
      const wallboard = board(keychain(), { apiUrl, givenKey: given(mine), files: noRoom });
      await wallboard.start();
      if (apiUrl) await until(wallboard, live);
      expect(wallboard.snapshot().key.present).toBe(apiUrl !== null);
      await wallboard.stop();
    }
    expect(other.requests).toEqual([]);
  });
});

describe('a key of the keychain', () => {
  test('is bound to the address it was entered for, whose name the screen says when the settings have another', async () => {
    const { mine, other } = await twoAddresses();
    const secrets = keychain();
    settingsFile(mine.url);
    const first = await startedWith({}, secrets);
    await first.dispatch('setKey', { key: mine.key, keep: 'keychain' }, 'control');
    await until(first, live);
    await first.stop();
    settingsFile(other.url);
    const wallboard = await startedWith({}, secrets);
    expect(wallboard.snapshot().key).toMatchObject({
      present: false,
      addressChanged: { from: mine.url, to: other.url },
    });
    expect(other.requests).toEqual([]);
    await save(wallboard, { apiUrl: mine.url });
    expect((await until(wallboard, live)).key).toMatchObject({ source: 'keychain', addressChanged: null });
  });

  test('of another address on the command line is asked for again', async () => {
    const { mine, other } = await twoAddresses();
    const secrets = keychain();
    secrets.held.set(mine.url, mine.key);
    settingsFile(mine.url);
    const wallboard = await startedWith({ apiUrl: other.url }, secrets);
    expect(wallboard.snapshot().key.present).toBe(false);
    expect(other.requests).toEqual([]);
  });

  test('that the version before this one has put there goes to the address it stands under, and to no other', async () => {
    const { mine, other } = await twoAddresses();
    const secrets = keychain();
    secrets.held.set(mine.url, mine.key);
    settingsFile(other.url);
    const wallboard = await startedWith({}, secrets);
    expect(wallboard.snapshot().key.present).toBe(false);
    await save(wallboard, { apiUrl: mine.url });
    await until(wallboard, live);
    expect(other.requests).toEqual([]);
  });

  test('that was removed leaves nothing to enter again', async () => {
    const { mine, other } = await twoAddresses();
    settingsFile(mine.url);
    const wallboard = await startedWith({});
    await wallboard.dispatch('setKey', { key: mine.key, keep: 'keychain' }, 'control');
    await until(wallboard, live);
    await wallboard.dispatch('clearKey', undefined, 'control');
    await save(wallboard, { apiUrl: other.url });
    expect(wallboard.snapshot().key).toMatchObject({ present: false, addressChanged: null });
  });

  test('is found for the new address where there is one, beside a given key that is for the old one', async () => {
    const { mine, other } = await twoAddresses();
    await usedAt(mine);
    const secrets = keychain();
    secrets.held.set(other.url, other.key);
    settingsFile(other.url);
    const wallboard = await startedWith({ givenKey: given(mine) }, secrets);
    expect((await until(wallboard, live)).key).toMatchObject({ source: 'keychain', addressChanged: null });
  });
});

test('a screen on the floor is told that the address has changed, but neither address, and may not enter a key for it', async () => {
  const { mine, other } = await twoAddresses();
  await usedAt(mine);
  settingsFile(other.url);
  const wallboard = await startedWith({ givenKey: given(mine) });
  for (const access of ['wall', 'kiosk'] as const)
    expect(await wallboard.dispatch('getSnapshot', undefined, access)).toMatchObject({
      value: { key: { present: false, addressChanged: { from: null, to: null } } },
    });
  const forbidden = { error: { code: 'forbidden' } };
  const input = { key: mine.key, keep: 'session' };
  expect(await wallboard.dispatch('setKey', input, 'kiosk')).toMatchObject(forbidden);
  expect(await wallboard.dispatch('testKey', { key: mine.key }, 'kiosk')).toMatchObject(forbidden);
  expect(await wallboard.dispatch('startDemo', undefined, 'kiosk')).toMatchObject(forbidden);
  expect(other.requests).toEqual([]);
});

test('neither log nor diagnostics name an address', async () => {
  const { mine, other } = await twoAddresses();
  await usedAt(mine);
  settingsFile(other.url);
  const lines: string[] = [];
  const write = (event: string, facts: object = {}): void => void lines.push(JSON.stringify({ event, ...facts }));
  const wallboard = board(keychain(), { givenKey: given(mine), log: { info: write, warn: write } });
  await wallboard.start();
  const diagnostics = await wallboard.dispatch('getDiagnostics', undefined, 'control');
  const told = lines.join('\n') + JSON.stringify(diagnostics);
  expect(told).toContain('addressChanged');
  expect(told).not.toContain(mine.url);
  expect(told).not.toContain(other.url);
});

describe('an import', () => {
  const importing = (wallboard: Wallboard, file: Partial<Settings>, apiUrl?: string) => {
    const text = JSON.stringify({ ...DEFAULT_SETTINGS, boards: [{ ...DEFAULT_BOARD, title: 'Imported' }], ...file });
    const basedOn = wallboard.snapshot().settingsRevision;
    return wallboard.dispatch('importSettings', { text, basedOn, ...(apiUrl && { apiUrl }) }, 'control');
  };

  test('leaves the API address as it is, says which one the file has, and takes that only when it is confirmed', async () => {
    const wallboard = await startedWith({});
    const apiUrl = 'https://other.example.com';
    expect(await importing(wallboard, { apiUrl })).toMatchObject({
      value: { settings: { apiUrl: DEFAULT_API_URL, boards: [{ title: 'Imported' }] }, otherApiUrl: apiUrl },
    });
    expect(await importing(wallboard, { apiUrl }, 'https://third.example.com')).toMatchObject({
      value: { settings: { apiUrl: DEFAULT_API_URL }, otherApiUrl: apiUrl },
    });
    expect(await importing(wallboard, { apiUrl }, apiUrl)).toMatchObject({
      value: { settings: { apiUrl }, otherApiUrl: null },
    });
  });

  test('asks nothing about an address that is the same, or damaged', async () => {
    const wallboard = await startedWith({});
    expect(await importing(wallboard, { apiUrl: 'https://API.experiaapp.com:443/' })).toMatchObject({
      value: { settings: { apiUrl: DEFAULT_API_URL }, otherApiUrl: null, fields: [] },
    });
    await save(wallboard, { apiUrl: 'https://mine.example.com' });
    expect(await importing(wallboard, { apiUrl: 'http://evil.example.com' })).toMatchObject({
      value: { settings: { apiUrl: 'https://mine.example.com' }, otherApiUrl: null, fields: ['apiUrl'] },
    });
  });
});

/** A fetch that sends nothing and notes where it was to go. */
function recording(sentTo: string[]): Fetch {
  return (url) => {
    sentTo.push(url);
    return Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
  };
}
