import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, vi } from 'vitest';

/** The key of every test here: whoever finds a trace of it in anything that comes out has found a leak. */
export const CANARY = 'canary-4711-never-to-be-seen';

const ENCODINGS = ['hex', 'base64', 'base64url'] as const;
/** Enough of a key to be of use; a shorter piece could be chance. */
const PIECE = 11;
/** Base64 looks different for each place in a group of three bytes. */
const SHIFTS = [0, 1, 2];
const EDGE = 4;

const encoded = SHIFTS.flatMap((shift) =>
  ENCODINGS.map((encoding) =>
    Buffer.from(' '.repeat(shift) + CANARY)
      .toString(encoding)
      .slice(EDGE, -EDGE),
  ),
);
const TRACES = [CANARY.slice(0, PIECE), CANARY.slice(-PIECE), ...encoded].map((trace) => trace.toLowerCase());

/** What of the key stands in a text, as it is or encoded. */
export function tracesOfKey(text: string): string[] {
  const lower = text.toLowerCase();
  return TRACES.filter((trace) => lower.includes(trace));
}

let outputs: string[] = [];

/** Keeps something that came out of the app, to be searched for the key after the test. */
export function cameOut(what: unknown): void {
  outputs.push(typeof what === 'string' ? what : inspect(what, { depth: 20, maxStringLength: null }));
  if (typeof what === 'object' && what !== null) outputs.push(JSON.stringify(what) ?? '');
}

/** Keeps all that a folder holds, names included. */
export function folderCameOut(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    cameOut(entry.name);
    if (entry.isFile()) cameOut(readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  }
}

beforeEach(() => {
  outputs = [];
  for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const)
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => cameOut(words));
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    vi.spyOn(stream, 'write').mockImplementation((...given: unknown[]) => {
      cameOut(String(given[0]));
      return write(String(given[0]));
    });
  }
});

/** The last thing after every test that has caused a fault. */
afterEach(() => {
  vi.restoreAllMocks();
  expect(tracesOfKey(outputs.join('\n'))).toEqual([]);
});
