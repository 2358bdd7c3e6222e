import { err, ok } from '../../../common/result.ts';
import { hasControlCharacters, RESTART_SECONDS, SERVICE_VARIABLE, type Service, type ServiceText } from './service.ts';

/** One word of a unit file (systemd.syntax, "Quoting"); `%` would begin a specifier. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`;

/** One argument of a command; `$` would begin a variable everywhere but in the program's path (systemd.service, "Command lines"). */
const argument = (text: string): string => quoted(text.replaceAll('$', '$$$$'));

const LONGEST_PAUSE = '5min';
/** Steps from the first pause to the longest; systemd below 254 does not know them, says so and keeps the first. */
const RESTART_STEPS = 6;

/**
 * Nothing of this may imply NoNewPrivileges for the desktop app: Chromium's own sandbox needs a helper with privileges
 * where the system gives users no namespaces.
 */
const HARDENING: Readonly<Record<Service['shell'], readonly string[]>> = {
  desktop: [
    'UMask=0077',
    '# A page that runs out of memory is loaded again by the app; the rest of it goes on.',
    'OOMPolicy=continue',
  ],
  server: [
    'UMask=0077',
    'NoNewPrivileges=yes',
    'LockPersonality=yes',
    'RestrictRealtime=yes',
    'RestrictSUIDSGID=yes',
    'RestrictNamespaces=yes',
    'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
    'SystemCallArchitectures=native',
  ],
};

const USE: Readonly<Record<Service['shell'], (name: string) => readonly string[]>> = {
  desktop: (name) => [
    `# ~/.config/systemd/user/${name}`,
    `# systemctl --user daemon-reload && systemctl --user enable --now ${name}`,
    '# To end it: systemctl --user stop; what is quit by hand comes back.',
  ],
  server: (name) => [
    `# ~/.config/systemd/user/${name}`,
    `# systemctl --user daemon-reload && systemctl --user enable --now ${name}`,
    '# loginctl enable-linger   (starts it at boot, without anybody signing in)',
  ],
};

/** A user unit of systemd that starts the app and starts it again for ever. */
export function systemdUnit({ shell, command, suffix, keyFile }: Service): ServiceText {
  const [program, ...args] = command;
  if ([...command, keyFile ?? ''].some(hasControlCharacters))
    return err('A path with control characters cannot be written into a unit');
  // systemd itself refuses them ("Executable name contains special characters").
  if (/["'\\]/.test(program)) return err('systemd starts no program whose path has quotes or backslashes in it');
  const name = `experia-wallboard${shell === 'server' ? '-server' : ''}${suffix}.service`;
  const target = shell === 'desktop' ? 'graphical-session.target' : 'default.target';
  return ok(
    [
      ...USE[shell](name),
      '[Unit]',
      `Description=Experia Wallboard${shell === 'server' ? ' (browser shell)' : ''}`,
      ...(shell === 'desktop' ? [`PartOf=${target}`, `After=${target}`] : []),
      '# It is never given up: the app itself waits with its requests when it starts too often.',
      'StartLimitIntervalSec=0',
      '',
      '[Service]',
      'Type=exec',
      `ExecStart=${[quoted(program), ...args.map(argument)].join(' ')}`,
      'WorkingDirectory=~',
      ...(keyFile === null ? [] : [`Environment=${quoted(`EXPERIA_API_KEY_FILE=${keyFile}`)}`]),
      '# Without it the app would start itself again, beside what systemd starts.',
      `Environment=${SERVICE_VARIABLE}=systemd`,
      '# Further variables, one NAME=value a line, such as EXPERIA_API_KEY_FILE=/path or HTTPS_PROXY=...',
      'EnvironmentFile=-%E/experia-wallboard/environment',
      'Restart=always',
      `RestartSec=${RESTART_SECONDS}`,
      `RestartSteps=${RESTART_STEPS}`,
      `RestartMaxDelaySec=${LONGEST_PAUSE}`,
      'TimeoutStopSec=10',
      'KillMode=mixed',
      ...HARDENING[shell],
      '',
      '[Install]',
      `WantedBy=${target}`,
      '',
    ].join('\n'),
  );
}
