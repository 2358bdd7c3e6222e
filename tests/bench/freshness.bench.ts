import { freshnessTable, simulateFreshness } from './simulateFreshness.ts';

const DAYS = 7;

console.log(freshnessTable(DAYS, [await simulateFreshness(DAYS, 0), await simulateFreshness(DAYS, 10)]));
