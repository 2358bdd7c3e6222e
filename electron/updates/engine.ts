import { CancellationToken, NsisUpdater, type AppUpdater } from 'electron-updater';
import type { DesktopSettings } from '../../common/settings.ts';
import { boundResponses, httpOf } from './boundedHttp.ts';
import type { Release } from './release.ts';
import { signedProvider } from './signedProvider.ts';
import { handOver, type Squirrel } from './squirrel.ts';
import { verifyStrictly } from './windowsSignature.ts';

export type Channel = Exclude<DesktopSettings['updates'], 'off'>;

/** What looks for releases, fetches and installs them. Its calls reject when that fails. */
export interface UpdateEngine {
  /** The version of a release that is newer than this app and signed; null when there is none. */
  check(channel: Channel): Promise<string | null>;
  /** Fetches what was found last; it is complete and as it was signed when this resolves. */
  download(): Promise<void>;
  /** Gives up whatever is under way. */
  cancel(): void;
  /** Whether what was fetched last is installed when the app ends, which macOS never does. */
  installOnQuit(on: boolean): void;
  /** Installs it now. The app is to be started anew when this resolves with `installed`; it ends by itself on `ends`. */
  install(): Promise<'installed' | 'ends'>;
}

/** What electron-builder calls our channels. */
const CHANNELS: Readonly<Record<Channel, string>> = { stable: 'latest', beta: 'beta' };

const PACKAGES: Partial<Record<NodeJS.Platform, string>> = { win32: '.exe', darwin: '.zip', linux: '.AppImage' };
/** How electron-builder writes a processor into names. */
const PROCESSORS: Partial<Record<NodeJS.Architecture, readonly string[]>> = {
  x64: ['x64', 'x86_64'],
  arm64: ['arm64', 'aarch64'],
};

/** Whether a file of a release is a package for this system and processor. */
export const isPackageFor =
  (platform: NodeJS.Platform, arch: NodeJS.Architecture) =>
  (name: string): boolean => {
    const ending = PACKAGES[platform];
    const processors = PROCESSORS[arch] ?? [];
    return ending !== undefined && processors.some((processor) => name.endsWith(`-${processor}${ending}`));
  };

/** A release of its own kind is for those who asked for it (`1.3.0-beta.2`). */
const isPrerelease = (version: string): boolean => version.includes('-');

export interface Target {
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** The updater of the system itself, on macOS. */
  readonly squirrel?: Squirrel;
}

/** No package of ours is near it. */
const DOWNLOAD_BYTES = 500 * 1024 * 1024;

class NotInstalled extends Error {
  readonly code = 'NOT_INSTALLED';
}

/** The installing half of electron-updater, which macOS does not have: there the system's own updater does it. */
type Installing = AppUpdater & { install(isSilent: boolean, isForceRunAfter: boolean): boolean };
const canInstall = (updater: AppUpdater): updater is Installing => 'install' in updater;

/** The library tells of a failure at once, or not at all. */
function installAndEnd(updater: AppUpdater): boolean {
  let failed = false;
  const note = (): void => void (failed = true);
  updater.on('error', note);
  updater.quitAndInstall(true, true);
  updater.removeListener('error', note);
  return !failed;
}

/** electron-updater, told to take nothing but what is newer and signed, and to do nothing by itself. */
export function createEngine(updater: AppUpdater, { feed, key }: Release, target: Target): UpdateEngine {
  const { platform, arch, squirrel } = target;
  let downloading = new CancellationToken();
  let isCancelled = false;
  // What it says quotes addresses and whatever the server sent.
  updater.logger = null;
  updater.autoDownload = false;
  // Only what macOS does not have yet can be taken back.
  updater.autoInstallOnAppQuit = !squirrel;
  updater.disableWebInstaller = true;
  // Putting files together from parts of the old one asks servers for what many cannot do.
  updater.disableDifferentialDownload = true;
  if (updater instanceof NsisUpdater) updater.verifyUpdateCodeSignature = verifyStrictly;
  const abortRequests = boundResponses(httpOf(updater), DOWNLOAD_BYTES);
  const isOurs = isPackageFor(platform, arch);
  updater.setFeedURL({ provider: 'custom', updateProvider: signedProvider({ feed, key, isOurs }) });
  return {
    async check(channel) {
      updater.channel = CHANNELS[channel];
      // Choosing a channel has allowed it.
      updater.allowDowngrade = false;
      const result = await updater.checkForUpdates();
      if (!result?.isUpdateAvailable) return null;
      const { version } = result.updateInfo;
      return channel === 'stable' && isPrerelease(version) ? null : version;
    },
    async download() {
      downloading = new CancellationToken();
      await updater.downloadUpdate(downloading);
    },
    cancel() {
      isCancelled = true;
      downloading.cancel();
      abortRequests();
    },
    installOnQuit(on) {
      updater.autoInstallOnAppQuit = on && !squirrel;
    },
    async install() {
      if (squirrel) {
        isCancelled = false;
        await handOver(squirrel);
        if (isCancelled) throw new NotInstalled();
        squirrel.quitAndInstall();
        return 'ends';
      }
      const inPlace = platform === 'linux' && canInstall(updater);
      const isDone = inPlace ? updater.install(true, false) : installAndEnd(updater);
      if (!isDone) throw new NotInstalled();
      return inPlace ? 'installed' : 'ends';
    },
  };
}
