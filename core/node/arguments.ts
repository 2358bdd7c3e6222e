import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../common/result.ts';
import { isEngineSwitch } from './engineSwitches.ts';
import { SERVER_OPTIONS } from './serverOptions.ts';

export type Shell = 'desktop' | 'server';

const MAX_NAME_SHOWN = 40;
const KEY_OPTION = /^(experia-?)?(api-?)?(key|secret|token)(-?file)?$/i;
const KEY_REFUSAL =
  'The API key never comes from an argument, where every program can read it; use EXPERIA_API_KEY, EXPERIA_API_KEY_FILE or the keychain';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const COMMON = {
  'data-dir': text,
  'api-url': text,
  demo: flag,
  log: text,
  'print-service': text,
  help: { type: 'boolean', short: 'h' },
  version: flag,
} as const;
const OPTIONS = {
  server: { ...COMMON, ...SERVER_OPTIONS, port: text, host: text, open: flag },
  // The installer of Windows starts the app with `--updated` when it has put a newer one there.
  desktop: { ...COMMON, kiosk: flag, board: text, updated: flag },
} as const;

/** What either shell may be given, but for what npm answers itself. */
export const OPTION_NAMES: readonly string[] = Object.keys({ ...OPTIONS.server, ...OPTIONS.desktop }).filter(
  (name) => name !== 'help' && name !== 'version',
);

/** What to do about an option that the other shell has. */
const ELSEWHERE: Readonly<Record<Shell, string>> = {
  server: 'needs the desktop app, which runs on Electron: npm start, without --port, --host and the like',
  desktop: 'is for the browser shell: npm run serve',
};

/** A value for each option that takes one, for whoever left it out. */
const EXAMPLES: Readonly<Record<string, string>> = {
  port: '8787',
  host: '0.0.0.0',
  'data-dir': '/srv/wallboard',
  'api-url': 'https://api.experiaapp.com',
  log: 'json',
  'print-service': 'systemd',
  board: 'night-shift',
  'public-url': 'https://wall.example/board/',
  'trusted-proxy': '10.0.0.0/24',
};

export interface Arguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Sorts the arguments by hand from Node's tokens, because Node's own messages repeat values and run over lines.
 * @returns the options, or one sentence that says what is wrong; it never repeats a value, which could be a secret
 */
export function readArguments(argv: readonly string[], shell: Shell): Result<Arguments, string> {
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
      const isElsewhere = kindOf(OPTIONS[other(shell)], token.name) !== null;
      if (isElsewhere) return err(`${token.rawName} ${ELSEWHERE[shell]}`);
      return err(`Unknown option ${shown(token.rawName)} (see --help)`);
    }
    if (kind === 'boolean') {
      if (token.value !== undefined) return err(`${token.rawName} takes no value`);
      flags.add(token.name);
      continue;
    }
    const value = token.value;
    const missing = value === undefined || value.trim() === '' || (!token.inlineValue && value.startsWith('-'));
    if (missing) return err(`${token.rawName} needs a value${exampleOf(token.name)}`);
    if (/\p{Cc}/u.test(value)) return err(`${token.rawName} contains control characters`);
    values.set(token.name, value);
  }
  return ok({ flags, values });
}

/** The shell that arguments are for which either may get: an option that only the browser shell has asks for that. */
export function shellFor(argv: readonly string[]): Shell {
  const { tokens } = parseArgs({ args: [...argv], options: OPTIONS.server, strict: false, tokens: true });
  const isServers = (name: string): boolean =>
    kindOf(OPTIONS.server, name) !== null && kindOf(OPTIONS.desktop, name) === null;
  return tokens.some((token) => token.kind === 'option' && isServers(token.name)) ? 'server' : 'desktop';
}

const other = (shell: Shell): Shell => (shell === 'server' ? 'desktop' : 'server');

function kindOf(
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>,
  name: string,
): 'string' | 'boolean' | null {
  return Object.hasOwn(options, name) ? (options[name]?.type ?? null) : null;
}

function exampleOf(name: string): string {
  const example = EXAMPLES[name];
  return example === undefined ? '' : `, such as --${name} ${example}`;
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
