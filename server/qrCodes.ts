import encodeQR from 'qr';

/** Light modules around the code, which a camera tells it from the screen by. Two are enough on an even background. */
const BORDER = 2;
const GAP = 2;
/** Black on white whatever the terminal's colours are: a code with its colours swapped is read by few cameras. */
const BLACK_ON_WHITE = '\u001b[30;107m';
const USUAL = '\u001b[0m';
/** By the upper and the lower of two modules, dark or not. */
const HALVES = [
  [' ', '▄'],
  ['▀', '█'],
] as const;

/** A QR code in half the height, because a terminal's characters are about twice as high as wide. */
function halfBlocks(text: string): string[] {
  const modules = encodeQR(text, 'raw', { ecc: 'low', border: BORDER });
  const half = (upper: boolean, lower: boolean): string => HALVES[upper ? 1 : 0][lower ? 1 : 0];
  return modules.flatMap((row, y) =>
    y % 2 === 0 ? [row.map((isDark, x) => half(isDark, modules[y + 1]?.[x] ?? false)).join('')] : [],
  );
}

/**
 * QR codes side by side where they fit, else below each other, as lines for a terminal; with a caption above each.
 * @param columns of the terminal; a code that is wider is left out
 */
export function qrCodes(
  codes: readonly { readonly caption: string; readonly text: string }[],
  columns: number,
): string[] {
  const blocks = codes
    .map(({ caption, text }) => ({ caption, lines: halfBlocks(text) }))
    .map(({ caption, lines }) => ({ caption, lines, width: lines[0]?.length ?? 0 }))
    .filter(({ width }) => width <= columns);
  const besides = blocks.reduce((sum, { width }) => sum + width + GAP, -GAP) <= columns;
  return (besides ? [blocks] : blocks.map((block) => [block])).flatMap((row) => {
    const height = Math.max(0, ...row.map(({ lines }) => lines.length));
    const captions = row.map(({ caption, width }) => caption.slice(0, width).padEnd(width)).join(' '.repeat(GAP));
    const lines = Array.from({ length: height }, (_, y) =>
      row
        .map(({ lines: own, width }) =>
          own[y] === undefined ? ' '.repeat(width) : `${BLACK_ON_WHITE}${own[y]}${USUAL}`,
        )
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
    return height === 0 ? [] : [captions.trimEnd(), ...lines];
  });
}
