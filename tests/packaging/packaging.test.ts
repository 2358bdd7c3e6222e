import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getRawHeader } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import afterPack from '../../build/hooks/afterPack.ts';
import { parseFeed } from '../../core/release/feed.ts';
import { readRelease } from '../../electron/updates/release.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { ROOT } from '../../scripts/run.ts';
import { filesOf, FUSE_COUNT, readIn, windowsIntegrity, Workshop } from './support/packaged.ts';

const BUILD_MS = 300_000;
const PACKAGE_MS = 120_000;
const FEED = 'https://updates.example/wallboard/';
const PUBLISHER = 'CN=Experia, O=Experia, C=DE';
const linux = (...parts: string[]): string[] => ['linux-out/linux-unpacked', ...parts];
const WINDOWS_APP = 'windows-out/win-unpacked';
const MAC_APP = 'mac-out/mac-arm64/Experia Wallboard.app';
const keys = generateKeyPairSync('ed25519');

let workshop: Workshop;
let archive: string;
beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, BUILD_MS);
beforeAll(async () => {
  workshop = await Workshop.open();
  const key = workshop.path('release-key.pub');
  await writeFile(key, keys.publicKey.export({ type: 'spki', format: 'pem' }));
  await Promise.all([
    workshop.package('linux-out', 'linux', ['--linux', 'dir', 'deb', '--x64'], {
      EXPERIA_UPDATE_URL: FEED,
      EXPERIA_RELEASE_KEY_FILE: key,
    }),
    // The tools of an installer are not here, and nothing is to be fetched: it ends once the app is packaged.
    expect(
      workshop.package('windows-out', 'windows', ['--win', 'nsis', '--x64'], {
        EXPERIA_UPDATE_URL: FEED,
        EXPERIA_RELEASE_KEY_FILE: key,
        EXPERIA_WINDOWS_PUBLISHER: PUBLISHER,
        ELECTRON_BUILDER_7ZIP_PATH: workshop.path('no-7zip'),
        ELECTRON_BUILDER_NSIS_DIR: workshop.path('no-nsis'),
      }),
    ).rejects.toThrow(/ELECTRON_BUILDER_\w+ path does not exist/),
    workshop.package('mac-out', 'mac', ['--mac', 'dir', '--arm64'], {
      EXPERIA_UPDATE_URL: '',
      EXPERIA_RELEASE_KEY_FILE: key,
    }),
  ]);
  archive = workshop.path(...linux('resources/app.asar'));
}, PACKAGE_MS);
afterAll(() => workshop.close());

const KEYTAR = ['LICENSE.md', 'lib/keytar.js', 'package.json'].map((path) => `node_modules/keytar/${path}`);
const keytarBinary = (target: string): string => `node_modules/keytar/prebuilds/${target}/keytar.node`;

async function builtFiles(): Promise<string[]> {
  const folders = ['out/main', 'out/preload', 'out/renderer'];
  const found = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  return found.flat().map((path) => path.slice(ROOT.length + 1));
}

