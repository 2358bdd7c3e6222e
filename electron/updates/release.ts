import type { KeyObject } from 'node:crypto';
import { join, posix } from 'node:path';
import { z } from 'zod';
import type { UpdateState } from '../../common/about.ts';
import type { Environment } from '../../core/node/environment.ts';
import { parseFeed } from '../../core/release/feed.ts';
import { readReleaseKey } from '../../core/release/signature.ts';

/** Where releases of this app are, and whose they are. */
export interface Release {
  readonly kind: 'release';
  /** Folder on a server, with a slash at its end. */
  readonly feed: string;
  /** Nothing is installed that this key has not signed. */
  readonly key: KeyObject;
}

export type Unavailable = Extract<UpdateState, { kind: 'unavailable' }>;

/** What is known of the installation. */
export interface Installation {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  readonly execPath: string;
  /** The app's archive, with package.json in it. */
  readonly appPath: string;
  /** The folder beside it, where the packager puts what the updater reads. */
  readonly resourcesPath: string;
  /** Rejects when there is no such file. */
  readonly read: (path: string) => Promise<string>;
}

const manifestSchema = z.object({
  release: z.object({ feed: z.string().optional(), publicKey: z.string().optional() }).optional(),
});

/** The file that electron-builder writes into a package with a feed. */
const UPDATER_CONFIG = 'app-update.yml';

const unavailable = (reason: Unavailable['reason']): Unavailable => ({ kind: 'unavailable', reason });

/** Whether a list of publishers is there; electron-updater itself takes an installer without one for a good one. */
const namesPublisher = (config: string): boolean =>
  /^publisherName:[ \t]*(?:\r?\n[ \t]*- *\S|(?!null\b|~|\[|''|""|#)\S)/m.test(config);

/** The AppImage is the only package on Linux that can be replaced without an administrator. */
const isAppImage = ({ env, execPath }: Installation): boolean =>
  Boolean(env['APPIMAGE'] && env['APPDIR'] && execPath.startsWith(posix.join(env['APPDIR'], '/')));

/**
 * What the package says of its updates, which is nothing unless they were configured when it was made. Whatever is missing
 * or cannot be read means that there are none.
 */
export async function readRelease(installation: Installation): Promise<Release | Unavailable> {
  const { isPackaged, platform, appPath, resourcesPath, read } = installation;
  if (!isPackaged) return unavailable('notPackaged');
  if (platform === 'linux' && !isAppImage(installation)) return unavailable('bySystem');
  try {
    const { release } = manifestSchema.parse(JSON.parse(await read(join(appPath, 'package.json'))));
    const config = await read(join(resourcesPath, UPDATER_CONFIG));
    const feed = parseFeed(release?.feed ?? '');
    if (feed === null) return unavailable('notConfigured');
    const key = readReleaseKey(release?.publicKey ?? '');
    if (key === null || (platform === 'win32' && !namesPublisher(config))) return unavailable('unverifiable');
    return { kind: 'release', feed, key };
  } catch {
    return unavailable('notConfigured');
  }
}
