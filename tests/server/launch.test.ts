import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { shellFor } from '../../core/node/arguments.ts';
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
        open: false,
        kiosk: false,
        board: null,
        publicUrl: null,
        trustedProxies: ['127.0.0.0/8', '::1'],
        allowedNames: [],
        frameAncestors: [],
        limits: { screens: 200, screensPerAddress: 32, connections: 1000, connectionsPerAddress: 150 },
        newControlLink: false,
        jsonLog: false,
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
    for (const option of ['--port', '--host', '--data-dir', '--api-url', '--log'])
      expect(problem(server(option, value))).toMatch(new RegExp(`^${option} needs a value, such as ${option} \\S+$`));
    expect(problem(server('--max-screens', value))).toBe('--max-screens needs a value');
  });

  it('does not take the next option for a value', () => {
    expect(problem(server('--data-dir', '--demo'))).toMatch(/^--data-dir needs a value/);
    expect(problem(server('--port'))).toBe('--port needs a value, such as --port 8787');
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
    expect(problem(server('--no-sandbox'))).toBe('Unknown option --no-sandbox (see --help)');
    expect(problem(server('SECRET'))).not.toContain('SECRET');
    expect(problem(server(`--x\u001b[31m${'S'.repeat(99)}`))).toBe('Unknown option given (see --help)');
    expect(problem(server('--demo=yes'))).toBe('--demo takes no value');
    expect(problem(server('--data-dir=a\nb'))).toBe('--data-dir contains control characters');
  });

  it.each(['--kiosk', '--board=x'])('says of %s that it needs the desktop app', (option) => {
    expect(problem(server(option))).toMatch(/^--\w+ needs the desktop app, which runs on Electron: npm start/);
  });

  it('writes the log to standard error even on a terminal when asked, and knows no other way', () => {
    expect(server('--log', 'json')).toMatchObject({ value: { jsonLog: true } });
    expect(problem(server('--log', 'text'))).toBe('--log must be json');
  });

  it('knows --help, -h and --version', () => {
    for (const help of ['--help', '-h']) expect(server(help)).toMatchObject({ value: { action: 'help' } });
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

  it.each(['--kisok', '--ignore-certificate-errors', '--disable-web-security'])('refuses %s', (option) =>
    expect(problem(desktop(option))).toMatch(/^Unknown option --/),
  );

  it.each(['--port=80', '--host=x', '--public-url=https://a.example', '--new-control-link', '--open'])(
    'says of %s that it is for the browser shell',
    (option) => expect(problem(desktop(option))).toMatch(/^--[a-z-]+ is for the browser shell: npm run serve$/),
  );

  it('knows -h, and takes a row of short options from the Finder for no cry for help', () => {
    expect(desktop('-h')).toMatchObject({ value: { action: 'help' } });
    expect(desktop('-psn_0_12')).toMatchObject({ value: { action: 'run' } });
  });

  it('refuses a board id that cannot exist', () => {
    expect(problem(desktop('--board', 'Night Shift'))).toMatch(/^--board must be/);
  });
});

describe('the shell that arguments are for', () => {
  it.each([
    [[], 'desktop'],
    [['--kiosk', '--demo'], 'desktop'],
    [['--prot=80'], 'desktop'],
    [['--demo', '--port'], 'server'],
    [['--port=abc'], 'server'],
    [['--kiosk', '--host', '0.0.0.0'], 'server'],
  ] as const)('%j is the %s', (argv, shell) => {
    expect(shellFor(argv)).toBe(shell);
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

  it.each([
    ['PowerShell and Notepad, with the mark of the byte order', Buffer.from('\uFEFFabc123\r\n', 'utf16le')],
    ['other editors, with the bytes the other way round', Buffer.from('\uFEFFabc123\r\n', 'utf16le').swap16()],
    ['a script, without the mark', Buffer.from('abc123\n', 'utf16le')],
    ['a script, without the mark, the other way round', Buffer.from('abc123\n', 'utf16le').swap16()],
  ])('comes from a file in UTF-16 as well, as written by %s', async (_by, contents) => {
    expect(await readGivenKey(await keyFile(contents))).toEqual({ ok: true, value: { key: 'abc123', source: 'file' } });
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
