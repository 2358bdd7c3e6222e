import { MINUTE_MS, parseOffsetMinutes } from '../../../common/time.ts';
import { createCellText, type CellText } from './cellText.ts';
import { buildColumn, type ColumnData } from './columnData.ts';
import { withDerived } from './derive.ts';
import { inferKind } from './inferKind.ts';
import type { LoadOptions } from './protocol.ts';
import type { RawRows } from './rawRows.ts';
import type { Slices } from './slices.ts';

/** All rows of a card, column by column, and what was worked out from them so far. */
export interface Table {
  readonly rowCount: number;
  readonly columns: readonly ColumnData[];
  readonly byId: ReadonlyMap<string, ColumnData>;
  readonly options: LoadOptions;
  /** The board's offset east of UTC in milliseconds. */
  readonly shiftMs: number;
  readonly text: CellText;
  /** Texts to search, by column: made when first looked for, one for each code or row (see `searchTexts`). */
  readonly folded: Map<string, readonly string[]>;
  /** Places of rows in ascending order, by column: made when first sorted by (see `ranksOf`). */
  readonly ranks: Map<string, Int32Array>;
}

/** Reads every column once all rows are there; can be done once. */
export function* buildTable(raw: RawRows, options: LoadOptions): Slices<Table> {
  const rowCount = raw.count();
  const shiftMs = (parseOffsetMinutes(options.timezoneOffset) ?? 0) * MINUTE_MS;
  const read: ColumnData[] = [];
  for (const column of raw.takeColumns()) {
    read.push(yield* buildColumn(column, inferKind(column), rowCount, shiftMs));
  }
  const columns = withDerived(read);
  return {
    rowCount,
    columns,
    byId: new Map(columns.map((column) => [column.meta.id, column])),
    options,
    shiftMs,
    text: createCellText(options.locale, options.timezoneOffset, options.words),
    folded: new Map(),
    ranks: new Map(),
  };
}
