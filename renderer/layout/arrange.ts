import { VALUE_LINE_EM } from './fit.ts';

/**
 * How the wall divides a screen: `side` has the gauges in a column beside the tiles, `stacked` in a row above them
 * (screens nearer to a square), `portrait` is for screens on end. All lengths here are in vh.
 */
export type ScreenShape = 'side' | 'stacked' | 'portrait';

export interface TileRow {
  readonly size: 'hero' | 'normal';
  readonly count: number;
  /** Height relative to the other rows. */
  readonly weight: number;
}

export interface Arrangement {
  readonly rows: readonly TileRow[];
  /** Wanted font sizes of values in vh. */
  readonly heroTargetVh: number;
  readonly tileTargetVh: number;
  /** Scale of labels and notes of the normal tiles; below 1 only on a board so full that values would not fit. */
  readonly typeScale: number;
}

const SIDE_FROM_ASPECT = 1.7;

/** @param aspect width of the screen over its height */
export function shapeOf(aspect: number): ScreenShape {
  if (aspect < 1) return 'portrait';
  return aspect >= SIDE_FROM_ASPECT ? 'side' : 'stacked';
}

interface Measures {
  /** Part of the screen's width that tiles may use, and the height left for them. */
  readonly widthPart: number;
  readonly height: number;
  readonly gap: number;
  /** What a tile's padding takes of its width, what padding and note take of its height, and a line of its label. */
  readonly inline: number;
  readonly chrome: number;
  readonly labelLine: number;
  readonly heroWeight: number;
  /** Value size as a part of the row's height, and its bounds. */
  readonly heroPart: number;
  readonly tilePart: number;
  readonly mostVh: number;
  /** Beyond this value size more rows or columns gain nothing. */
  readonly enoughVh: number;
  /** Below this value size labels and notes give way. */
  readonly leastVh: number;
}

const LANDSCAPE = {
  gap: 1.5,
  inline: 3.2,
  chrome: 5.1,
  labelLine: 2.85,
  tilePart: 0.36,
  mostVh: 26,
  enoughVh: 7,
  leastVh: 4.5,
} as const;
const MEASURES: Readonly<Record<ScreenShape, Measures>> = {
  side: { ...LANDSCAPE, widthPart: 0.71, height: 76, heroWeight: 1.5, heroPart: 0.42 },
  stacked: { ...LANDSCAPE, gap: 1.2, widthPart: 0.9, height: 59, heroWeight: 1.21, heroPart: 0.62, tilePart: 0.42 },
  portrait: {
    widthPart: 0.9,
    height: 63,
    gap: 0.7,
    inline: 1.8,
    chrome: 3,
    labelLine: 2,
    heroWeight: 1.25,
    heroPart: 0.55,
    tilePart: 0.47,
    mostVh: 12,
    enoughVh: 5,
    leastVh: 3,
  },
};

/** Width of a value of usual length, such as `15h49m`, in em. */
const USUAL_EM = 3.3;
/** Width of the longest label, in em; a label line is about 1.16 em high. */
const LONGEST_LABEL_EM = 11.5;
const LABEL_LINE_EM = 1.16;
/** With more tiles than this, the heroes of a portrait screen share one row. */
const MANY = 10;
/** Steps by which labels and notes may shrink. */
const TYPE_SCALES = [1, 0.9, 0.8, 0.7] as const;
const BEST_CELL_ASPECT = 1.5;

/** Shares `count` tiles out over `rows` rows as evenly as can be, fuller rows first. */
function spread(count: number, rows: number): number[] {
  const least = Math.floor(count / rows);
  return Array.from({ length: rows }, (_, row) => least + (row < count % rows ? 1 : 0));
}

function heroRows(shape: ScreenShape, heroes: number, others: number): number[] {
  if (heroes === 0) return [];
  if (shape !== 'portrait') return [heroes];
  if (others === 0) return spread(heroes, heroes);
  return heroes === 3 && others <= MANY ? [1, 2] : [heroes];
}

interface Grid {
  readonly rows: number;
  /** Value size in vh that this grid has room for. */
  readonly size: number;
  readonly typeScale: number;
}

/** What `others` tiles in `rows` rows have room for. */
function measure(m: Measures, room: Room, rows: number, typeScale: number): Grid & { readonly score: number } {
  const columns = Math.ceil(room.others / rows);
  const width = (m.widthPart * room.aspect * 100 - m.gap * (columns - 1)) / columns;
  const height = (m.height - m.gap * (rows + room.heroRows - 1)) / (rows + room.heroRows * m.heroWeight);
  const inner = Math.max(1, width - m.inline);
  const line = m.labelLine * typeScale;
  const labelLines = Math.ceil((LONGEST_LABEL_EM * line) / LABEL_LINE_EM / inner);
  const left = Math.max(0, height - m.chrome * typeScale - labelLines * line);
  const size = Math.min(inner / USUAL_EM, left / VALUE_LINE_EM);
  const oddness = Math.abs(Math.log(width / height / BEST_CELL_ASPECT)) / 10;
  return { rows, size, typeScale, score: Math.min(size, m.enoughVh) - oddness };
}

interface Room {
  readonly aspect: number;
  readonly heroRows: number;
  readonly others: number;
}

/** The rows that give values of usual length the most room, then cells of the most pleasing shape. */
function gridOfOthers(m: Measures, room: Room): Grid {
  const best = (typeScale: number): Grid =>
    Array.from({ length: room.others }, (_, index) => measure(m, room, index + 1, typeScale)).reduce((one, other) =>
      other.score > one.score ? other : one,
    );
  const grids = TYPE_SCALES.map(best);
  return (
    grids.find((grid) => grid.size >= m.leastVh) ?? grids.reduce((one, other) => (other.size > one.size ? other : one))
  );
}

/** Divides the room for tiles into rows. Every tile is in one of them, heroes first. */
export function arrange(aspect: number, heroes: number, others: number): Arrangement {
  const shape = shapeOf(aspect);
  const m = MEASURES[shape];
  const heroCounts = heroRows(shape, heroes, others);
  const grid = others === 0 ? null : gridOfOthers(m, { aspect, heroRows: heroCounts.length, others });
  const otherCounts = grid ? spread(others, grid.rows) : [];
  const rows: TileRow[] = [
    ...heroCounts.map((count): TileRow => ({ size: 'hero', count, weight: others === 0 ? 1 : m.heroWeight })),
    ...otherCounts.map((count): TileRow => ({ size: 'normal', count, weight: 1 })),
  ];
  const weights = rows.reduce((sum, row) => sum + row.weight, 0);
  const unit = (m.height - m.gap * Math.max(0, rows.length - 1)) / Math.max(1, weights);
  const heroHeight = unit * (others === 0 ? 1 : m.heroWeight);
  return {
    rows,
    heroTargetVh: Math.min(m.mostVh, heroHeight * m.heroPart),
    tileTargetVh: Math.min(m.mostVh, unit * m.tilePart),
    typeScale: grid?.typeScale ?? 1,
  };
}
