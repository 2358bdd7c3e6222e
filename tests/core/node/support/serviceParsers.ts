/** Readers of the formats of services, as strict as the systems that read them. */

const SYSTEMD_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', "'": "'", n: '\n', t: '\t', s: ' ' };

/** Words of an ExecStart or Environment line (systemd.syntax, systemd.unit, systemd.service). */
export function systemdWords(line: string, { variables }: { variables: boolean } = { variables: true }): string[] {
  const words = [...line.matchAll(/(?:^|\s)"((?:[^"\\]|\\.)*)"(?=\s|$)/gsu)].map(([, quoted = '']) =>
    quoted.replaceAll(/\\(.)/gsu, (whole, kind: string) => {
      const plain = SYSTEMD_ESCAPES[kind];
      if (plain === undefined) throw new Error(`no escape: ${whole}`);
      return plain;
    }),
  );
  const rest = line.replaceAll(/"(?:[^"\\]|\\.)*"/gsu, '');
  if (rest.trim() !== '') throw new Error(`not quoted: ${rest}`);
  return words
    .map((word) =>
      word.replaceAll(/%(.?)/gsu, (whole, kind) => {
        if (kind !== '%') throw new Error(`a specifier: ${whole}`);
        return '%';
      }),
    )
    .map((word, index) =>
      // The path of the program is never a variable.
      variables && index > 0
        ? word.replaceAll(/\$(.?)/gsu, (whole, kind) => {
            if (kind !== '$') throw new Error(`a variable: ${whole}`);
            return '$';
          })
        : word,
    );
}

function plain(xml: string): string {
  if (/[<>]|&(?!#\d+;)/.test(xml)) throw new Error(`not text: ${xml}`);
  return xml.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

/** The strings that belong to a key of a property list: its own, or those of its array. */
export function plistStrings(plist: string, key: string): string[] {
  const after = plist.slice(plist.indexOf(`<key>${key}</key>`) + `<key>${key}</key>`.length);
  const value = /^\s*<array>(.*?)<\/array>/s.exec(after)?.[1] ?? /^\s*<string>.*?<\/string>/s.exec(after)?.[0] ?? '';
  return [...value.matchAll(/<string>(.*?)<\/string>/gs)].map(([, text = '']) => plain(text));
}

/** A Windows command line taken apart as CommandLineToArgvW does. */
function windowsArguments(line: string): string[] {
  const found: string[] = [];
  let [current, quoted, started] = ['', false, false];
  for (let i = 0; i < line.length;) {
    const backslashes = /^\\*/.exec(line.slice(i))?.[0].length ?? 0;
    const next = line[i + backslashes];
    if (next === '"') {
      current += '\\'.repeat(Math.floor(backslashes / 2));
      if (backslashes % 2 === 1) current += '"';
      else quoted = !quoted;
      started = true;
      i += backslashes + 1;
    } else if (backslashes > 0) {
      current += '\\'.repeat(backslashes);
      started = true;
      i += backslashes;
    } else if (!quoted && (next === ' ' || next === '\t')) {
      if (started) found.push(current);
      [current, started] = ['', false];
      i++;
    } else {
      current += next ?? '';
      started = true;
      i++;
    }
  }
  return started ? [...found, current] : found;
}

/** The program and the arguments of a task. */
export function taskCommand(task: string): string[] {
  const element = (name: string): string => plain(new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(task)?.[1] ?? '');
  return [element('Command'), ...windowsArguments(element('Arguments'))];
}