describe('the packaged app', () => {
  it('holds the built app, its package.json and what keytar loads here, and nothing else', async () => {
    const wanted = ['package.json', ...(await builtFiles()), ...KEYTAR, keytarBinary('linux-x64')];
    expect(filesOf(archive)).toEqual(wanted.sort());
  });

  it('holds no sources, maps, tests or tools', () => {
    const unwanted =
      /\.(ts|vue|map|md|cc|gyp)$|(^|\/)(tests?|scripts|docs|simulator|\.cache|dist)\/|electron-builder|vitest/;
    expect(filesOf(archive).filter((path) => unwanted.test(path) && !path.endsWith('/LICENSE.md'))).toEqual([]);
    const manifest: unknown = JSON.parse(readIn(archive, 'package.json'));
    expect(manifest).toMatchObject({ main: 'out/main/index.js', dependencies: { keytar: expect.any(String) } });
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  it('keeps the native module beside the archive, where the system can load it, and for this system only', async () => {
    const entries = await readdir(workshop.path(...linux('resources')), { recursive: true });
    expect(entries.filter((path) => path.endsWith('.node'))).toEqual([
      `app.asar.unpacked/${keytarBinary('linux-x64')}`,
    ]);
    const inMac = await readdir(workshop.path(MAC_APP), { recursive: true });
    expect(inMac.filter((path) => path.endsWith('.node'))).toEqual([
      `Contents/Resources/app.asar.unpacked/${keytarBinary('darwin-arm64')}`,
    ]);
    const inWindows = await readdir(workshop.path(WINDOWS_APP, 'resources'), { recursive: true });
    expect(inWindows.filter((path) => path.endsWith('.node'))).toEqual([
      `app.asar.unpacked/${keytarBinary('win32-x64')}`,
    ]);
  });

  it('bundles the updater apart from what every start loads', () => {
    const main = readIn(archive, 'out/main/index.js');
    const chunks = filesOf(archive).filter((path) => path.startsWith('out/main/chunks/'));
    const updater = chunks.filter((path) => readIn(archive, path).includes('ERR_UPDATER_INVALID_VERSION'));
    expect(updater).toHaveLength(1);
    expect(main).not.toContain('ERR_UPDATER_INVALID_VERSION');
    expect(main).toMatch(/import\(["'`]\.\/chunks\/openEngine/);
  });

  it('starts no program as plain Node, which its fuses forbid', () => {
    for (const path of filesOf(archive).filter((name) => /^out\/main\/.*\.js$/.test(name)))
      expect(readIn(archive, path), path).not.toMatch(
        /import \{[^}]*\bfork\b[^}]*\} from "(node:)?child_process"|ELECTRON_RUN_AS_NODE/,
      );
  });

  it('is as large as printed here', async () => {
    const unpacked = await stat(workshop.path(...linux('resources/app.asar.unpacked', keytarBinary('linux-x64'))));
    const asar = await workshop.sizeOf(...linux('resources/app.asar'));
    const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
    console.log(
      `packaged app without the runtime: app.asar ${kilobytes(asar)}, unpacked ${kilobytes(unpacked.size)}, ` +
        `in all ${kilobytes(asar + unpacked.size)}, ${filesOf(archive).length} files`,
    );
    expect(asar).toBeLessThan(8_000_000);
  });
});

const FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
} as const;

describe('the fuses', () => {
  it.each(['linux-out/linux-unpacked/experia-wallboard', `${WINDOWS_APP}/Experia Wallboard.exe`, MAC_APP])(
    'are set, each one of them: %s',
    async (program) => {
      const { version, ...wire } = await getCurrentFuseWire(workshop.path(program));
      expect(version).toBe('1');
      const found = Object.entries(wire).map(([index, state]) => [FuseV1Options[Number(index)], state]);
      const wanted = Object.entries(FUSES).map(([name, on]) => [name, on ? FuseState.ENABLE : FuseState.DISABLE]);
      expect(found).toEqual(wanted);
      expect(found).toHaveLength(FUSE_COUNT);
    },
  );

  it('stop the packaging when a runtime has one that nobody has decided on', async () => {
    const packager = {
      appInfo: { productFilename: 'app' },
      platformSpecificBuildOptions: { executableName: 'electron' },
    };
    const pack = (dist: string): Promise<void> => {
      const context: unknown = { appOutDir: workshop.path(dist), electronPlatformName: 'linux', packager };
      return afterPack(context as AfterPackContext);
    };
    await expect(pack('odd')).rejects.toThrow(/fuse/);
    await expect(pack('linux')).resolves.toBeUndefined();
  });
});

/** As Electron computes it: of the list at the start of the archive, which has the hash of each file. */
const hashOf = (path: string): string =>
  createHash('sha256')
    .update(getRawHeader(workshop.path(path)).headerString)
    .digest('hex');

describe('the integrity of the archive', () => {
  it('is noted where Windows compares it, as the hash of the very archive', () => {
    const program = readFileSync(workshop.path(WINDOWS_APP, 'Experia Wallboard.exe'));
    expect(windowsIntegrity(program)).toEqual([
      { file: 'resources\\app.asar', alg: 'SHA256', value: hashOf(`${WINDOWS_APP}/resources/app.asar`) },
    ]);
  });

  it('is noted where macOS compares it, as the hash of the very archive', async () => {
    const plist = await workshop.read(MAC_APP, 'Contents/Info.plist');
    expect(plist).toMatch(/<key>ElectronAsarIntegrity<\/key>\s*<dict>\s*<key>Resources\/app\.asar<\/key>/);
    expect(plist).toContain(`<string>${hashOf(`${MAC_APP}/Contents/Resources/app.asar`)}</string>`);
  });
});

describe('the deb package', () => {
  const argumentsOf = async (name: string): Promise<string[]> => {
    const given = (await workshop.read('fpm.arguments')).split('\n');
    return given.flatMap((argument, index) => (given[index - 1] === name ? [argument] : []));
  };

  it('depends on what the runtime and the keychain need', async () => {
    const depends = await argumentsOf('-d');
    for (const needed of ['libsecret-1-0', 'libnss3', 'libgtk-3-0 | libgtk-3-0t64']) expect(depends).toContain(needed);
    expect((await argumentsOf('--deb-recommends')).join()).toContain('gnome-keyring');
  });

  it('says what it is, and brings icons of every size', async () => {
    expect(await argumentsOf('--maintainer')).toEqual(['Experia Wallboard']);
    expect(await argumentsOf('--architecture')).toEqual(['amd64']);
    const given = await workshop.read('fpm.arguments');
    expect(given).toContain('Live figures of a contact centre');
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512])
      expect(given).toMatch(new RegExp(`=/usr/share/icons/hicolor/${size}x${size}/apps/experia-wallboard\\.png`));
  });

  it('has a desktop entry that starts it on X11 and that its windows belong to', async () => {
    const entry = (await workshop.read('entry.desktop')).split('\n');
    for (const line of [
      '[Desktop Entry]',
      'Name=Experia Wallboard',
      'Exec="/opt/Experia Wallboard/experia-wallboard" --ozone-platform=x11 %U',
      'Type=Application',
      'Icon=experia-wallboard',
      'StartupWMClass=experia-wallboard',
      'Categories=Office;',
    ])
      expect(entry).toContain(line);
    expect(entry.some((line) => line.startsWith('Comment=') && line.length > 20)).toBe(true);
    expect(entry.some((line) => line.startsWith('Keywords=') && line.includes('KPI;'))).toBe(true);
  });
});

