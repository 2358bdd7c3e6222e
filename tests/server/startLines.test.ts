import decodeQR from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import { startLines, type Started } from '../../server/startLines.ts';

const WALL = 'http://192.168.1.20:8787/';
const DESK = `${WALL}#control=${'k3y_'.repeat(11)}`.slice(0, -1);
const STARTED: Started = {
  app: { name: 'Experia Wallboard', version: '1.2.3' },
  figures: 'demo',
  wallUrl: WALL,
  deskUrl: DESK,
  warnings: [],
  logFolder: '/data/logs',
  columns: 100,
};
const linesOf = (changes: Partial<Started> = {}): string[] => startLines({ ...STARTED, ...changes });
const textOf = (changes: Partial<Started> = {}): string => linesOf(changes).join('\n');

const ESC = '\u001b';
const PAINTED = new RegExp(`${ESC}\\[30;107m(.*?)${ESC}\\[0m`, 'g');
const COLOURS = new RegExp(`${ESC}\\[[\\d;]*m`, 'g');
const PIXELS = 4;
/** The modules of one line of half blocks: its upper row and its lower row. */
const rowsOf = (line: string): boolean[][] => ['▀█', '▄█'].map((dark) => [...line].map((sign) => dark.includes(sign)));

/** What a camera reads on the terminal, from left to right and top to bottom. */
function readCodes(lines: readonly string[]): string[] {
  const painted = lines.map((line) => [...line.matchAll(PAINTED)].map((match) => match[1] ?? ''));
  const codes: string[][] = [];
  let open: string[][] = [];
  for (const blocks of painted) {
    if (blocks.length === 0) open = [];
    for (const [index, block] of blocks.entries()) {
      // A code that has ended leaves the lines beside the longer one to that.
      const code = open.find(([first]) => first?.length === block.length) ?? [];
      if (code.length === 0) {
        codes.push(code);
        open.splice(index, 0, code);
      }
      code.push(block);
    }
  }
  return codes.map(decode);
}

function decode(blocks: readonly string[]): string {
  const modules = blocks.flatMap(rowsOf);
  const [width, height] = [(modules[0]?.length ?? 0) * PIXELS, modules.length * PIXELS];
  const data = new Uint8Array(width * height * 3).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      if (modules[Math.floor(y / PIXELS)]?.[Math.floor(x / PIXELS)])
        data.fill(0, (y * width + x) * 3, (y * width + x + 1) * 3);
  return decodeQR({ width, height, data }, { format: 'RGB', effort: 5, timeLimit: 10_000 });
}

describe('what a person sees who starts the browser shell in a terminal', () => {
  it('is what runs, the address for the TV, the secret one for the desk, where the log is and how to stop', () => {
    expect(linesOf({ columns: 0 })).toEqual([
      '',
      'Experia Wallboard 1.2.3 is running with made-up figures of the built-in simulator.',
      '',
      `  Address for the TV, to look at:   ${WALL}`,
      `  Address for the desk, secret:     ${DESK}`,
      '',
      'Whoever has the address for the desk can change everything. Keep it to yourself.',
      'The log is in /data/logs',
      'To stop it, press Ctrl+C.',
      '',
    ]);
  });

  it('says what to do first where there is no key', () => {
    expect(textOf({ figures: 'noKey' })).toContain('has no API key yet: open the desk’s address and enter it');
  });

  it('says what plain http means', () => {
    expect(textOf({ warnings: ['Others can read along.'] })).toContain('\nOthers can read along.\n');
  });

  it('has a QR code for each address, which a camera reads', () => {
    expect(readCodes(linesOf())).toEqual([WALL, DESK]);
    const captions = linesOf().find((line) => line.startsWith('The TV'));
    expect(captions).toMatch(/^The TV +The desk \(secret\)$/);
  });

  it.each([
    [80, 'beside each other'],
    [50, 'below each other'],
  ])('fits %i columns, with the codes %s', (columns) => {
    const lines = linesOf({ columns });
    const widths = lines.filter((line) => /[▀▄█]/.test(line)).map((line) => line.replaceAll(COLOURS, '').length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    expect(readCodes(lines)).toEqual([WALL, DESK]);
  });

  it('has no code where the terminal is too narrow for it or can draw none', () => {
    expect(readCodes(linesOf({ columns: 30 }))).toEqual([WALL]);
    expect(textOf({ columns: 0 })).not.toMatch(/[▀▄█]/);
  });

  it.each(['http://127.0.0.1:8787/', 'http://[::1]:8787/', 'http://localhost:8787/'])(
    'says that %s is for this machine only, and shows a phone no code that leads to itself',
    (wallUrl) => {
      const text = textOf({ wallUrl, deskUrl: `${wallUrl}#control=x` });
      expect(text).toContain('Only this machine can open these. For a TV or a phone, start it with --host 0.0.0.0');
      expect(text).not.toMatch(/[▀▄█]/);
      expect(textOf()).not.toContain('Only this machine');
    },
  );
});
