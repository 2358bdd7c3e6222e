import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SERVICE_MANAGERS, type Service } from '../../../core/node/services/service.ts';
import { serviceEnvironment, serviceText } from '../../../core/node/services/serviceText.ts';
import { plistStrings, systemdWords, taskCommand } from './support/serviceParsers.ts';

const SERVICE: Service = {
  shell: 'desktop',
  command: ['/opt/Experia Wallboard/experia-wallboard', '--kiosk'],
  suffix: '',
  keyFile: null,
  user: null,
};
const text = (manager: (typeof SERVICE_MANAGERS)[number], service: Partial<Service> = {}): string => {
  const printed = serviceText(manager, { ...SERVICE, ...service });
  if (!printed.ok) throw new Error(printed.error);
  return printed.value;
};
const lineOf = (unit: string, key: string): string =>
  unit
    .split('\n')
    .find((line) => line.startsWith(`${key}=`))
    ?.slice(key.length + 1) ?? '';

/** What people and programs put into paths: spaces, quotes, signs that some format gives a meaning, any script. */
const part = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ' ',
        '"',
        "'",
        '\\',
        '%',
        '%%',
        '%h',
        '$',
        '$HOME',
        '${x}',
        '&',
        '<',
        '>',
        ';',
        '#',
        '*',
        '`',
        '~',
      ),
      fc.constantFrom(
        'a',
        'Z',
        '0',
        '-',
        '/',
        '.',
        'é',
        'ل',
        '壁',
        '😀',
        ']]>',
        '-->',
        '&amp;',
        '^',
        '!',
        '|',
        '(',
        ')',
      ),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
const command = fc
  .tuple(part, fc.array(part, { maxLength: 4 }))
  .map(([first, rest]): readonly [string, ...string[]] => [`/${first}`, ...rest]);

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

function systemdVersion(): number | null {
  try {
    return Number(/systemd (\d+)/.exec(execFileSync('systemd-analyze', ['--version'], { encoding: 'utf8' }))?.[1]);
  } catch {
    return null;
  }
}

