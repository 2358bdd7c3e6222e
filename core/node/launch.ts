import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { parseApiUrl } from '../../common/apiUrl.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { readArguments, type Shell } from './arguments.ts';
import type { Environment } from './environment.ts';
import { parseServerOptions, type ServerOptions } from './serverOptions.ts';
import { SERVICE_MANAGERS, type ServiceManager } from './services/service.ts';

export type { Shell } from './arguments.ts';
export { readGivenKey, type GivenKey } from './givenKey.ts';

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
  /** Open the desk in this machine's browser (browser shell). */
  readonly open: boolean;
  /** Full screen without a way out by accident (desktop). */
  readonly kiosk: boolean;
  /** Board to show first; null leaves it to the app (desktop). */
  readonly board: string | null;
  /** The log goes to standard error as well, even where a person reads that. */
  readonly jsonLog: boolean;
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
const BOARD_ID = /^[a-z0-9-]{1,64}$/;
const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\.?$/;

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
  if (![undefined, 'json'].includes(values.get('log'))) return err('--log must be json');
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
    open: flags.has('open'),
    kiosk: flags.has('kiosk'),
    board: board.value,
    ...server.value,
    jsonLog: values.has('log'),
    service: service.value,
  });
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
