import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.ts';
import { openStream } from './support/shell.ts';
import { spawner, type Spawned } from './support/spawned.ts';

const BUILD_MS = 300_000;
const servers = spawner();

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, BUILD_MS);
afterEach(() => servers.clear());

const portOf = (server: Spawned): number => Number(new URL(server.url).port);
const post = (server: Spawned, path: string, body: unknown, cookie = ''): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'X-Wallboard': '1', Origin: server.origin, Cookie: cookie },
  });
const openSession = async (server: Spawned): Promise<string> => {
  const reply = await post(server, 'session', { token: server.token });
  return reply.headers.get('set-cookie')?.split(';')[0] ?? '';
};

describe('a control link that leaked', () => {
  it('is withdrawn by a command: every session and its stream end, and the new link is told and printed', async () => {
    const dataDir = await servers.folder();
    const server = await servers.start(['--demo', '--data-dir', dataDir]);
    const [mine, leaked] = [await openSession(server), await openSession(server)];
    const stream = await openStream(portOf(server), { cookie: leaked });
    await stream.until(1);
    const reply = await post(server, 'api/newControlLink', {}, mine);
    const { value } = (await reply.json()) as { value: { link: string } };
    expect(value.link).toMatch(new RegExp(`^${server.url}#control=[\\w-]{43}$`));
    expect(value.link).not.toContain(server.token);
    await stream.ended;
    for (const cookie of [mine, leaked]) expect((await post(server, 'api/getSettings', {}, cookie)).status).toBe(403);
    const renewed = reply.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await post(server, 'api/getSettings', {}, renewed)).status).toBe(200);
    expect((await post(server, 'session', { token: server.token })).status).toBe(401);
    const ended = await server.end();
    expect(ended.stdout).toContain(`\nwallboard: new control link ${value.link}\n`);
    const written = ended.stderr + (await readFile(join(dataDir, 'logs', 'wallboard.log'), 'utf8'));
    expect(written).toContain('control.linkChanged');
    expect(written).not.toContain(value.link.split('=')[1]);
    const next = await servers.start(['--demo', '--data-dir', dataDir]);
    expect(value.link).toContain(next.token);
  });

  it('is withdrawn by --new-control-link at the start', async () => {
    const dataDir = await servers.folder();
    const first = await servers.start(['--demo', '--data-dir', dataDir]);
    await first.end();
    const second = await servers.start(['--demo', '--data-dir', dataDir, '--new-control-link']);
    expect(second.token).not.toBe(first.token);
    expect((await post(second, 'session', { token: first.token })).status).toBe(401);
  });
});

describe('the data folder at the start', () => {
  it.runIf(process.platform !== 'win32')('loses the drafts of a kill, and is closed to other users', async () => {
    const dataDir = await servers.folder();
    const draft = 'settings.json.tmp-1234567890abcdef';
    await writeFile(join(dataDir, draft), '{');
    await chmod(dataDir, 0o755);
    const server = await servers.start(['--demo', '--data-dir', dataDir]);
    expect(await readdir(dataDir)).not.toContain(draft);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(dataDir)) expect((await stat(join(dataDir, name))).mode & 0o077, name).toBe(0);
    await server.end();
  });

  it.runIf(process.platform !== 'win32')('says how to close it when there is more in it than ours', async () => {
    const dataDir = await servers.folder();
    await writeFile(join(dataDir, 'holiday.jpg'), '');
    await chmod(dataDir, 0o755);
    const server = await servers.start(['--demo', '--data-dir', dataDir]);
    const { stderr } = await server.end();
    expect(stderr).toContain(
      `wallboard: Other users of this machine can open the data folder ${dataDir}. To close it: chmod 700 ${dataDir}\n`,
    );
  });
});
