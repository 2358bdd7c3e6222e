import type { NumbersData } from './columnData.ts';
import { namesTotal } from './columnNames.ts';
import type { Column } from './protocol.ts';

/** Whether amounts of several rows add up; percentages, averages and scores do not: their mean is drawn. */
export const addsUp = ({ id, kind }: Pick<Column, 'id' | 'kind'>): boolean => kind !== 'percent' && namesTotal(id);

/** What some rows come to. */
export interface Amounts {
  add(row: number): void;
  value(): number;
}

/** @param column the amounts; null counts rows */
export function startAmounts(column: NumbersData | null): Amounts {
  let sum = 0;
  let count = 0;
  return {
    add(row) {
      const amount = column ? (column.values[row] ?? NaN) : 1;
      if (Number.isNaN(amount)) return;
      sum += amount;
      count += 1;
    },
    value: () => (column && !addsUp(column.meta) && count > 0 ? sum / count : sum),
  };
}
