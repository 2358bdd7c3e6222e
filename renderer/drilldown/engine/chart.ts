import { barsPerTime } from './barsPerTime.ts';
import { barsPerValue } from './barsPerValue.ts';
import type { NumbersData } from './columnData.ts';
import { plainName } from './columnNames.ts';
import { histogram } from './histogram.ts';
import type { ChartData, ChartSpec } from './protocol.ts';
import type { Slices } from './slices.ts';
import type { Table } from './table.ts';

const numbersOf = (table: Table, id: string | null): NumbersData | null => {
  const column = id === null ? undefined : table.byId.get(id);
  return column?.store === 'numbers' ? column : null;
};

/** Of a single object the amounts in sight, and only the wished ones where it has any of these; all rows of a list. */
function drawnRows({ fields }: Table, rows: Uint32Array, only: readonly string[] = []): Uint32Array {
  if (fields.length === 0) return rows;
  const wanted = new Set(only);
  const isWanted = (name: string): boolean => wanted.has(plainName(name.split('.').at(-1) ?? name));
  const hasWanted = fields.some(({ name }) => isWanted(name));
  return rows.filter((row) => {
    const field = fields[row];
    return field !== undefined && field.drawn && (!hasWanted || isWanted(field.name));
  });
}

/** A chart of the rows in sight; without bars when the column is missing or of the wrong kind. */
export function* drawChart(table: Table, rows: Uint32Array, spec: ChartSpec): Slices<ChartData> {
  const empty: ChartData = { spec, step: null, bars: [], without: rows.length, over: null };
  const numbers = numbersOf(table, spec.column);
  if (spec.kind === 'perTime') {
    if (numbers?.meta.kind !== 'date') return empty;
    return { ...empty, ...barsPerTime(numbers, rows, table.zone, numbersOf(table, spec.sum ?? null)) };
  }
  if (spec.kind === 'histogram') return numbers ? { ...empty, ...histogram(numbers, rows, spec.mark) } : empty;
  const column = table.byId.get(spec.column);
  if (!column) return empty;
  const drawn = drawnRows(table, rows, spec.only);
  const { most, inOrder = false } = spec;
  const bars = yield* barsPerValue(table, drawn, { column, sum: numbersOf(table, spec.sum), most, inOrder });
  return { ...empty, ...bars };
}
