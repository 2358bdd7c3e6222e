import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultDataDir, parseLaunch, readGivenKey, type Machine } from '../../core/node/launch.ts';

const LINUX: Machine = { platform: 'linux', home: '/home/ada', workingDir: '/srv' };
const server = (...argv: string[]) => parseLaunch(argv, {}, 'server', LINUX);
const desktop = (...argv: string[]) => parseLaunch(argv, {}, 'desktop', LINUX);
const problem = (outcome: { ok: boolean; error?: string }): string => {
  if (outcome.ok) throw new Error('was accepted');
  return outcome.error ?? '';
};

describe('the command line of the browser shell', () => {
  it('listens on this machine only and keeps its data in the usual place unless told otherwise', () => {
    expect(server()).toEqual({
      ok: true,
      value: {
        action: 'run',
        host: '127.0.0.1',
        port: 8787,
        dataDir: '/home/ada/.local/share/experia-wallboard',
        apiUrl: null,
        demo: false,
        kiosk: false,
        board: null,
        publicUrl: null,
        trustedProxies: ['127.0.0.0/8', '::1'],
        allowedNames: [],
        limits: { screens: 200, screensPerAddress: 32, connections: 1000, connectionsPerAddress: 150 },
        newControlLink: false,
        service: null,
      },
    });
  });

  it('takes every option of the contract, apart or joined with =', () => {
    const apart = server(
      '--port',
      '0',
      '--host',
      '::1',
      '--data-dir',
      'd',
      '--api-url',
      'https://a.example/v1/',
      '--demo',
    );
    const joined = server('--port=0', '--host=[::1]', '--data-dir=/srv/d', '--api-url=https://a.example/v1', '--demo');
    expect(apart).toEqual(joined);
    expect(apart).toMatchObject({
      value: { port: 0, host: '::1', dataDir: '/srv/d', apiUrl: 'https://a.example/v1', demo: true },
    });
  });

  it.each(['-1', '65536', '80.5', '0x50', '1e3', ' 80', 'http', '999999999999'])('refuses the port %j', (port) => {
    expect(problem(server(`--port=${port}`))).toBe('--port must be a whole number from 0 to 65535');
  });

  it.each(['', ' ', '-'])('refuses the empty value %j of every option that needs one', (value) => {
    for (const option of ['--port', '--host', '--data-dir', '--api-url'])
      expect(problem(server(option, value))).toBe(`${option} needs a value`);
  });

  it('does not take the next option for a value', () => {
    expect(problem(server('--data-dir', '--demo'))).toBe('--data-dir needs a value');
    expect(problem(server('--port'))).toBe('--port needs a value');
  });

  it.each(['999.1.1.1', '1.2.3', 'a_b', 'a..b', '-x.example', 'fe80::1%eth0', 'http://a', 'a:80'])(
    'refuses the host %j',
    (host) => {
      expect(problem(server(`--host=${host}`))).toMatch(/^--host must be/);
    },
  );

  it('refuses plain http to another machine and takes it for this one', () => {
    expect(problem(server('--api-url', 'http://api.example'))).toMatch(/^--api-url: .*must use https/);
    for (const own of ['http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9'])
      expect(server('--api-url', own)).toMatchObject({ value: { apiUrl: own } });
  });

  it('takes the API address from EXPERIA_API_URL, but the argument wins', () => {
    const env = { EXPERIA_API_URL: 'https://env.example' };
    expect(parseLaunch([], env, 'server', LINUX)).toMatchObject({ value: { apiUrl: 'https://env.example' } });
    expect(parseLaunch(['--api-url=https://arg.example'], env, 'server', LINUX)).toMatchObject({
      value: { apiUrl: 'https://arg.example' },
    });
  });

  it('names the variable when EXPERIA_API_URL is empty or wrong', () => {
    expect(problem(parseLaunch([], { EXPERIA_API_URL: '' }, 'server', LINUX))).toBe('EXPERIA_API_URL is set but empty');
    expect(problem(parseLaunch([], { EXPERIA_API_URL: 'http://api.example' }, 'server', LINUX))).toMatch(
      /^EXPERIA_API_URL: .*https/,
    );
  });

  it.each(['--key=SECRET', '--api-key=SECRET', '--apikey', '--api-key-file=x', '--token=SECRET', '--secret'])(
    'refuses %s because keys never come from arguments, and does not repeat it',
    (option) => {
      const words = problem(server(option, 'SECRET'));
      expect(words).toMatch(/key never comes from an argument/);
      expect(words).not.toContain('SECRET');
    },
  );

  it('refuses unknown options and stray words in one line that repeats no value', () => {
    expect(problem(server('--prot=80'))).toBe('Unknown option --prot (see --help)');
    expect(problem(server('--kiosk'))).toBe('Unknown option --kiosk (see --help)');
    expect(problem(server('--no-sandbox'))).toBe('Unknown option --no-sandbox (see --help)');
    expect(problem(server('SECRET'))).not.toContain('SECRET');
    expect(problem(server(`--x\u001b[31m${'S'.repeat(99)}`))).toBe('Unknown option given (see --help)');
    expect(problem(server('--demo=yes'))).toBe('--demo takes no value');
    expect(problem(server('--data-dir=a\nb'))).toBe('--data-dir contains control characters');
  });

  it('knows --help and --version', () => {
    expect(server('--help')).toMatchObject({ value: { action: 'help' } });
    expect(server('--version')).toMatchObject({ value: { action: 'version' } });
  });
});

