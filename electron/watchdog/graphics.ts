import { join } from 'node:path';
import { z } from 'zod';
import { HOUR_MS, lately } from '../../common/time.ts';
import { readSmallFileSync, writeSmallFileSync } from '../../core/node/smallFile.ts';
import type { Log } from '../../core/ports.ts';
import { parseStored } from '../../core/storedJson.ts';

/** In the data folder. */
const FILE = 'graphics.json';
/** So many crashes within an hour, over one run or several, and graphics do without acceleration. */
const TOO_MANY = 3;
const WITHIN_MS = HOUR_MS;

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** The version of the app; another one tries acceleration again. */
  app: z.string().max(100),
  crashes: z.array(z.number()).max(TOO_MANY),
  accelerated: z.boolean(),
});
type Memory = z.infer<typeof fileSchema>;

export interface Graphics {
  /** Whether this run may use hardware acceleration. */
  readonly isAccelerated: boolean;
  /**
   * Counts a crash of the graphics process and keeps the count. True when it was one too many, this run has used acceleration
   * until now, and the next one is sure not to.
   */
  crashed(): boolean;
}

function read(path: string): Memory | null {
  try {
    const text = readSmallFileSync(path);
    return text === null ? null : fileSchema.parse(parseStored(text));
  } catch {
    // Without the file, acceleration is tried: three crashes later it is there again.
    return null;
  }
}

/**
 * What is remembered of the graphics process (fault 21). All of it is synchronous: acceleration has to be switched off before
 * the app is ready, and Chromium ends the whole app soon after its last crash.
 */
export function openGraphics(
  dataDir: string,
  appVersion: string,
  wallMs: () => number,
  log: Pick<Log, 'warn'>,
): Graphics {
  const path = join(dataDir, FILE);
  const found = read(path);
  let memory: Memory =
    found?.app === appVersion ? found : { version: 1, app: appVersion, crashes: [], accelerated: true };
  const isAccelerated = memory.accelerated;

  function save(): boolean {
    try {
      writeSmallFileSync(path, JSON.stringify(memory));
      return true;
    } catch {
      log.warn('graphics.unsaved');
      return false;
    }
  }

  return {
    isAccelerated,
    crashed() {
      const now = wallMs();
      const crashes = [...lately(memory.crashes, WITHIN_MS, now), now].slice(-TOO_MANY);
      const wasAccelerated = memory.accelerated;
      const accelerated = wasAccelerated && crashes.length < TOO_MANY;
      memory = { ...memory, crashes, accelerated };
      return save() && wasAccelerated && !accelerated;
    },
  };
}
