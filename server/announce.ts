import { join } from 'node:path';
import type { Snapshot } from '../common/snapshot.ts';
import type { LaunchOptions } from '../core/node/launch.ts';
import { LOG_FOLDER } from '../core/node/log.ts';
import type { WallboardOptions } from '../core/wallboard.types.ts';
import { plainHttpWarning, viewersUrl } from './links.ts';
import { startLines, type Started } from './startLines.ts';

/** What is told once the server runs. */
export interface Announcement {
  readonly app: WallboardOptions['app'];
  readonly launch: LaunchOptions;
  /** Where it listens, as another machine writes it. */
  readonly url: string;
  readonly controlLink: string;
  readonly snapshot: Snapshot;
}

type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

const USUAL_COLUMNS = 80;

/**
 * Tells whoever started the server where it is: a program by the two lines of the contract, a person in their own words.
 * @param complain tells on standard error what is better known
 */
export function announce(
  { app, launch, url, controlLink, snapshot }: Announcement,
  output: Output,
  complain: (line: string) => void,
): void {
  const warnings = plainHttpWarning(launch.host, launch.publicUrl);
  const say = (line: string): void => void output.write(`${line}\n`);
  say(`wallboard: listening on ${url}`);
  if (!output.isTTY) {
    say(`wallboard: control link ${controlLink}`);
    for (const line of warnings) complain(line);
    return;
  }
  const lines = startLines({
    ...{ app, warnings },
    figures: figuresOf(snapshot),
    wallUrl: viewersUrl(url, launch.publicUrl),
    deskUrl: controlLink,
    logFolder: join(launch.dataDir, LOG_FOLDER),
    columns: process.env['TERM'] === 'dumb' ? 0 : output.columns || USUAL_COLUMNS,
  });
  for (const line of lines) say(line);
}

function figuresOf({ demo, key }: Snapshot): Started['figures'] {
  if (demo) return 'demo';
  // A keychain that has not answered yet may have one.
  return key.present || key.addressChanged !== null || key.keychain === 'unknown' ? 'live' : 'noKey';
}