describe('a systemd unit', () => {
  it('starts exactly the command it was made for, whatever is in its paths', () => {
    fc.assert(
      fc.property(command, (words) => {
        const printed = serviceText('systemd', { ...SERVICE, command: words });
        if (printed.ok) expect(systemdWords(lineOf(printed.value, 'ExecStart'))).toEqual(words);
        else expect(words[0]).toMatch(/["'\\]/);
      }),
    );
  });

  it('hands on the name of the key file, whatever is in it', () => {
    fc.assert(
      fc.property(part, (name) => {
        const unit = text('systemd', { keyFile: `/${name}` });
        expect(systemdWords(lineOf(unit, 'Environment'), { variables: false })).toEqual([
          `EXPERIA_API_KEY_FILE=/${name}`,
        ]);
      }),
    );
  });

  it('comes back after every end, for ever, and waits longer each time', () => {
    const unit = text('systemd');
    for (const line of ['Restart=always', 'StartLimitIntervalSec=0', 'RestartSec=5', 'RestartMaxDelaySec=5min'])
      expect(unit.split('\n')).toContain(line);
  });

  it('starts a desktop app with the screen, and a browser shell at boot', () => {
    expect(lineOf(text('systemd'), 'WantedBy')).toBe('graphical-session.target');
    expect(lineOf(text('systemd', { shell: 'server' }), 'WantedBy')).toBe('default.target');
    expect(text('systemd', { shell: 'server' })).toContain('loginctl enable-linger');
  });

  it("leaves a desktop app the privileges that the helper of Chromium's sandbox needs", () => {
    const implying = /NoNewPrivileges|LockPersonality|Restrict[A-Z]|SystemCall|MemoryDeny|Protect|Private/;
    expect(text('systemd')).not.toMatch(implying);
    expect(text('systemd', { shell: 'server' })).toMatch(implying);
  });

  for (const shell of ['desktop', 'server'] as const)
    it(`is what systemd itself takes without complaint: ${shell}`, async (context) => {
      const version = systemdVersion();
      if (version === null) return context.skip('there is no systemd-analyze here');
      const folder = await mkdtemp(join(tmpdir(), 'wallboard-unit-'));
      folders.push(folder);
      const program = join(folder, 'All of 100 %h $HOME; ünit & <co>', 'app');
      await mkdir(join(program, '..'));
      await writeFile(program, '#!/bin/sh\n');
      await chmod(program, 0o755);
      const unit = join(folder, 'experia-wallboard.service');
      await writeFile(
        unit,
        text('systemd', { shell, command: [program, '--data-dir', '/mnt/a "b" %h $x'], keyFile: '/run/k %h' }),
      );
      // The targets of a desktop are not on every machine.
      await writeFile(join(folder, 'graphical-session.target'), '[Unit]\n');
      const env = { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:`, XDG_RUNTIME_DIR: folder };
      const said = verify(unit, env);
      // Older versions name the two settings they do not know yet.
      expect(said.filter((line) => !/Unknown key( name)? 'Restart(Steps|MaxDelaySec)'/.test(line))).toEqual([]);
      expect(said.length > 0).toBe(version < 254);
    });
});

function verify(unit: string, env: NodeJS.ProcessEnv): string[] {
  const lines = (output: unknown): string[] =>
    String(output)
      .split('\n')
      .filter((line) => line.includes(unit));
  try {
    return lines(execFileSync('sh', ['-c', 'systemd-analyze --user verify "$0" 2>&1', unit], { env }));
  } catch (thrown) {
    return lines(thrown instanceof Error && 'stdout' in thrown ? thrown.stdout : thrown);
  }
}

describe('a LaunchAgent', () => {
  it('starts exactly the command it was made for, whatever is in its paths', () => {
    fc.assert(
      fc.property(command, part, (words, name) => {
        const plist = text('launchd', { command: words, keyFile: `/${name}` });
        expect(plistStrings(plist, 'ProgramArguments')).toEqual(words);
        expect(plistStrings(plist, 'EXPERIA_API_KEY_FILE')).toEqual([`/${name}`]);
      }),
    );
  });

  it('starts at login and comes back whenever it fails', () => {
    expect(text('launchd')).toMatch(/<key>RunAtLoad<\/key>\s+<true\/>/);
    expect(text('launchd')).toMatch(/<key>KeepAlive<\/key>\s+<dict>\s+<key>SuccessfulExit<\/key>\s+<false\/>/);
    expect(text('launchd', { shell: 'server' })).toMatch(/<key>KeepAlive<\/key>\s+<true\/>/);
    expect(text('launchd')).toMatch(/<key>ThrottleInterval<\/key>\s+<integer>30</);
  });
});

describe('a task of Windows', () => {
  it('starts exactly the command it was made for, or says that it cannot', () => {
    fc.assert(
      fc.property(command, (words) => {
        const printed = serviceText('windows', { ...SERVICE, command: words });
        if (printed.ok) expect(taskCommand(printed.value)).toEqual(words);
        else expect(words.join(' ')).toMatch(/%.*%|\$\(.*\)/);
      }),
    );
  });

  it('comes back after every end, runs as long as it likes, and on batteries too', () => {
    const task = text('windows', { user: 'WALL\\screen & co' });
    for (const element of [
      '<ExecutionTimeLimit>PT0S<',
      '<DisallowStartIfOnBatteries>false<',
      '<StopIfGoingOnBatteries>false<',
      '<MultipleInstancesPolicy>IgnoreNew<',
      '<Count>255<',
      '<UserId>WALL\\screen &#38; co<',
    ])
      expect(task).toContain(element);
    // The scheduler restarts by itself only what it could not start.
    const [, trigger = ''] = /<LogonTrigger>(.*)<\/LogonTrigger>/s.exec(task) ?? [];
    expect(trigger).toMatch(/<Repetition>\s*<Interval>PT1M<\/Interval>\s*<StopAtDurationEnd>false</);
    expect(trigger).not.toContain('<Duration>');
  });
});

describe('every service', () => {
  it.each(SERVICE_MANAGERS)('never holds the key, but the name of its file: %s', (manager) => {
    const env = {
      EXPERIA_API_KEY: 'canary-0123456789',
      EXPERIA_API_KEY_FILE: '/run/key',
      USERDOMAIN: 'A',
      USERNAME: 'b',
    };
    expect(text(manager, serviceEnvironment(env))).not.toContain('canary');
    expect(serviceEnvironment(env)).toEqual({ keyFile: '/run/key', user: 'A\\b' });
  });

  it.each(SERVICE_MANAGERS)('is refused rather than broken by control characters: %s', (manager) => {
    for (const character of ['\n', '\0', '\u0085'])
      expect(serviceText(manager, { ...SERVICE, command: [`/opt/a${character}b`] })).toMatchObject({ ok: false });
  });

  it.each(['launchd', 'windows'] as const)(
    'of %s is ASCII alone, so that no shell spoils it on its way into a file',
    (manager) => {
      expect(text(manager, { command: ['/Users/عمر/😀'], user: 'É\\ä' })).toMatch(/^[\n -~]*$/);
    },
  );

  it('has a name of its own for each data folder', () => {
    for (const manager of SERVICE_MANAGERS) expect(text(manager, { suffix: '-0a1b2c3d' })).toContain('-0a1b2c3d');
  });
});
