import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a system says, under /proc/sys, when its users get no namespaces of their own. */
const RULES: readonly { readonly file: string; readonly off: string; readonly byProfile?: true }[] = [
  // Ubuntu 23.10 and later: only programs with an AppArmor profile that allows it.
  { file: 'kernel/apparmor_restrict_unprivileged_userns', off: '1', byProfile: true },
  // Kernels of Debian and of hardened systems.
  { file: 'kernel/unprivileged_userns_clone', off: '0' },
  { file: 'user/max_user_namespaces', off: '0' },
];
const SETUID = 0o4000;

/**
 * Electron's sandbox needs user namespaces, or a helper that runs as root. An installed package brings what its system asks
 * for; a runtime in `node_modules` has neither.
 * @param systemRoot where `proc` and `etc` are
 * @param runtimeFolder of the Electron runtime, which need not be there yet
 * @returns why the sandbox cannot start, as part of a sentence, or null
 */
export async function whyNoNamespaces(systemRoot: string, runtimeFolder: string): Promise<string | null> {
  const settings = await Promise.all(RULES.map(({ file }) => read(join(systemRoot, 'proc', 'sys', file))));
  const rule = RULES.find(({ off }, index) => settings[index]?.trim() === off);
  if (rule === undefined || (await hasHelper(runtimeFolder))) return null;
  if (rule.byProfile && (await hasProfile(join(systemRoot, 'etc', 'apparmor.d'), join(runtimeFolder, 'electron'))))
    return null;
  return 'this system gives Electron’s sandbox no user namespaces; install the deb, or allow them as docs/electron-runtime.md says';
}

async function hasHelper(runtimeFolder: string): Promise<boolean> {
  const found = await stat(join(runtimeFolder, 'chrome-sandbox')).catch(() => null);
  return found !== null && found.uid === 0 && (found.mode & SETUID) !== 0;
}

/** Whether a profile names this very program and allows it user namespaces. */
async function hasProfile(folder: string, executable: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const text = (await read(join(folder, entry.name))) ?? '';
    if (text.includes(executable) && /\buserns\b/.test(text)) return true;
  }
  return false;
}

const read = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);
