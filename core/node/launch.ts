import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { parseArgs } from 'node:util';
import { parseApiUrl } from '../../common/apiUrl.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { isEngineSwitch } from './engineSwitches.ts';
import type { Environment } from './environment.ts';
import { parseServerOptions, SERVER_OPTIONS, type ServerOptions } from './serverOptions.ts';
import { SERVICE_MANAGERS, type ServiceManager } from './services/service.ts';

export { readGivenKey, type GivenKey } from './givenKey.ts';

export type Shell = 'desktop' | 'server';

/** What the app was asked to do on its command line. */
export interface LaunchOptions extends ServerOptions {
  readonly action: 'run' | 'help' | 'version' | 'printService';
  /** Address to listen on, without brackets (browser shell). */
  readonly host: string;
  /** 0 picks a free port (browser shell). */
  readonly port: number;
  /** Absolute path; the folder may not exist yet. */
  readonly dataDir: string;
  /** Checked base address of the API; null leaves it to the settings. */
  readonly apiUrl: string | null;
  readonly demo: boolean;
  /** Full screen without a way out by accident (desktop). */
  readonly kiosk: boolean;
  /** Board to show first; null leaves it to the app (desktop). */
  readonly board: string | null;
  /** What is to start the app at boot and again after its end: to be told how, with the action `printService`. */
  readonly service: ServiceManager | null;
}

/** What the default data folder depends on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Relative folders in arguments are taken from here. */
  readonly workingDir: string;
}

export const DEFAULT_PORT = 8787;
export const DEFAULT_HOST = '127.0.0.1';

const MAX_PORT = 65_535;
const MAX_NAME_SHOWN = 40;
const BOARD_ID = /^[a-z0-9-]{1,64}$/;
const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\.?$/;
const KEY_OPTION = /^(experia-?)?(api-?)?(key|secret|token)(-?file)?$/i;
const KEY_REFUSAL =
  'The API key never comes from an argument, where every program can read it; use EXPERIA_API_KEY, EXPERIA_API_KEY_FILE or the keychain';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const COMMON = {
  'data-dir': text,
  'api-url': text,
  demo: flag,
  'print-service': text,
  help: flag,
  version: flag,
} as const;
const OPTIONS = {
  server: { ...COMMON, ...SERVER_OPTIONS, port: text, host: text },
  // The installer of Windows starts the app with `--updated` when it has put a newer one there.
  desktop: { ...COMMON, kiosk: flag, board: text, updated: flag },
} as const;

const thisMachine = (): Machine => ({ platform: process.platform, home: homedir(), workingDir: process.cwd() });

/**
 * Reads the command line and the environment of either shell.
 * @param argv the arguments after the program (and, in plain Node, after the script)
 * @returns the options, or one sentence that says what is wrong; it never repeats a value, which could be a secret
 */
export function parseLaunch(
  argv: readonly string[],
  env: Environment,
  shell: Shell,
  machine: Machine = thisMachine(),
): Result<LaunchOptions, string> {
  const given = readArguments(argv, shell);
  if (!given.ok) return given;
  const { flags, values } = given.value;
  const host = parseHost(values.get('host'));
  if (!host.ok) return host;
  const port = parsePort(values.get('port'));
  if (!port.ok) return port;
  const board = parseBoard(values.get('board'));
  if (!board.ok) return board;
  const apiUrl = chooseApiUrl(values.get('api-url'), env['EXPERIA_API_URL']);
  if (!apiUrl.ok) return apiUrl;
  const server = parseServerOptions(flags, values, shell === 'server' ? env : {});
  if (!server.ok) return server;
  const service = parseService(values.get('print-service'));
  if (!service.ok) return service;
  const paths = machine.platform === 'win32' ? win32 : posix;
  const dataDir = values.get('data-dir');
  return ok({
    action: flags.has('help') ? 'help' : flags.has('version') ? 'version' : service.value ? 'printService' : 'run',
    host: host.value,
    port: port.value,
    dataDir: dataDir === undefined ? defaultDataDir(env, machine) : paths.resolve(machine.workingDir, dataDir),
    apiUrl: apiUrl.value,
    demo: flags.has('demo'),
    kiosk: flags.has('kiosk'),
    board: board.value,
    ...server.value,
    service: service.value,
  });
}

interface Arguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
}

