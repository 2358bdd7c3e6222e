import { zoneClock, type ZoneClock } from '../../../common/zone.ts';
import { createCellText, type CellText } from './cellText.ts';
import { buildColumn, type ColumnData } from './columnData.ts';
import { withDerived } from './derive.ts';
import { VALUE_COLUMN } from './flatten.ts';
import { withIdNames } from './idColumns.ts';
import { inferKind } from './inferKind.ts';
import { fieldColumns, objectFields, type ObjectField } from './objectFields.ts';
import type { LoadOptions } from './protocol.ts';
import type { RawRows } from './rawRows.ts';
import type { Slices } from './slices.ts';

/** All rows of a card, column by column, and what was worked out from them so far. */
export interface Table {
  readonly rowCount: number;
  readonly columns: readonly ColumnData[];
  readonly byId: ReadonlyMap<string, ColumnData>;
  /** When the rows are the fields of a single object: these, in the order of the rows; else empty. */
  readonly fields: readonly ObjectField[];
  readonly options: LoadOptions;
  /** The board's clock. */
  readonly zone: ZoneClock;
  readonly text: CellText;
  /** Texts to search, by column: made when first looked for, one for each code or row (see `searchTexts`). */
  readonly folded: Map<string, readonly string[]>;
  /** Places of rows in ascending order, by column: made when first sorted by (see `ranksOf`). */
  readonly ranks: Map<string, Int32Array>;
}

function* readColumns(raw: RawRows, zone: ZoneClock, options: LoadOptions): Slices<readonly ColumnData[]> {
  const read: ColumnData[] = [];
  for (const column of raw.takeColumns()) {
    const named = withIdNames(column, options.idNames);
    const built = yield* buildColumn(named ?? column, named ? 'text' : inferKind(column), raw.count(), zone);
    read.push(named ? { ...built, meta: { ...built.meta, named: true } } : built);
  }
  return withDerived(read, raw.count(), options);
}

/** Reads every column once all rows are there; can be done once. */
export function* buildTable(raw: RawRows, options: LoadOptions): Slices<Table> {
  const zone = zoneClock(options.timezone);
  const text = createCellText(options.locale, options.timezone, options.words);
  const fields = raw.fields();
  const columns = fields ? yield* fieldColumns(fields, options, zone, text) : yield* readColumns(raw, zone, options);
  return {
    rowCount: raw.count(),
    columns,
    byId: new Map(columns.map((column) => [column.meta.id, column])),
    fields: fields ? objectFields(fields, columns.find(({ meta }) => meta.id === VALUE_COLUMN) ?? null) : [],
    options,
    zone,
    text,
    folded: new Map(),
    ranks: new Map(),
  };
}
