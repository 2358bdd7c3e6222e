import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../common/channels.ts';
import type { CommandResult } from '../../common/contract.ts';
import { startSimulator } from '../../core/simulator/server.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { apiClient, type ApiClient } from '../e2e/support/apiCalls.ts';
import { spawner } from '../server/support/spawned.ts';
import { ALL_FAULTS, ANSWERING_FAULTS, CANARY, isSilent, leaksIn } from './support/canaryKey.ts';

const ROUNDS = [
  ['all that answer', ANSWERING_FAULTS],
  ['one that never answers', ALL_FAULTS.filter(isSilent)],
] as const;
/** Connections that were reset before they were a request. */
const UNASKED = 1;
const TOLD = ['api', 'auth', 'limited', 'network', 'notJson', 'portal', 'server', 'shape', 'tooLarge'];

const servers = spawner();
afterEach(() => servers.clear());
beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, 300_000);

/** Every file of a folder, with its name. */
async function filesOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map(async (file) => `${file}\n${await readFile(file, 'latin1')}`))).join('\n');
}

const codeOf = (result: CommandResult<'testKey'>): string | null =>
  result.ok ? result.value.failure : result.error.code;

const CHANGING = ['setKey', 'clearKey', 'startDemo', 'stopDemo', 'setPin'];
/** Commands that wait for the server. */
const ASKING = ['testKey', 'openCard'];

/** Everything a client can be told, by every command but some. */
async function answersTo(
  client: ApiClient,
  inputs: Readonly<Record<string, unknown>>,
  without: readonly string[],
): Promise<string> {
  const texts: string[] = [];
  for (const name of COMMAND_NAMES)
    if (!without.includes(name)) texts.push((await client.call(name, inputs[name] as never)).text);
  return texts.join('\n');
}

describe('the API key', () => {
  it.each(ROUNDS)(
    'is in no answer, stream, file or output of the browser shell, whatever the server does: %s',
    async (_what, faults) => {
      const simulator = await startSimulator({ key: CANARY });
      const dataDir = join(await servers.folder(), 'data');
      await mkdir(dataDir);
      const server = await servers.start(['--data-dir', dataDir], {
        EXPERIA_API_URL: simulator.url,
        EXPERIA_API_KEY: CANARY,
      });
      const [wall, desk] = [await apiClient(server, 'wall'), await apiClient(server, 'control')];
      const stop = new AbortController();
      const stream = fetch(`${server.url}events`, { signal: stop.signal });
      const streamed: string[] = [];
      const reading = (async () => {
        const { body } = await stream;
        if (body) for await (const chunk of body) streamed.push(Buffer.from(chunk).toString('utf8'));
      })().catch(() => undefined);
      const seen: string[] = [];
      const outcomes: Record<string, string | null> = {};
      const inputs = {
        openCard: { request: crypto.randomUUID(), board: 'main', card: 'CARDTAGS', spend: 'yes' },
        cancelCard: { request: crypto.randomUUID() },
        lightUp: { board: 'main' },
        getShown: { board: 'main', atMs: Date.now() },
        importSettings: { text: `{"apiUrl": "${CANARY}"}`, basedOn: -1 },
      };
      for (const fault of faults) {
        simulator.misbehave(fault);
        // The key's own test asks at once, where the wall would wait for its turn. One that hangs is not waited for.
        const tested = desk.call('testKey', {});
        if (fault.kind === 'hang') void tested.catch(() => undefined);
        else {
          const reply = await tested;
          outcomes[`${fault.kind} ${'status' in fault ? fault.status : ''}`] = codeOf(reply.result);
          seen.push(reply.text);
        }
        for (const client of [wall, desk]) seen.push((await client.call('getSnapshot')).text);
      }
      const without = faults.some(isSilent) ? [...CHANGING, ...ASKING] : CHANGING;
      seen.push(await answersTo(wall, inputs, without), await answersTo(desk, inputs, without));
      for (const path of ['', 'api/access', 'healthz', CANARY.slice(0, 4)])
        seen.push(await (await fetch(`${server.url}${path}`)).text());
      // The faults did come: each was asked for, and told of as what it is.
      expect(simulator.requests.length).toBeGreaterThanOrEqual(faults.length - UNASKED);
      expect([...new Set(Object.values(outcomes))].sort()).toEqual(
        expect.arrayContaining(faults.length > 1 ? TOLD : []),
      );
      stop.abort();
      await reading;
      const ended = await server.end();
      await simulator.close();
      expect(streamed.join('')).toContain('event: snapshot');
      expect(leaksIn(seen.join('\n')), 'answers').toEqual([]);
      expect(leaksIn(streamed.join('')), 'stream').toEqual([]);
      expect(leaksIn(await filesOf(dataDir)), 'data folder').toEqual([]);
      expect(leaksIn(ended.stdout + ended.stderr), 'output').toEqual([]);
    },
  );

  it.runIf(process.platform === 'linux')('is in no argument and no child process of the browser shell', async () => {
    const server = await servers.start(['--demo'], { EXPERIA_API_KEY: CANARY });
    const { pid } = server.child;
    expect(leaksIn(await readFile(`/proc/${pid}/cmdline`, 'latin1'))).toEqual([]);
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'latin1').catch(() => '');
    for (const child of children.trim().split(' ').filter(Boolean)) {
      const environment = await readFile(`/proc/${child}/environ`, 'latin1').catch(() => '');
      expect(leaksIn(environment)).toEqual([]);
    }
  });
});
