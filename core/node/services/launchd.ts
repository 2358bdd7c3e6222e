import { err, ok } from '../../../common/result.ts';
import { hasControlCharacters, type Service, type ServiceText } from './service.ts';
import { xmlText } from './xml.ts';

/** Seconds between two starts; launchd itself allows no less than 10 without saying so. */
const THROTTLE_SECONDS = 30;

const string = (text: string): string => `<string>${xmlText(text)}</string>`;

/** Squirrel and the person who quits the desktop app end it with 0; both would be in the way of a start at once. */
const KEEP_ALIVE: Readonly<Record<Service['shell'], readonly string[]>> = {
  desktop: ['<dict>', '  <key>SuccessfulExit</key>', '  <false/>', '</dict>'],
  server: ['<true/>'],
};

/** A LaunchAgent of macOS that starts the app at login and again whenever it fails. */
export function launchAgent({ shell, command, suffix, keyFile }: Service): ServiceText {
  if ([...command, keyFile ?? ''].some(hasControlCharacters))
    return err('A path with control characters cannot be written into a property list');
  const label = `com.experiaapp.wallboard${shell === 'server' ? '.server' : ''}${suffix}`;
  const environment = [
    '<key>EnvironmentVariables</key>',
    '<dict>',
    '  <key>EXPERIA_API_KEY_FILE</key>',
    `  ${string(keyFile ?? '')}`,
    '</dict>',
  ];
  const body = [
    '<key>Label</key>',
    string(label),
    '<key>ProgramArguments</key>',
    '<array>',
    ...command.map((part) => `  ${string(part)}`),
    '</array>',
    ...(keyFile === null ? [] : environment),
    '<key>RunAtLoad</key>',
    '<true/>',
    '<key>KeepAlive</key>',
    ...KEEP_ALIVE[shell],
    '<key>ThrottleInterval</key>',
    `<integer>${THROTTLE_SECONDS}</integer>`,
    '<key>ExitTimeOut</key>',
    '<integer>10</integer>',
    '<key>ProcessType</key>',
    '<string>Interactive</string>',
    ...(shell === 'desktop' ? ['<key>LimitLoadToSessionType</key>', '<string>Aqua</string>'] : []),
    '<key>WorkingDirectory</key>',
    '<string>/</string>',
  ];
  return ok(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<!-- ~/Library/LaunchAgents/${label}.plist, then: launchctl bootstrap gui/$UID ~/Library/LaunchAgents/${label}.plist -->`,
      '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
      '<plist version="1.0">',
      '<dict>',
      ...body.map((line) => `  ${line}`),
      '</dict>',
      '</plist>',
      '',
    ].join('\n'),
  );
}
