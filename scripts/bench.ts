/** `npm run bench`: the promises that are numbers, as tables with the limit or a peer beside ours. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutKey } from './run.ts';

interface Bench {
  readonly name: string;
  /** File under tests/bench that prints its own table. */
  readonly file: string;
}

const BENCHES: readonly Bench[] = [
  { name: 'freshness', file: 'freshness.bench.ts' },
  { name: 'limits', file: 'limits.bench.ts' },
  { name: 'start', file: 'start.bench.ts' },
  { name: 'drilldown', file: 'drilldown.bench.ts' },
  { name: 'masking', file: 'masking.bench.ts' },
  { name: 'soak', file: 'soak.bench.ts' },
];

/** Names of benches, and what follows them from the first option on: it goes to each of them. */
const given = process.argv.slice(2);
const firstOption = given.findIndex((word) => word.startsWith('--'));
const [wanted, options] = firstOption < 0 ? [given, []] : [given.slice(0, firstOption), given.slice(firstOption)];
const unknown = wanted.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `bench: no such bench: ${unknown.join(', ')} (there are: ${BENCHES.map(({ name }) => name).join(', ')})`,
  );
  process.exit(2);
}

const run = (file: string, dataDir: string): Promise<number> =>
  new Promise((resolve) => {
    const path = join(import.meta.dirname, '..', 'tests', 'bench', file);
    const child = spawn(process.execPath, [path, dataDir, ...options], {
      stdio: 'inherit',
      env: withoutKey(process.env),
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });

console.log(`machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`);
for (const bench of BENCHES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const code = await run(bench.file, dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  if (code !== 0) {
    console.error(`bench: ${bench.name} failed`);
    process.exit(1);
  }
}
