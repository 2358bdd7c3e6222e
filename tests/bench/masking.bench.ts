/** What masking costs on the core's thread: 50,000 session rows, and whether hostile texts take more than their length. */
import { createMask } from '../../core/drilldown/masking.ts';
import { rowsChunk } from '../../core/drilldown/rowChunks.ts';
import { parseJson } from '../../core/experia/json.ts';
import { createKnownSecrets } from '../../core/secrets/knownSecrets.ts';
import { manySessionRows } from './drilldownRows.ts';

const RUNS = 7;
const SHORT = 2_000;
const TIMES = 10;
/** Ten times the text takes ten times the work; a pattern that looks back over it again and again would take a hundred times. */
const WORST_RATIO = 30;
/** Below this many milliseconds a ratio says nothing. */
const LEAST_MS = 0.5;
const HOSTILE = [
  '1',
  '٠',
  '@',
  '+',
  ' ',
  '(',
  'a',
  '%31',
  '&#49;',
  '1 ',
  '1-',
  '1.',
  'a@',
  'a@a.',
  '{"',
  '[',
  '\u200b',
  '"@',
  ' dot ',
];
const FIELDS = ['session_key', 'username', 'note', 'tag', 'total'];

const mask = createMask(new Uint8Array(32).fill(1), createKnownSecrets());
const NO_FIELDS: ReadonlySet<string> = new Set();

/** Processor milliseconds of the quickest run. */
function cpuMs(work: () => void, runs = RUNS): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

function readAll(rows: readonly unknown[], masked: boolean): void {
  const rules = { card: 'CARDWAITINGTIME', masked, shownFields: NO_FIELDS } as const;
  for (let from: number | null = 0; from !== null;)
    from = rowsChunk(rows, from, (row) => mask.prepare(row, rules)).next;
}

const rows = manySessionRows();
const text = JSON.stringify(rows);
console.log(
  `${rows.length} session rows (${(text.length / 1e6).toFixed(1)} MB), processor time of the quickest of ${RUNS} runs`,
);
console.log(`  parse the reply              ${cpuMs(() => parseJson(text)).toFixed(0)} ms`);
console.log(`  masked, cut and written      ${cpuMs(() => readAll(rows, true)).toFixed(0)} ms`);
console.log(`  shown, cut and written       ${cpuMs(() => readAll(rows, false)).toFixed(0)} ms`);

let worst = { ratio: 0, what: '' };
for (const card of ['CARDTOTALSESSIONS', 'CARDTAGS'] as const)
  for (const field of FIELDS)
    for (const part of HOSTILE) {
      const rules = { card, masked: true, shownFields: NO_FIELDS };
      const ms = (length: number): number =>
        cpuMs(() => void mask.prepare({ [field]: part.repeat(length / part.length) }, rules));
      const [short, long] = [ms(SHORT), ms(SHORT * TIMES)];
      const ratio = long < LEAST_MS ? 0 : long / Math.max(short, LEAST_MS / TIMES);
      if (ratio > worst.ratio) worst = { ratio, what: `${JSON.stringify(part)} in ${field} of ${card}` };
    }
console.log(
  `  ten times a hostile text     ${worst.ratio.toFixed(1)} × the work at worst (${worst.what}), limit ${WORST_RATIO}`,
);
if (worst.ratio > WORST_RATIO) process.exit(1);
