import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.ts';
import { MAIN, spawner } from './support/spawned.ts';
import { inTerminal, whyNoTerminal, type InTerminal } from './support/terminal.ts';

const BUILD_MS = 300_000;
const STOP_LINE = 'To stop it, press Ctrl+C.';
const servers = spawner();

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, BUILD_MS);
afterEach(() => servers.clear());

interface Options {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stderrFile?: string;
}

/** Starts the server in a terminal and waits until it has said all. */
async function started({ args = [], env = {}, stderrFile }: Options = {}) {
  const folder = await servers.folder();
  const dataDir = join(folder, 'data');
  const command = [process.execPath, MAIN, '--port', '0', '--data-dir', dataDir, ...args];
  const own = { PATH: process.env['PATH'], HOME: folder, DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...env };
  const terminal = inTerminal(command, { cwd: folder, env: own, ...(stderrFile ? { stderrFile } : {}) });
  await expect.poll(terminal.screen).toContain(STOP_LINE);
  return { terminal, dataDir };
}

async function stopped(terminal: InTerminal): Promise<string> {
  terminal.pressCtrlC();
  expect(await terminal.ended).toBe(0);
  return terminal.screen().replaceAll('\r\n', '\n');
}

const isJson = (line: string): boolean => line.startsWith('{"at":');

describe('on a terminal', () => {
  beforeEach((context) => {
    if (whyNoTerminal !== null) context.skip(whyNoTerminal);
  });

  it('a person sees plain lines, the readiness line once among them, and no JSON', async () => {
    const { terminal, dataDir } = await started({ args: ['--demo', '--host', '0.0.0.0'] });
    const lines = (await stopped(terminal)).split('\n');
    const ready = lines.filter((line) => line.startsWith('wallboard: '));
    expect(ready).toEqual([expect.stringMatching(/^wallboard: listening on http:\/\/[\d.]+:\d+\/$/)]);
    expect(lines.filter(isJson)).toEqual([]);
    const [url] = /http:\S+/.exec(ready[0] ?? '') ?? [''];
    expect(lines).toContain(`  Address for the TV, to look at:   ${url}`);
    expect(lines.find((line) => line.startsWith('  Address for the desk'))).toContain(`${url}#control=`);
    expect(lines).toContain(`The log is in ${join(dataDir, 'logs')}`);
    const log = await readFile(join(dataDir, 'logs', 'wallboard.log'), 'utf8');
    expect(log.trim().split('\n').every(isJson)).toBe(true);
  });

  it('--log json puts the log there as well', async () => {
    const { terminal } = await started({ args: ['--demo', '--log', 'json'] });
    await expect.poll(() => terminal.screen().split('\r\n').filter(isJson).length).toBeGreaterThan(0);
    await stopped(terminal);
  });

  it('the log goes to standard error where that is a file', async () => {
    const stderrFile = join(await servers.folder(), 'stderr');
    const { terminal } = await started({ args: ['--demo'], stderrFile });
    expect((await stopped(terminal)).split('\n').filter(isJson)).toEqual([]);
    const lines = (await readFile(stderrFile, 'utf8')).trim().split('\n');
    expect(lines.filter(isJson).length).toBeGreaterThan(0);
  });

  it('a rejected key is named, and where it came from', async () => {
    const api = createServer((_request, response) => response.writeHead(401).end('{}')).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const { port } = api.address() as AddressInfo;
    const keyFile = join(await servers.folder(), 'key');
    await writeFile(keyFile, 'abc123');
    const args = ['--api-url', `http://127.0.0.1:${port}`];
    const { terminal } = await started({ args, env: { EXPERIA_API_KEY_FILE: keyFile } });
    await expect
      .poll(terminal.screen)
      .toContain('wallboard: Experia rejected the API key in the file named by EXPERIA_API_KEY_FILE\r\n');
    await stopped(terminal);
    api.close();
  });
});
