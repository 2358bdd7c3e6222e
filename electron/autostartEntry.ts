/** A desktop entry, and the one line of it that says what is started. */
export interface AutostartEntry {
  readonly text: string;
  readonly exec: string;
}

/** Escapes of a value (Desktop Entry Specification, "Possible value types"). */
const asValue = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');

/** One argument of a command, quoted (Desktop Entry Specification, "The Exec key"); `%` would begin a field code. */
const asArgument = (text: string): string => `"${text.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;

/** A desktop entry that starts a command at login. */
export function autostartEntry(name: string, command: readonly string[]): AutostartEntry {
  const exec = `Exec=${asValue(command.map(asArgument).join(' '))}`;
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    `Name=${asValue(name)}`,
    exec,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ];
  return { text: `${lines.join('\n')}\n`, exec };
}