/** What the app finds in its package. */
function releaseIn(platform: NodeJS.Platform, resourcesPath: string): ReturnType<typeof readRelease> {
  const appPath = join(resourcesPath, 'app.asar');
  return readRelease({
    isPackaged: true,
    platform,
    env: { APPIMAGE: '/x.AppImage', APPDIR: '/m' },
    execPath: '/m/app',
    appPath,
    resourcesPath,
    read: async (path) => (path.startsWith(appPath) ? readIn(appPath, 'package.json') : readFileSync(path, 'utf8')),
  });
}

describe('updates of a package', () => {
  it.each([
    ['linux', linux('resources').join('/')],
    ['win32', `${WINDOWS_APP}/resources`],
  ] as const)('are configured when the environment of the packaging says so: %s', async (platform, resources) => {
    const release = await releaseIn(platform, workshop.path(resources));
    expect(release).toMatchObject({ kind: 'release', feed: parseFeed(FEED) });
    expect(release.kind === 'release' && release.key.equals(keys.publicKey)).toBe(true);
    expect(await workshop.read(resources, 'app-update.yml')).toContain(FEED);
  });

  it('name on Windows who has to have signed an installer', async () => {
    expect(await workshop.read(WINDOWS_APP, 'resources/app-update.yml')).toMatch(
      new RegExp(`^publisherName:\\s+- ${PUBLISHER}$`, 'm'),
    );
  });

  it('are not there otherwise: no address and no key in the package', async () => {
    const mac = workshop.path(MAC_APP, 'Contents/Resources');
    expect(JSON.parse(readIn(join(mac, 'app.asar'), 'package.json'))).not.toHaveProperty('release');
    expect(await readdir(mac)).not.toContain('app-update.yml');
  });
});
