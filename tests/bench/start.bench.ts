import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Snapshot } from '../../common/snapshot.ts';

const RUNS = 5;
const ROOT = join(import.meta.dirname, '..', '..');
const dataDir = process.argv[2] ?? '';

interface Start {
  readonly listeningMs: number;
  readonly liveMs: number;
  readonly endMs: number;
  readonly requests: number;
}

/** Reads the wall's events until the first snapshot with figures. */
async function untilLive(url: string): Promise<Snapshot> {
  const response = await fetch(new URL('events', url));
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1];
      const snapshot = /^event: ?snapshot$/m.test(event) && data ? (JSON.parse(data) as Snapshot) : null;
      if (snapshot && snapshot.boards[0]?.ageMs !== null) return snapshot;
    }
  }
  throw new Error('the wall ended before it was live');
}

/** From the start of the process to the first live figures, as a browser would receive them. */
async function start(run: number): Promise<Start> {
  const from = performance.now();
  const args = ['scripts/serve.ts', '--demo', '--port', '0', '--data-dir', join(dataDir, String(run))];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const match = /^wallboard: listening on (\S+)$/m.exec(printed);
      if (match?.[1]) resolve(match[1]);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
  const listeningMs = performance.now() - from;
  const snapshot = await untilLive(url);
  const liveMs = performance.now() - from;
  const askedAt = performance.now();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  return { listeningMs, liveMs, endMs: performance.now() - askedAt, requests: snapshot.budget.used };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The peer: how long the same Node takes to start and end with nothing to do. */
async function emptyNode(): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return performance.now() - from;
}

await start(0); // builds first when the build is missing or old
const starts: Start[] = [];
const empty: number[] = [];
for (let run = 1; run <= RUNS; run += 1) {
  empty.push(await emptyNode());
  starts.push(await start(run));
}
const live = median(starts.map(({ liveMs }) => liveMs));
const node = median(empty);
console.log(`start of the demo in the browser shell, median of ${RUNS}`);
console.log(`  listening after ${median(starts.map(({ listeningMs }) => listeningMs)).toFixed(0)} ms`);
console.log(
  `  first live figures after ${live.toFixed(0)} ms = ${(live / node).toFixed(1)} × an empty Node process (${node.toFixed(0)} ms)`,
);
console.log(
  `  ended ${median(starts.map(({ endMs }) => endMs)).toFixed(0)} ms after SIGTERM (limit 2,000 ms; a container's host waits for 10,000)`,
);
console.log(`  requests spent: ${starts.map(({ requests }) => requests).join(', ')}`);
