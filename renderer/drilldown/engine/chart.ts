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

/** A chart of the rows in sight; without bars when the column is missing or of the wrong kind. */
export function* drawChart(table: Table, rows: Uint32Array, spec: ChartSpec): Slices<ChartData> {
  const empty: ChartData = { spec, step: null, bars: [], without: rows.length };
  const numbers = numbersOf(table, spec.column);
  if (spec.kind === 'perTime') {
    return numbers?.meta.kind === 'date' ? { ...empty, ...barsPerTime(numbers, rows, table.shiftMs) } : empty;
  }
  if (spec.kind === 'histogram') return numbers ? { ...empty, ...histogram(numbers, rows, spec.mark) } : empty;
  const column = table.byId.get(spec.column);
  if (!column) return empty;
  const bars = yield* barsPerValue(table, rows, { column, sum: numbersOf(table, spec.sum), most: spec.most });
  return { ...empty, ...bars };
}
