import { barsPerTime } from './barsPerTime.ts';
import { barsPerValue } from './barsPerValue.ts';
import type { NumbersData } from './columnData.ts';
import { histogram } from './histogram.ts';
import type { ChartData, ChartSpec } from './protocol.ts';
import type { Slices } from './slices.ts';
import type { Table } from './table.ts';

const numbersOf = (table: Table, id: string | null): NumbersData | null => {
  const column = id === null ? undefined : table.byId.get(id);
  return column?.store === 'numbers' ? column : null;
};

/** Of a single object the numbers in sight, and only the wished ones where it has any of these; all rows of a list. */
function drawnRows({ fields }: Table, rows: Uint32Array, only: readonly string[] = []): Uint32Array {
  if (fields.length === 0) return rows;
  const wanted = new Set(only);
  const hasWanted = fields.some(({ name }) => wanted.has(name));
  return rows.filter((row) => {
    const field = fields[row];
    return field !== undefined && field.number !== null && (!hasWanted || wanted.has(field.name));
  });
}

/** A chart of the rows in sight; without bars when the column is missing or of the wrong kind. */
export function* drawChart(table: Table, rows: Uint32Array, spec: ChartSpec): Slices<ChartData> {
  const empty: ChartData = { spec, step: null, bars: [], without: rows.length, over: null };
  const numbers = numbersOf(table, spec.column);
  if (spec.kind === 'perTime') {
    return numbers?.meta.kind === 'date' ? { ...empty, ...barsPerTime(numbers, rows, table.shiftMs) } : empty;
  }
  if (spec.kind === 'histogram') return numbers ? { ...empty, ...histogram(numbers, rows, spec.mark) } : empty;
  const column = table.byId.get(spec.column);
  if (!column) return empty;
  const drawn = drawnRows(table, rows, spec.only);
  const bars = yield* barsPerValue(table, drawn, { column, sum: numbersOf(table, spec.sum), most: spec.most });
  return { ...empty, ...bars };
}
