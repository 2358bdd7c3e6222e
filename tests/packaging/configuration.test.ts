import { join } from 'node:path';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { Arch, DebugLogger, getArtifactArchName } from 'builder-util';
import { describe, expect, it } from 'vitest';
import { isPackageFor } from '../../electron/updates/engine.ts';
import { ROOT } from '../../scripts/run.ts';

describe('electron-builder.yml', () => {
  it("is valid for every target by electron-builder's own rules", async () => {
    const config = await getConfig(ROOT, join(ROOT, 'electron-builder.yml'), null);
    await expect(validateConfiguration(config, new DebugLogger())).resolves.toBeUndefined();
    await expect(
      validateConfiguration({ ...config, nsis: { oneclick: true } } as never, new DebugLogger()),
    ).rejects.toThrow();
    const targets = (['linux', 'win', 'mac'] as const).map((platform) => [config[platform]?.target].flat());
    const arch = ['x64', 'arm64'];
    expect(targets).toEqual([
      [
        { target: 'AppImage', arch },
        { target: 'deb', arch },
      ],
      [{ target: 'nsis', arch }],
      [
        { target: 'dmg', arch },
        { target: 'zip', arch },
      ],
    ]);
  });

  it('makes an AppImage that needs no library of FUSE, which newer systems do not bring', async () => {
    const { toolsets } = await getConfig(ROOT, join(ROOT, 'electron-builder.yml'), null);
    expect(toolsets?.appimage).toMatch(/^1\./);
  });

  it('names packages so that the updater of each system and processor takes its own and no other', async () => {
    const { appImage, deb, nsis, mac } = await getConfig(ROOT, join(ROOT, 'electron-builder.yml'), null);
    const names = [Arch.x64, Arch.arm64].flatMap((arch) =>
      (
        [
          [appImage?.artifactName, 'AppImage'],
          [deb?.artifactName, 'deb'],
          [nsis?.artifactName, 'exe'],
          [mac?.artifactName, 'zip'],
          [mac?.artifactName, 'dmg'],
        ] as const
      ).map(([pattern, ext]) =>
        String(pattern)
          .replace('${arch}', getArtifactArchName(arch, ext))
          .replace('${ext}', ext)
          .replace('${version}', '1.2.3'),
      ),
    );
    const taken = (['linux', 'win32', 'darwin'] as const).map((platform) =>
      (['x64', 'arm64'] as const).map((arch) => names.filter(isPackageFor(platform, arch))),
    );
    expect(taken).toEqual([
      [['Experia-Wallboard-x86_64.AppImage'], ['Experia-Wallboard-arm64.AppImage']],
      [['Experia-Wallboard-Setup-x64.exe'], ['Experia-Wallboard-Setup-arm64.exe']],
      [['Experia-Wallboard-x64.zip'], ['Experia-Wallboard-arm64.zip']],
    ]);
  });
});
