/** Tabulator as its documentation recommends for many rows: virtual DOM, fixed height, no formatters. */
import { TabulatorFull } from 'tabulator-tables';
import 'tabulator-tables/dist/css/tabulator.min.css';
import { FIELDS } from './fields.ts';

const HEIGHT_PX = 760;
const grid = document.querySelector<HTMLElement>('#grid');
const search = document.querySelector<HTMLInputElement>('input');

async function open(): Promise<void> {
  if (!grid || !search) return;
  const reply = await fetch('rows.json');
  const data: unknown = await reply.json();
  const table = new TabulatorFull(grid, {
    height: HEIGHT_PX,
    data,
    layout: 'fitDataFill',
    columns: FIELDS.map(([field, title]) => ({ field, title, width: 180 })),
  });
  // Tabulator searches the values as they came; our table searches them as they are shown.
  search.addEventListener('input', () => {
    const { value } = search;
    if (value === '') table.clearFilter(false);
    else table.setFilter([FIELDS.map(([field]) => ({ field, type: 'like', value }))]);
  });
}

document.querySelector('#open')?.addEventListener('click', () => void open());