/** Sorts the arguments by hand from Node's tokens, because Node's own messages repeat values and run over lines. */
function readArguments(argv: readonly string[], shell: Shell): Result<Arguments, string> {
  const options = OPTIONS[shell];
  const args = shell === 'desktop' ? withoutLoader(argv) : [...argv];
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (shell === 'desktop' && looksLikeAppPath(token.value)) continue;
      return err('Unexpected argument; options start with -- (see --help)');
    }
    if (KEY_OPTION.test(token.name)) return err(KEY_REFUSAL);
    const kind = kindOf(options, token.name);
    if (kind === null) {
      if (shell === 'desktop' && isEngineSwitch(token.rawName)) continue;
      return err(`Unknown option ${shown(token.rawName)} (see --help)`);
    }
    if (kind === 'boolean') {
      if (token.value !== undefined) return err(`${token.rawName} takes no value`);
      flags.add(token.name);
      continue;
    }
    const value = token.value;
    const missing = value === undefined || value.trim() === '' || (!token.inlineValue && value.startsWith('-'));
    if (missing) return err(`${token.rawName} needs a value`);
    if (/\p{Cc}/u.test(value)) return err(`${token.rawName} contains control characters`);
    values.set(token.name, value);
  }
  return ok({ flags, values });
}

function kindOf(
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>,
  name: string,
): 'string' | 'boolean' | null {
  return Object.hasOwn(options, name) ? (options[name]?.type ?? null) : null;
}

/** Test drivers start Electron with `-r loader`, whose value would look like a stray argument. */
function withoutLoader(argv: readonly string[]): string[] {
  return argv.filter((argument, index) => argument !== '-r' && argv[index - 1] !== '-r');
}

/** Started from its sources, Electron passes the app's folder or file along. */
function looksLikeAppPath(argument: string): boolean {
  return /^(\.{1,2}([/\\]|$)|[/\\]|[A-Za-z]:[/\\])/.test(argument) || /\.(c?js|mjs|asar)$/.test(argument);
}

/** An option's name fit for one line: somebody may have glued a secret to it. */
function shown(rawName: string): string {
  return rawName.length <= MAX_NAME_SHOWN && /^-{1,2}[A-Za-z0-9-]+$/.test(rawName) ? rawName : 'given';
}

function parseHost(given: string | undefined): Result<string, string> {
  if (given === undefined) return ok(DEFAULT_HOST);
  const host = given.trim().replace(/^\[(.*)\]$/, '$1');
  const fits = isIP(host) > 0 ? !host.includes('%') : HOST_NAME.test(host) && !/^[\d.]+$/.test(host);
  return fits ? ok(host) : err('--host must be a host name or an IP address of this machine');
}

function parsePort(given: string | undefined): Result<number, string> {
  if (given === undefined) return ok(DEFAULT_PORT);
  const fits = /^\d{1,5}$/.test(given) && Number(given) <= MAX_PORT;
  return fits ? ok(Number(given)) : err(`--port must be a whole number from 0 to ${MAX_PORT}`);
}

function parseBoard(given: string | undefined): Result<string | null, string> {
  if (given === undefined) return ok(null);
  return BOARD_ID.test(given) ? ok(given) : err('--board must be the id of a board: small letters, digits and hyphens');
}

function parseService(given: string | undefined): Result<ServiceManager | null, string> {
  if (given === undefined) return ok(null);
  const manager = SERVICE_MANAGERS.find((known) => known === given);
  return manager ? ok(manager) : err(`--print-service must be one of ${SERVICE_MANAGERS.join(', ')}`);
}

function chooseApiUrl(
  argument: string | undefined,
  fromEnvironment: string | undefined,
): Result<string | null, string> {
  const name = argument === undefined ? 'EXPERIA_API_URL' : '--api-url';
  const given = argument ?? fromEnvironment;
  if (given === undefined) return ok(null);
  if (given.trim() === '') return err(`${name} is set but empty`);
  const parsed = parseApiUrl(given);
  return parsed.ok ? parsed : err(`${name}: ${parsed.error}`);
}

/** The usual place for an app's own data on each system (XDG base directory specification on Linux). */
export function defaultDataDir(env: Environment, machine: Machine = thisMachine()): string {
  const { home, platform } = machine;
  if (platform === 'win32')
    return win32.join(env['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local'), 'Experia Wallboard');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Experia Wallboard');
  const xdg = env['XDG_DATA_HOME'] ?? '';
  // The specification says relative values are to be ignored.
  return posix.join(posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share'), 'experia-wallboard');
}