describe('the command line of the desktop app', () => {
  it('takes its own options', () => {
    expect(desktop('--kiosk', '--demo', '--board', 'night-shift', '--data-dir=/d')).toMatchObject({
      value: { kiosk: true, demo: true, board: 'night-shift', dataDir: '/d' },
    });
  });

  it('tolerates what Electron, test drivers and system starters add', () => {
    const argv =
      '--inspect=0 --remote-debugging-port=0 -r /x/loader.js . --no-sandbox --disable-gpu --lang=en -psn_0_12 --kiosk';
    expect(desktop(...argv.split(' '))).toMatchObject({ ok: true, value: { kiosk: true } });
    expect(desktop('/opt/app/resources/app.asar', '--ozone-platform-hint=auto')).toMatchObject({ ok: true });
  });

  it.each([
    '--kisok',
    '--port=80',
    '--host=x',
    '--public-url=https://a.example',
    '--new-control-link',
    '--ignore-certificate-errors',
    '--disable-web-security',
  ])('refuses %s', (option) => expect(problem(desktop(option))).toMatch(/^Unknown option --/));

  it('refuses a board id that cannot exist', () => {
    expect(problem(desktop('--board', 'Night Shift'))).toMatch(/^--board must be/);
  });
});

describe('the default data folder', () => {
  it('follows each system', () => {
    expect(defaultDataDir({ XDG_DATA_HOME: '/data' }, LINUX)).toBe('/data/experia-wallboard');
    expect(defaultDataDir({ XDG_DATA_HOME: 'relative' }, LINUX)).toBe('/home/ada/.local/share/experia-wallboard');
    expect(defaultDataDir({}, { ...LINUX, platform: 'darwin', home: '/Users/ada' })).toBe(
      '/Users/ada/Library/Application Support/Experia Wallboard',
    );
    expect(defaultDataDir({ LOCALAPPDATA: 'C:\\L' }, { ...LINUX, platform: 'win32' })).toBe('C:\\L\\Experia Wallboard');
  });
});

describe('a key handed over at the start', () => {
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });
  const keyFile = async (contents: string | Buffer): Promise<{ EXPERIA_API_KEY_FILE: string }> => {
    const folder = await mkdtemp(join(tmpdir(), 'wallboard-key-'));
    folders.push(folder);
    await writeFile(join(folder, 'key'), contents);
    return { EXPERIA_API_KEY_FILE: join(folder, 'key') };
  };

  it('is null when no variable is set', async () => {
    expect(await readGivenKey({})).toEqual({ ok: true, value: null });
  });

  it('comes from the environment or from a file, without the white space and quotes around it', async () => {
    expect(await readGivenKey({ EXPERIA_API_KEY: ' "abc123"\n' })).toEqual({
      ok: true,
      value: { key: 'abc123', source: 'environment' },
    });
    expect(await readGivenKey(await keyFile('\uFEFFabc123\r\n'))).toEqual({
      ok: true,
      value: { key: 'abc123', source: 'file' },
    });
  });

  it('must not come from both', async () => {
    const both = await readGivenKey({ EXPERIA_API_KEY: 'SECRET', EXPERIA_API_KEY_FILE: '/SECRET' });
    expect(problem(both)).toBe('EXPERIA_API_KEY and EXPERIA_API_KEY_FILE are both set; set only one');
  });

  it.each(['', '  \n', '""', 'SECRET SECRET', 'SECRETé', 'S'.repeat(1001), 'SECRET\u0000'])(
    'is refused without being repeated when it is %j',
    async (text) => {
      for (const env of [{ EXPERIA_API_KEY: text }, await keyFile(text)]) {
        const words = problem(await readGivenKey(env));
        expect(words).toMatch(/EXPERIA_API_KEY/);
        expect(words).not.toMatch(/SS|SECRET/);
      }
    },
  );

  it('is refused in one line when its file is missing, a folder, empty by name or too large', async () => {
    expect(problem(await readGivenKey({ EXPERIA_API_KEY_FILE: '/SECRET' }))).toBe(
      'The file named by EXPERIA_API_KEY_FILE cannot be read (ENOENT)',
    );
    expect(problem(await readGivenKey({ EXPERIA_API_KEY_FILE: tmpdir() }))).toMatch(/cannot be read \(EISDIR\)/);
    expect(problem(await readGivenKey({ EXPERIA_API_KEY_FILE: ' ' }))).toBe('EXPERIA_API_KEY_FILE is set but empty');
    expect(problem(await readGivenKey(await keyFile(Buffer.alloc(12_001, 'S'))))).toMatch(/larger than 12 kB/);
  });

  it.runIf(process.platform === 'linux')('reads no more of an endless device than it needs', async () => {
    expect(problem(await readGivenKey({ EXPERIA_API_KEY_FILE: '/dev/zero' }))).toMatch(/larger than 12 kB/);
  });
});
