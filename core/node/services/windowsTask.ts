import { err, ok } from '../../../common/result.ts';
import { hasControlCharacters, type Service, type ServiceText } from './service.ts';
import { xmlText } from './xml.ts';

/** The most that the Task Scheduler takes. It counts starts that failed; what the app exits with is no failure to it. */
const MOST_RESTARTS = 255;

/** What the Task Scheduler would replace in a command, for which it knows no escape. */
const REPLACED = /%[^%]+%|\$\([^)]*\)/;

/** One part of a Windows command line, as CommandLineToArgvW takes it apart. */
const argument = (text: string): string =>
  text !== '' && !/[\s"]/.test(text) ? text : `"${text.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;

/**
 * A task of the Windows Task Scheduler that starts the app when the user signs in. It is asked for again every minute, which
 * does nothing while the app runs: this alone starts it again after an end, whatever that was.
 */
export function windowsTask({ shell, command, suffix, user }: Service): ServiceText {
  const [program, ...args] = command;
  if (command.some(hasControlCharacters)) return err('A path with control characters cannot be written into a task');
  const line = args.map(argument).join(' ');
  if (REPLACED.test(program) || REPLACED.test(line))
    return err('The Task Scheduler would replace what stands between % signs or in $(...); use other folders');
  const name = `Experia Wallboard${shell === 'server' ? ' (browser shell)' : ''}${suffix}`;
  const userId = user === null ? [] : [`<UserId>${xmlText(user)}</UserId>`];
  return ok(
    [
      '<?xml version="1.0"?>',
      `<!-- PowerShell: Register-ScheduledTask -TaskName "${name}" -Xml (Get-Content -Raw FILE) -->`,
      '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
      '  <RegistrationInfo>',
      `    <Description>${name}: starts at sign-in, and again after its end</Description>`,
      '  </RegistrationInfo>',
      '  <Triggers>',
      '    <LogonTrigger>',
      '      <Enabled>true</Enabled>',
      '      <Repetition>',
      '        <Interval>PT1M</Interval>',
      '        <StopAtDurationEnd>false</StopAtDurationEnd>',
      '      </Repetition>',
      ...userId.map((element) => `      ${element}`),
      '    </LogonTrigger>',
      '  </Triggers>',
      '  <Principals>',
      '    <Principal id="Author">',
      ...userId.map((element) => `      ${element}`),
      '      <LogonType>InteractiveToken</LogonType>',
      '      <RunLevel>LeastPrivilege</RunLevel>',
      '    </Principal>',
      '  </Principals>',
      '  <Settings>',
      '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
      '    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>',
      '    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>',
      '    <AllowHardTerminate>true</AllowHardTerminate>',
      '    <StartWhenAvailable>true</StartWhenAvailable>',
      '    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>',
      '    <IdleSettings>',
      '      <StopOnIdleEnd>false</StopOnIdleEnd>',
      '      <RestartOnIdle>false</RestartOnIdle>',
      '    </IdleSettings>',
      '    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>',
      '    <Priority>5</Priority>',
      '    <RestartOnFailure>',
      '      <Interval>PT1M</Interval>',
      `      <Count>${MOST_RESTARTS}</Count>`,
      '    </RestartOnFailure>',
      '  </Settings>',
      '  <Actions Context="Author">',
      '    <Exec>',
      `      <Command>${xmlText(program)}</Command>`,
      ...(line === '' ? [] : [`      <Arguments>${xmlText(line)}</Arguments>`]),
      '    </Exec>',
      '  </Actions>',
      '</Task>',
      '',
    ].join('\n'),
  );
}
