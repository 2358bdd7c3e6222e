import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { ROOT } from '../../../scripts/run.ts';

/** Where a runtime keeps its fuses: this text, a version, how many there are, and one byte for each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_VERSION = 1;
export const FUSE_COUNT = 9;

/** A program that is nothing but its fuses, all of them as no package may have them. */
const runtime = (fuses = FUSE_COUNT): Buffer =>
  Buffer.concat([
    Buffer.from(`#!/bin/sh\n${SENTINEL}`),
    Buffer.from([FUSE_VERSION, fuses]),
    Buffer.from('1'.repeat(fuses)),
    Buffer.from('\nend'),
  ]);

const PLIST = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>Electron</string></dict></plist>
`;

const ENGLISH = { lang: 1033, codepage: 1200 };

/** The smallest program that Windows' resources can be written into. */
function windowsProgram(): Buffer {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const info = Resource.VersionInfo.createEmpty();
  info.lang = ENGLISH.lang;
  info.setStringValues(ENGLISH, { ProductName: 'Electron' });
  info.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  return Buffer.concat([Buffer.from(program.generate()), runtime()]);
}

/** What a program of Windows holds as the integrity of its archives; null when it holds nothing. */
export function windowsIntegrity(program: Buffer): unknown {
  const { entries } = NtExecutableResource.from(NtExecutable.from(program));
  const entry = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
  return entry ? JSON.parse(Buffer.from(entry.bin).toString()) : null;
}

async function put(path: string, contents: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
  await chmod(path, 0o755);
}

/** A folder to package in: substitutes for the runtimes of all three systems, and for the tool that makes deb packages. */
export class Workshop {
  readonly #folder: string;
  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Workshop> {
    const workshop = new Workshop(await mkdtemp(join(tmpdir(), 'wallboard-package-')));
    await put(workshop.path('linux/electron'), runtime());
    await put(workshop.path('odd/electron'), runtime(FUSE_COUNT + 1));
    await put(workshop.path('windows/electron.exe'), windowsProgram());
    const contents = 'mac/Electron.app/Contents';
    await put(workshop.path(contents, 'Info.plist'), PLIST);
    await put(workshop.path(contents, 'MacOS/Electron'), runtime());
    await put(workshop.path(contents, 'Frameworks/Electron Framework.framework/Electron Framework'), runtime());
    for (const helper of ['Helper', 'Helper (Renderer)', 'Helper (GPU)', 'Helper (Plugin)']) {
      const inside = join(contents, 'Frameworks', `Electron ${helper}.app`, 'Contents');
      await put(workshop.path(inside, 'Info.plist'), PLIST);
      await put(workshop.path(inside, 'MacOS', `Electron ${helper}`), runtime());
    }
    // Notes its arguments and the desktop entry, and leaves an empty package.
    const recorder = `#!/bin/sh
printf '%s\\n' "$@" > '${workshop.path('fpm.arguments')}'
for argument in "$@"; do case "$argument" in *.desktop=*) cp "\${argument%%=*}" '${workshop.path('entry.desktop')}';; esac; done
while [ $# -gt 0 ]; do [ "$1" = --package ] && : > "$2"; shift; done
true
`;
    await put(workshop.path('fpm'), recorder);
    return workshop;
  }

  path(...parts: string[]): string {
    return join(this.#folder, ...parts);
  }

  close(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  /** Packages with the real configuration, as `npm run package` does. Rejects with the packager's output when it fails. */
  package(
    name: string,
    dist: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const script = join(ROOT, 'scripts', 'package.ts');
    const own = [`-c.electronDist=${this.path(dist)}`, `-c.directories.output=${this.path(name)}`];
    const child = spawn(process.execPath, [script, ...args, ...own], {
      cwd: ROOT,
      env: { ...process.env, CUSTOM_FPM_PATH: this.path('fpm'), CSC_IDENTITY_AUTO_DISCOVERY: 'false', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(Buffer.concat(output).toString()))));
    });
  }

  read(...parts: string[]): Promise<string> {
    return readFile(this.path(...parts), 'utf8');
  }

  async sizeOf(...parts: string[]): Promise<number> {
    return (await stat(this.path(...parts))).size;
  }
}

/** The files of an archive, by their paths in it with slashes. */
export function filesOf(archive: string): string[] {
  const paths = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''));
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`))).sort();
}

export const readIn = (archive: string, path: string): string => extractFile(archive, path).toString('utf8');
