import { z } from 'zod';
import type { Clock, Files, Log } from '../core/ports.ts';
import { parseStored } from '../core/storedJson.ts';

/** In the data folder. */
const FILE = 'windows.json';
/** A window that is dragged moves many times a second. */
const SAVE_AFTER_MS = 500;
/** Arrangements remembered; the one used longest ago is forgotten first. */
const MAX_ARRANGEMENTS = 20;
const MAX_COORDINATE = 100_000;

const coordinate = z.int().min(-MAX_COORDINATE).max(MAX_COORDINATE);
const length = z.int().min(1).max(MAX_COORDINATE);

const placementSchema = z.strictObject({
  x: coordinate,
  y: coordinate,
  width: length,
  height: length,
  state: z.enum(['normal', 'maximized', 'fullScreen']),
});
/** Where a window is: the bounds are those it has when it is neither maximised nor in full screen. */
export type Placement = z.infer<typeof placementSchema>;

const fileSchema = z.strictObject({
  version: z.literal(1),
  desk: z.array(z.strictObject({ arrangement: z.string().max(4000), placement: placementSchema })),
});
type Entry = z.infer<typeof fileSchema>['desk'][number];

export interface Placements {
  /** Where the window was last, with the displays arranged like this. */
  of(arrangement: string): Placement | null;
  /** Keeps it, and saves it a little later. */
  remember(arrangement: string, placement: Placement): void;
  /** Saves now what is not saved yet. */
  flush(): Promise<void>;
}

function parse(text: string | null): readonly Entry[] {
  if (text === null) return [];
  try {
    return fileSchema.parse(parseStored(text)).desk;
  } catch {
    // Where a window was is not worth more than a new start.
    return [];
  }
}

/** The window's places of earlier days. A file that cannot be read or written costs the memory, never the start. */
export async function openPlacements(
  files: Pick<Files, 'read' | 'write'>,
  after: Clock['after'],
  log: Pick<Log, 'warn'>,
): Promise<Placements> {
  let entries = parse(await files.read(FILE).catch(() => null));
  let cancel: (() => void) | null = null;
  let saving = Promise.resolve();

  function save(): void {
    cancel?.();
    cancel = null;
    const text = JSON.stringify({ version: 1, desk: entries }, null, 2);
    saving = saving.then(() => files.write(FILE, text)).catch(() => log.warn('windowPlaceUnsaved'));
  }

  return {
    of: (arrangement) => entries.find((entry) => entry.arrangement === arrangement)?.placement ?? null,
    remember(arrangement, placement) {
      const others = entries.filter((entry) => entry.arrangement !== arrangement);
      entries = [{ arrangement, placement }, ...others].slice(0, MAX_ARRANGEMENTS);
      cancel?.();
      cancel = after(SAVE_AFTER_MS, save);
    },
    async flush() {
      if (cancel !== null) save();
      await saving;
    },
  };
}
