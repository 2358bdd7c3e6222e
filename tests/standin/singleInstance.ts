import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const POLL_MS = 50;

type Told = (argv: string[], workingDir: string) => void;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Electron's lock on a data folder. The first process gets it and is told of each later one; a lock left by a dead
 * process is taken over.
 */
export function claimInstance(userData: string, told: Told): boolean {
  mkdirSync(userData, { recursive: true });
  const lock = join(userData, 'standin.lock');
  const inbox = join(userData, 'standin.second');
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (isAlive(Number(readFileSync(lock, 'utf8')))) {
        mkdirSync(inbox, { recursive: true });
        writeFileSync(join(inbox, String(process.pid)), JSON.stringify([process.argv, process.cwd()]));
        return false;
      }
      rmSync(lock, { force: true });
    }
  }
  process.on('exit', () => rmSync(lock, { force: true }));
  mkdirSync(inbox, { recursive: true });
  setInterval(() => readInbox(inbox, told), POLL_MS).unref();
  return true;
}

function readInbox(inbox: string, told: Told): void {
  for (const name of readdirSync(inbox)) {
    const path = join(inbox, name);
    const [argv, workingDir] = JSON.parse(readFileSync(path, 'utf8')) as [string[], string];
    rmSync(path);
    told(argv, workingDir);
  }
}
