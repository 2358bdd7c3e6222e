import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { SettingsState } from '../../common/contract.ts';
import { settingsSchema } from '../../common/settings.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { spawner, type Spawned } from './support/spawned.ts';

const servers = spawner();
beforeAll(() => ensureBuilt(), 120_000);
afterEach(() => servers.clear());

interface Desk {
  readonly server: Spawned;
  call(command: string, input?: unknown): Promise<{ readonly ok: boolean; readonly value: SettingsState }>;
}

/** A supervisor at a browser shell on that folder. */
async function desk(dataDir: string): Promise<Desk> {
  const server = await servers.start(['--demo', '--data-dir', dataDir]);
  const headers = { 'Content-Type': 'application/json', 'X-Wallboard': '1', Origin: server.origin };
  const send = (path: string, body: unknown, cookie = ''): Promise<Response> =>
    fetch(server.url + path, { method: 'POST', headers: { ...headers, Cookie: cookie }, body: JSON.stringify(body) });
  const granted = await send('session', { token: server.token });
  const cookie = granted.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  return {
    server,
    call: async (command, input) =>
      (await send(`api/${command}`, input === undefined ? {} : { input }, cookie)).json() as ReturnType<Desk['call']>,
  };
}

const settingsOf = async ({ call }: Desk): Promise<SettingsState> => (await call('getSettings')).value;

test('settings that were saved are there after the process is killed the moment it said so', async () => {
  const dataDir = await servers.folder();
  const first = await desk(dataDir);
  const { settings, revision } = await settingsOf(first);
  const saved = await first.call('saveSettings', { settings: { ...settings, site: 'Kept' }, basedOn: revision });
  await first.server.end('SIGKILL');
  expect(saved.ok).toBe(true);
  expect((await settingsOf(await desk(dataDir))).settings.site).toBe('Kept');
});

test('a process that is killed in the midst of saving leaves whole settings, of before or after', async () => {
  const dataDir = await servers.folder();
  for (let round = 0; round < 4; round += 1) {
    const running = await desk(dataDir);
    const { settings, revision } = await settingsOf(running);
    const saves = Array.from({ length: 20 }, (_, i) =>
      running
        .call('saveSettings', { settings: { ...settings, site: `${round}-${i}` }, basedOn: revision + i })
        .catch(() => null),
    );
    await saves[round * 3];
    await running.server.end('SIGKILL');
    await Promise.all(saves);
    const file: unknown = JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8'));
    expect(settingsSchema.safeParse(file).success).toBe(true);
  }
});
