import { join } from 'node:path';
import { z } from 'zod';
import { HOUR_MS, lately } from '../../common/time.ts';
import { readSmallFileSync, writeSmallFileSync } from '../../core/node/smallFile.ts';
import { parseStored } from '../../core/storedJson.ts';

/** In the data folder. */
const FILE = 'faults.json';
/** So often within an hour the app starts itself again after a fault. */
const MOST = 3;

const fileSchema = z.strictObject({ version: z.literal(1), starts: z.array(z.number()).max(MOST) });

function read(path: string): readonly number[] {
  try {
    const text = readSmallFileSync(path);
    return text === null ? [] : fileSchema.parse(parseStored(text)).starts;
  } catch {
    return [];
  }
}

/**
 * Whether the app may start itself again after a fault, which is noted if so: at most three times an hour, so that a fault at
 * every start comes to an end. Synchronous, since the app is about to end.
 */
export function mayComeBack(dataDir: string, nowMs: number): boolean {
  const path = join(dataDir, FILE);
  const recent = lately(read(path), HOUR_MS, nowMs);
  if (recent.length >= MOST) return false;
  try {
    writeSmallFileSync(path, JSON.stringify({ version: 1, starts: [...recent, nowMs] }));
    return true;
  } catch {
    // What cannot be counted has no end.
    return false;
  }
}
