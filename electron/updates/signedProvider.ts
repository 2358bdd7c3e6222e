import type { KeyObject } from 'node:crypto';
import type { UpdateInfo } from 'electron-updater';
import { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js';
import { isSignedRelease } from '../../core/release/signature.ts';
import { withinBytes } from './boundedHttp.ts';

type OfferedFile = UpdateInfo['files'][number];

/** What is offered is not signed with the release key, or not as what it says it is. */
export class UnsignedRelease extends Error {
  readonly code = 'UNSIGNED';
}

export interface Signed {
  readonly feed: string;
  readonly key: KeyObject;
  /** What names of files for this machine look like. */
  readonly isOurs: (name: string) => boolean;
}

type Rest = ConstructorParameters<typeof GenericProvider>;

/** Lists of files and their signatures are a few hundred bytes. */
const METADATA_BYTES = 64 * 1024;
const NOT_FOUND = 'HTTP_ERROR_404';
/** A plain name: what is signed is the name, and nothing of another folder or server. */
const PLAIN_NAME = /^[\w][\w.+ -]*$/;

/**
 * A folder of releases on a web server, of which only files are seen that the release key has signed together with their
 * name and version. electron-updater then downloads nothing but these, and compares what it got with the signed checksum.
 */
export const signedProvider = ({
  feed,
  key,
  isOurs,
}: Signed): new (options: unknown, updater: Rest[1], runtime: Rest[2]) => GenericProvider =>
  class SignedProvider extends GenericProvider {
    constructor(_options: unknown, updater: Rest[1], runtime: Rest[2]) {
      super({ provider: 'generic', url: feed }, updater, {
        ...runtime,
        executor: withinBytes(runtime.executor, METADATA_BYTES),
      });
    }

    /** The updater would send a number of its own for this installation; nobody has to know it. */
    override setRequestHeaders(): void {
      super.setRequestHeaders(null);
    }

    override async getLatestVersion(): Promise<UpdateInfo> {
      const info = await super.getLatestVersion();
      const version: unknown = info?.version;
      if (typeof version !== 'string') throw new Error('The update info has no version');
      const files: OfferedFile[] = [];
      for (const file of Array.isArray(info.files) ? info.files : []) {
        if (!PLAIN_NAME.test(String(file?.url)) || !isOurs(file.url)) continue;
        if (await this.isSigned(version, file)) files.push({ url: file.url, sha512: file.sha512 });
      }
      const [first] = files;
      if (!first) throw new UnsignedRelease('Nothing that is offered is signed with the release key');
      // Nothing else of it is signed: no notes, no packages of a web installer, no staging.
      return { version, files, path: first.url, sha512: first.sha512, releaseDate: '' };
    }

    private async isSigned(version: string, { url, sha512 }: OfferedFile): Promise<boolean> {
      if (typeof sha512 !== 'string') return false;
      try {
        const signature = await this.httpRequest(new URL(`${encodeURIComponent(url)}.sig`, feed));
        return isSignedRelease({ version, name: url, sha512 }, signature ?? '', key);
      } catch (thrown) {
        if (thrown instanceof Error && 'code' in thrown && thrown.code === NOT_FOUND) return false;
        throw thrown;
      }
    }
  };
