import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.ts';
import { systemdWords } from '../core/node/support/serviceParsers.ts';
import { spawner } from './support/spawned.ts';

const BUILD_MS = 300_000;
const servers = spawner();

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, BUILD_MS);
afterEach(() => servers.clear());

it('the built browser shell prints the service that starts it as it was asked to, and touches nothing', async () => {
  const dataDir = join(await servers.folder(), 'data of the wall');
  const args = ['--port', '9000', '--host', '0.0.0.0', '--data-dir', dataDir, '--print-service', 'systemd'];
  const { code, stdout, stderr } = await servers.run(args, { EXPERIA_API_KEY: 'canary-0123456789' });
  expect([code, stderr]).toEqual([0, '']);
  const line = /^ExecStart=(.*)$/m.exec(stdout)?.[1] ?? '';
  const [program = '', script = '', ...options] = systemdWords(line);
  expect(program).toBe(process.execPath);
  await access(script);
  expect(options).toEqual(['--port', '9000', '--host', '0.0.0.0', '--data-dir', dataDir]);
  expect(stdout).not.toContain('canary');
  await expect(access(dataDir)).rejects.toThrow();
});

it('the public address, further names and the limits are part of the service; a link that is withdrawn once is not', async () => {
  const given = [
    ...['--public-url', 'https://wall.example/board/', '--trusted-proxy', '192.0.2.10'],
    ...[
      '--allow-names',
      'wall-pc,192.0.2.7:9000',
      '--frame-ancestors',
      'https://signage.example',
      '--max-screens',
      '50',
    ],
  ];
  const { code, stdout } = await servers.run([...given, '--new-control-link', '--print-service', 'systemd']);
  expect(code).toBe(0);
  const options = systemdWords(/^ExecStart=(.*)$/m.exec(stdout)?.[1] ?? '').slice(2);
  expect(options.slice(-given.length)).toEqual(given);
});

it('another kind of service is refused in one line', async () => {
  const { code, stdout, stderr } = await servers.run(['--print-service', 'cron']);
  expect([code, stdout, stderr]).toEqual([
    2,
    '',
    'wallboard: --print-service must be one of systemd, launchd, windows\n',
  ]);
});
