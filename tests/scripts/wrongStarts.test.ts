import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decideStart } from '../../scripts/decideStart.ts';

const SCRIPTS = join(import.meta.dirname, '..', '..', 'scripts');

/** What npm starts. */
const COMMANDS = {
  start: { of: 'launcher', given: [] },
  demo: { of: 'launcher', given: ['--demo'] },
  serve: { of: 'server', given: [] },
} as const;
type Command = keyof typeof COMMANDS;
const names: readonly Command[] = ['start', 'demo', 'serve'];

function started(command: Command, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { of, given } = COMMANDS[command];
  const decision = decideStart([...given, ...args], of, { npm_lifecycle_event: command, ...env });
  if (decision.kind === 'run') throw new Error('it would run');
  const { exitCode, stdout = '', stderr = '' } = decision;
  return { status: exitCode, stdout, stderr };
}

describe.each(names)('npm run %s', (command) => {
  it.each([
    [['--port', 'abc'], '--port must be a whole number from 0 to 65535'],
    [['--port', '70000'], '--port must be a whole number from 0 to 65535'],
    [['--port'], '--port needs a value, such as --port 8787'],
    [['--port', '--host', '0.0.0.0'], '--port needs a value, such as --port 8787'],
    [['--host', 'a b'], '--host must be a host name or an IP address of this machine'],
    [['--prot', '80'], 'Unknown option --prot (see --help)'],
  ])('%j is refused in one line that names what is wrong, before anything is built', (args, words) => {
    expect(started(command, args)).toEqual({ status: 2, stdout: '', stderr: `wallboard: ${words}\n` });
  });

  it.each(['--help', '-h'])('%s lists what it takes, and starts nothing', (option) => {
    const { status, stdout, stderr } = started(command, [option]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const isDesktops = command !== 'serve';
    for (const name of ['--port', '--host', '--data-dir', '--demo', '--log json', '-h, --help'])
      expect(stdout).toContain(name);
    for (const name of ['--kiosk', '--board']) expect(stdout.includes(name)).toBe(isDesktops);
  });

  it('--version says it', () => {
    expect(started(command, ['--version'])).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^Experia Wallboard \d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });

  it('says so when npm kept an option for itself', () => {
    const { status, stderr } = started(command, ['9000'], { npm_config_data_dir: '/d' });
    const all = command === 'start' ? 'npm start' : `npm run ${command}`;
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `wallboard: npm kept --data-dir for itself; options of the wallboard go behind --: ${all} -- --data-dir\n`,
    });
  });
});

describe('--kiosk', () => {
  it.each([
    ['serve', ['--kiosk']],
    ['start', ['--kiosk', '--port', '8787']],
  ] as const)('with npm run %s %j says that it needs Electron', (command, args) => {
    const { status, stderr } = started(command, args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^wallboard: --kiosk needs the desktop app, which runs on Electron[^\n]*\n$/);
  });
});

it.each(['start.ts', 'serve.ts'])('scripts/%s says it and ends, and leaves the build alone', (script) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(SCRIPTS, script), '--port', 'abc'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  const line = 'wallboard: --port must be a whole number from 0 to 65535\n';
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: line });
});
