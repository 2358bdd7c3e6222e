import { app } from './app.ts';
import { BrowserWindow } from './browserWindow.ts';
import { startChromium } from './chromium.ts';
import { watchDownloads } from './downloads.ts';
import { fromChromium } from './addresses.ts';
import { setBrowser } from './runtime.ts';

interface TargetInfo {
  readonly targetId: string;
  readonly openerId?: string;
  readonly url: string;
}

/** Starts Chromium and emits `ready`; called once the main module has run to its end. */
export async function becomeReady(): Promise<void> {
  const { cdp, version } = await startChromium(app.getPath('sessionData'));
  Object.defineProperty(process.versions, 'chrome', { value: version, enumerable: true });
  cdp.on(':Target.targetDestroyed', ({ targetId }: TargetInfo) => BrowserWindow.fromTarget(targetId)?.targetGone());
  cdp.on(':Target.targetCreated', ({ targetInfo }: { targetInfo: TargetInfo }) => {
    const opener = targetInfo.openerId === undefined ? undefined : BrowserWindow.fromTarget(targetInfo.openerId);
    if (!opener) return;
    // A link with a target opens before anybody can be asked; it is closed and then asked about.
    cdp.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {});
    opener.webContents.opens(fromChromium(targetInfo.url));
  });
  cdp.on('closed', () => app.exit(1));
  await cdp.send('Target.setDiscoverTargets', { discover: true });
  await watchDownloads(cdp, app.getPath('sessionData'));
  setBrowser(cdp);
  app.fireReady();
}
