import { isLoopback } from './links.ts';
import { qrCodes } from './qrCodes.ts';

/** What a person who started the browser shell in a terminal has to know. */
export interface Started {
  /** Name and version. */
  readonly app: { readonly name: string; readonly version: string };
  readonly figures: 'demo' | 'noKey' | 'live';
  /** For whoever only looks: a TV. */
  readonly wallUrl: string;
  /** For whoever may change things: it holds the secret. */
  readonly deskUrl: string;
  /** What the owner is told when others on the network could read along. */
  readonly warnings: readonly string[];
  readonly logFolder: string;
  /** Of the terminal; 0 when it can draw nothing. */
  readonly columns: number;
}

const FIGURES: Readonly<Record<Started['figures'], string>> = {
  demo: 'is running with made-up figures of the built-in simulator.',
  noKey: 'is running and has no API key yet: open the desk’s address and enter it.',
  live: 'is running.',
};

/** The lines that follow the readiness line on a terminal. */
export function startLines({ app, figures, wallUrl, deskUrl, warnings, logFolder, columns }: Started): string[] {
  const isThisMachineOnly = isLoopback(new URL(wallUrl).hostname);
  // A phone that reads a loopback address would look for the wall on itself.
  const codes = isThisMachineOnly
    ? []
    : qrCodes(
        [
          { caption: 'The TV', text: wallUrl },
          { caption: 'The desk (secret)', text: deskUrl },
        ],
        columns,
      );
  return [
    '',
    `${app.name} ${app.version} ${FIGURES[figures]}`,
    '',
    ...(codes.length === 0 ? [] : [...codes, '']),
    `  Address for the TV, to look at:   ${wallUrl}`,
    `  Address for the desk, secret:     ${deskUrl}`,
    '',
    'Whoever has the address for the desk can change everything. Keep it to yourself.',
    ...(isThisMachineOnly
      ? ['Only this machine can open these. For a TV or a phone, start it with --host 0.0.0.0: QR codes come with it.']
      : []),
    ...warnings,
    `The log is in ${logFolder}`,
    'To stop it, press Ctrl+C.',
    '',
  ];
}
