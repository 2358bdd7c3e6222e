import { DEFAULT_HOST, DEFAULT_PORT, type Shell } from './launch.ts';
import { SERVER_LIMITS } from './serverOptions.ts';

const COMMON = `  --demo            show the built-in simulator; no key needed
  --data-dir D      folder for settings, log and the request ledger
  --api-url U       base address of the API (https; http to this machine only)
  --log json        write the log to standard error too, even on a terminal
  --print-service S print what starts the app at boot, with the other options given: systemd, launchd or windows
  -h, --help
  --version
`;

const ENVIRONMENT = `
Environment: EXPERIA_API_KEY or EXPERIA_API_KEY_FILE, EXPERIA_API_URL. The key never comes from an argument.`;

const OWN: Readonly<Record<Shell, string>> = {
  server: `  --port N          port to listen on, 0 for any free one (${DEFAULT_PORT})
  --host H          address to listen on (${DEFAULT_HOST}); 0.0.0.0 lets other machines in
  --open            open the desk in this machine's browser
  --public-url U    address at which a proxy shows the wall, such as https://wall.example/board/,
                    also EXPERIA_PUBLIC_URL; docs/tls-proxy.md has examples
  --trusted-proxy A address of that proxy, or several with commas between (this machine)
  --allow-names N   further names the wall is opened by, behind a port mapping or by an alias, such as
                    wall-pc,192.0.2.7:9000; also EXPERIA_ALLOW_NAMES
  --frame-ancestors O
                    origins of signage systems that may show the wall in a frame, such as
                    https://signage.example, with commas between
  --new-control-link
                    withdraw the control link of earlier starts
  --max-screens N   screens open at a time (${SERVER_LIMITS.screens}), and from one address:
  --max-screens-per-address N (${SERVER_LIMITS.screensPerAddress})
  --max-connections N
                    connections at a time (${SERVER_LIMITS.connections}), and from one address:
  --max-connections-per-address N (${SERVER_LIMITS.connectionsPerAddress})
`,
  desktop: `  --kiosk           full screen, for a wall-mounted TV
  --board ID        board to show first
`,
};

const HELP: Readonly<Record<Shell | 'launcher', string>> = {
  server: `Experia Wallboard, browser shell

${OWN.server}${COMMON}${ENVIRONMENT}`,
  desktop: `Experia Wallboard

${OWN.desktop}${COMMON}${ENVIRONMENT}`,
  launcher: `Experia Wallboard: the desktop app, or the browser shell where Electron cannot run

${COMMON}
Desktop app only (Electron):
${OWN.desktop}
Browser shell only; any of these starts it:
${OWN.server}${ENVIRONMENT}`,
};

/** What `--help` prints; `launcher` is the command that starts either shell. */
export const helpText = (command: Shell | 'launcher'): string => HELP[command];
