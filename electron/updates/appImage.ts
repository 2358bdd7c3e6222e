import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, fchmodSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { AppImageUpdater } from 'electron-updater';

const READ_AT_ONCE = 4 * 1024 * 1024;
const EXECUTABLE = 0o755;

function sha512Of(file: number): string {
  const hash = createHash('sha512');
  const buffer = Buffer.alloc(READ_AT_ONCE);
  for (let at = 0; ;) {
    const read = readSync(file, buffer, 0, buffer.length, at);
    if (read === 0) return hash.digest('base64');
    hash.update(buffer.subarray(0, read));
    at += read;
  }
}

/**
 * Puts a file in the place of another, whole or not at all: whatever ends the machine meanwhile, one of the two is there.
 * @throws when it is not the file with this checksum, or cannot be put there; the other one is left alone then
 */
function replaceFile(from: string, to: string, sha512: string): void {
  const beside = `${to}.new`;
  try {
    copyFileSync(from, beside);
    const file = openSync(beside, 'r+');
    try {
      if (sha512Of(file) !== sha512) throw new Error('The file is not what was fetched any more');
      fchmodSync(file, EXECUTABLE);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, to);
  } catch (thrown) {
    rmSync(beside, { force: true });
    throw thrown;
  }
}

/**
 * Installs an AppImage under the name it has, which is what starts it at boot. The library itself takes the old file away
 * before the new one is there, gives it another name, and starts it while the app ends.
 */
export class AppImageInPlace extends AppImageUpdater {
  protected override doInstall(): boolean {
    const appImage = process.env['APPIMAGE'] ?? '';
    const fetched = this.downloadedUpdateHelper?.file;
    const sha512 = this.downloadedUpdateHelper?.downloadedFileInfo?.sha512;
    if (!isAbsolute(appImage) || !fetched || !sha512) return false;
    replaceFile(fetched, appImage, sha512);
    return true;
  }
}
