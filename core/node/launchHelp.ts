import { DEFAULT_HOST, DEFAULT_PORT, type Shell } from './launch.ts';

const COMMON = `  --demo            show the built-in simulator; no key needed
  --data-dir D      folder for settings and the request ledger
  --api-url U       base address of the API (https; http to this machine only)
  --print-service S prints what starts the app at boot, with the other options given: systemd, launchd or windows
  --help, --version

Environment: EXPERIA_API_KEY or EXPERIA_API_KEY_FILE, EXPERIA_API_URL. The key never comes from an argument.`;

const OWN: Readonly<Record<Shell, string>> = {
  server: `Experia Wallboard, browser shell

  --port N          port to listen on, 0 for any free one (${DEFAULT_PORT})
  --host H          address to listen on (${DEFAULT_HOST})
`,
  desktop: `Experia Wallboard

  --kiosk           full screen, for a wall-mounted TV
  --board ID        board to show first
`,
};

/** What `--help` prints. */
export const helpText = (shell: Shell): string => OWN[shell] + COMMON;
