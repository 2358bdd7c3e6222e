import { join } from 'node:path';
import { flipFuses } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import { FUSES } from './fuses.ts';

/** The program inside a packaged app whose fuses are set; on macOS they are in the framework of the bundle named here. */
function programOf({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${productFilename}.exe`);
  return join(appOutDir, String(packager.platformSpecificBuildOptions.executableName));
}

/** Sets every fuse of the packaged runtime. electron-builder calls it before it signs; it throws when a fuse is unknown to us. */
export default async function afterPack(context: AfterPackContext): Promise<void> {
  await flipFuses(programOf(context), {
    ...FUSES,
    // A program for Apple's processors does not start once it was changed, until it is signed again; only macOS can do that.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin' && process.platform === 'darwin',
  });
}
