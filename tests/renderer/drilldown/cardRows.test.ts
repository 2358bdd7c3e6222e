import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gauge, reading, SENT_AT } from '../snapshots.ts';
import { giveElementsSize, openDialog, rowsAnswer, settle, type OpenedDialog } from './support/openDialog.ts';
import { OPENED_AT, sessionRows } from './support/sessionRows.ts';

let dialog: OpenedDialog | null = null;
const opened = async (...options: Parameters<typeof openDialog>): Promise<OpenedDialog> => {
  dialog = await openDialog(...options);
  return dialog;
};

beforeEach(giveElementsSize);
afterEach(() => {
  dialog?.wrapper.unmount();
  dialog = null;
  vi.restoreAllMocks();
});

const heads = (): string[] =>
  [...document.querySelectorAll('[role="columnheader"] .column-sort')].map((head) => head.textContent?.trim() ?? '');
const lines = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.row-line')];
const cellsOf = (line: HTMLElement | undefined): string[] =>
  [...(line?.querySelectorAll('[role="gridcell"]') ?? [])].map((cell) => cell.textContent?.trim() ?? '');
const columnOf = (name: string): string[] => lines().map((line) => cellsOf(line)[heads().indexOf(name)] ?? '');
const headOf = (name: string): HTMLElement => {
  const head = [...document.querySelectorAll<HTMLElement>('[role="columnheader"]')].find(
    (one) => one.querySelector('.column-sort')?.textContent?.trim() === name,
  );
  if (!head) throw new Error(`No column ${name}`);
  return head;
};
async function sortBy(name: string): Promise<void> {
  headOf(name).querySelector<HTMLElement>('.column-sort')?.click();
  await settle();
}
async function press(key: string): Promise<void> {
  document
    .querySelector('[role="grid"]')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settle();
}
async function write(field: HTMLInputElement | null, text: string, event: 'input' | 'change'): Promise<void> {
  if (!field) throw new Error('No such field');
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (event === 'change') field.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

describe('the table of a card', () => {
  it('has columns in the field’s terms, with waiting and service worked out', async () => {
    await opened();
    expect(heads()).toEqual([
      ...['Created', 'User name', 'Waiting', 'Channel', 'Agent e-mail', 'Service', 'Status'],
      ...['Taken', 'Ended', 'Session', 'Client ID'],
    ]);
    expect(columnOf('Waiting').slice(0, 2)).toEqual(['over3:20', '0:20']);
    expect(columnOf('Created')[0]).toContain('14:00:00');
  });

  it('says "over" at a time over the threshold by shape and word, and at no other', async () => {
    await opened();
    const over = lines().filter((line) => line.querySelector('[data-over] .row-flag'));
    expect(over.map((line) => Number(line.dataset['index']) % 5)).toEqual(over.map(() => 0));
    expect(over.length).toBeGreaterThan(0);
  });

  it('says the average at the heading of numbers only, whatever a column is named', async () => {
    const named = JSON.parse('{"toString": "a", "__proto__": "b", "constructor": 4}') as object;
    const more = JSON.parse('{"toString": "c", "__proto__": "d", "constructor": 5}') as object;
    await opened({ rows: [named, more] });
    const titles = heads().map((name) => headOf(name).querySelector('.column-sort')?.getAttribute('title'));
    expect(titles).toEqual(['To string', 'Proto', 'average 4.5']);
  });

  it('keeps few rows in the page, however many there are', async () => {
    const { find } = await opened({ rows: sessionRows(3000) });
    expect(find('[role="grid"]').getAttribute('aria-rowcount')).toBe('3001');
    expect(lines().length).toBeGreaterThan(5);
    expect(lines().length).toBeLessThan(40);
  });

  it('sorts by a heading: longest times first, then shortest, then as they came', async () => {
    await opened();
    await sortBy('Waiting');
    expect(headOf('Waiting').getAttribute('aria-sort')).toBe('descending');
    expect(columnOf('Waiting').slice(0, 2)).toEqual(['over3:20', 'over3:20']);
    await sortBy('Waiting');
    expect(headOf('Waiting').getAttribute('aria-sort')).toBe('ascending');
    expect(columnOf('Waiting')[0]).toBe('0:20');
    await sortBy('Waiting');
    expect(headOf('Waiting').getAttribute('aria-sort')).toBe('none');
    expect(columnOf('Session')[0]).toBe('key0');
  });

  it('searches all columns, and says how many rows that leaves', async () => {
    const { text, find } = await opened();
    await write(find('.row-search').querySelector('input'), 'webchat', 'input');
    expect(text('[data-part="count"]')).toBe('10 of 20 rows');
    expect(new Set(columnOf('Channel'))).toEqual(new Set(['webchat']));
  });

  it('shows rows over a threshold at one press, and all at the next', async () => {
    const { text, click, find } = await opened();
    expect(text('[data-over="waiting"]')).toBe('Waiting over 2 min 4');
    await click('button[data-over="waiting"]');
    expect(find('button[data-over="waiting"]').getAttribute('aria-pressed')).toBe('true');
    expect(text('[data-part="count"]')).toBe('4 of 20 rows');
    await click('button[data-over="waiting"]');
    expect(text('[data-part="count"]')).toBe('20 rows');
  });

  it('narrows a column to picked values, with a chip that takes it back', async () => {
    const { text, click, find, has } = await opened();
    headOf('Channel').querySelector<HTMLElement>('.column-filter')?.click();
    await settle();
    expect(text('.filter-values')).toContain('webchat (10)');
    find('.filter-values').querySelector<HTMLElement>('[role="checkbox"]')?.click();
    await settle();
    expect(text('[data-part="count"]')).toBe('10 of 20 rows');
    expect(text('[data-filter="type"]')).toBe('Channel: webchat');
    await click('[data-filter="type"]');
    expect(has('[data-filter]')).toBe(false);
    expect(text('[data-part="count"]')).toBe('20 rows');
  });

  it('narrows a time to what people write, and says what it cannot read', async () => {
    const { text } = await opened();
    headOf('Waiting').querySelector<HTMLElement>('.column-filter')?.click();
    await settle();
    const from = document.querySelector<HTMLInputElement>('.filter-form input');
    await write(from, 'soon', 'change');
    expect(text('.filter-form')).toContain('A duration such as 2:30 or 90 s');
    expect(text('[data-part="count"]')).toBe('20 rows');
    await write(from, '2:30', 'change');
    expect(text('[data-part="count"]')).toBe('4 of 20 rows');
    expect(text('[data-filter="waiting"]')).toBe('Waiting: from 2 min 30 s');
  });

  it('says that no rows pass, and clears all filters at one press', async () => {
    const { text, find, click } = await opened();
    await write(find('.row-search').querySelector('input'), 'nowhere', 'input');
    expect(text('.row-none-pass')).toBe('No rows pass the filters');
    await click('[data-action="clear-filters"]');
    expect(text('[data-part="count"]')).toBe('20 rows');
  });
});

describe('the keyboard in the table', () => {
  it('moves the active row, by one, by a page, and to both ends', async () => {
    const { find } = await opened({ rows: sessionRows(3000) });
    const active = (): string | undefined =>
      document.querySelector<HTMLElement>('[aria-selected="true"]')?.dataset['index'];
    await press('ArrowDown');
    await press('ArrowDown');
    expect(active()).toBe('1');
    expect(find('[role="grid"]').getAttribute('aria-activedescendant')).toBe(
      document.querySelector('[aria-selected="true"]')?.id,
    );
    await press('PageDown');
    expect(Number(active())).toBeGreaterThan(5);
    await press('Home');
    expect(active()).toBe('0');
  });

  it('opens a row’s details with Enter and closes them with Escape, and only then the dialog', async () => {
    const shown = await opened();
    await press('ArrowDown');
    await press('Enter');
    expect(shown.text('.row-detail')).toContain('Details of row 1');
    expect(shown.text('.row-detail')).toContain('key0');
    const escape = async (): Promise<void> => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
      await settle();
    };
    await escape();
    expect(shown.has('.row-detail')).toBe(false);
    expect(shown.closed()).toBe(0);
    await escape();
    expect(shown.closed()).toBe(1);
  });
});

describe('the columns of a card', () => {
  it('can be hidden, shown and moved, but never all be hidden', async () => {
    const { click, text } = await opened();
    await click('[data-action="columns"]');
    const line = (name: string): Element | undefined =>
      [...document.querySelectorAll('.column-choice-line')].find((one) => one.textContent?.includes(name));
    line('Session')?.querySelector<HTMLElement>('[role="checkbox"]')?.click();
    line('Waiting')?.querySelector<HTMLElement>('[aria-label="Move Waiting earlier"]')?.click();
    await settle();
    expect(text('.column-choice')).toContain('10 of 11 shown');
    expect(heads().slice(0, 6)).toEqual(['Created', 'Waiting', 'User name', 'Channel', 'Agent e-mail', 'Service']);
    const boxes = [...document.querySelectorAll<HTMLElement>('.column-choice [role="checkbox"]')];
    for (const box of boxes) {
      if (box.dataset['state'] === 'checked') box.click();
      await settle();
    }
    expect(heads()).toHaveLength(1);
  });

  it('are inferred for rows nobody documented, nested values included', async () => {
    const rows = [
      {
        queueName: 'Sales',
        answer_rate: '81.5 %',
        talk: '00 00:02:10',
        last: { agent: 'x', at: '2026-11-23T11:00:00Z' },
      },
      { queueName: 'Care', answer_rate: '90 %', talk: '00 00:00:30', last: { agent: 'y', at: '2026-11-23T12:30:00Z' } },
    ];
    await opened({ card: 'CARDQUEUEREPORT', rows });
    expect(heads()).toEqual(['Queue name', 'Answer rate', 'Talk', 'Last › Agent', 'Last › At']);
    expect(columnOf('Talk')).toEqual(['2:10', '0:30']);
    expect(columnOf('Last › At')[1]).toContain('15:30:00');
  });

  it('show text as text, whatever it contains', async () => {
    await opened({ card: 'CARDTAGS', rows: [{ tag: '<img src=x onerror=alert(1)>', total: 3 }] });
    expect(document.querySelector('[role="dialog"] img')).toBeNull();
    expect(columnOf('Tag')[0]).toBe('<img src=x onerror=alert(1)>');
  });
});

it('rows are judged by no service level that has no target', async () => {
  const { has, text } = await opened({ board: { gauges: [gauge('waiting', { thresholds: null }), gauge('service')] } });
  expect(has('[data-over="waiting"]')).toBe(false);
  expect(text('[data-part="summary"]')).not.toContain('threshold');
});

describe('a session that nobody took', () => {
  it('is over the threshold by the time it has waited, in the button, the table and the picture', async () => {
    const [row] = sessionRows(1);
    const waiting = { ...row, session_key: 'waiting', taken_date: null, ended_date: null, status: 'PENDING' };
    const apiNowMs = OPENED_AT + 40 * 60_000;
    const { text, click } = await opened({
      card: 'CARDTOTALSESSIONS',
      rows: [waiting],
      answer: () => rowsAnswer(1, { card: 'CARDTOTALSESSIONS', apiNowMs }),
    });
    expect(text('[data-over="waiting"]')).toBe('Waiting over 2 min 1');
    expect(columnOf('Waiting')).toEqual(['over40:00']);
    await click('button[data-over="waiting"]');
    expect(text('[data-part="count"]')).toBe('1 row');
  });
});

describe('the picture above the rows', () => {
  it('says in a sentence what it shows, of the rows that pass the filters', async () => {
    const { text, click } = await opened();
    expect(text('[data-part="summary"]')).toContain('4 of 20 over the threshold of 2 min (20 %).');
    await click('button[data-over="waiting"]');
    expect(text('[data-part="summary"]')).toContain('4 of 4 over the threshold');
  });

  it('is there as a table too, whose names narrow the rows', async () => {
    const { text, click } = await opened({
      card: 'CARDTAGS',
      rows: [
        { tag: 'billing', total: 3 },
        { tag: 'sales', total: 1 },
      ],
    });
    await click('[data-action="chart-table"]');
    const cells = [...document.querySelectorAll('.bar-table tbody tr:first-child > *')].map((cell) => cell.textContent);
    expect(cells).toEqual(['billing', '3', '75 %']);
    await click('.bar-table-name');
    expect(text('[data-filter="tag"]')).toBe('Tag: billing');
    expect(text('[data-part="count"]')).toBe('1 of 2 rows');
  });

  it('is of the wished kind where the reader chose another', async () => {
    const { text } = await opened();
    const choice = [...document.querySelectorAll<HTMLElement>('.ui-segment')].find((one) =>
      one.textContent?.includes('By Channel'),
    );
    choice?.click();
    await settle();
    expect(text('[data-part="summary"]')).toBe('Largest: webchat with 10 (50 %).');
  });
});

describe('the number of rows beside the figure', () => {
  const figure = { metric: 'totalSessions', reading: reading(22), asOfMs: SENT_AT + 30_000 } as const;

  it('is explained where the two differ', async () => {
    const answer = () => rowsAnswer(21, { figure });
    const { text } = await opened({ card: 'CARDTOTALSESSIONS', rows: sessionRows(21), answer });
    expect(text('[data-part="figure"]')).toBe('Sessions on the wall: 22');
    expect(text('[data-part="why"]')).toContain('The figure is 30 s newer than the rows');
  });

  it('is not compared when the rows were asked with other choices than the board’s', async () => {
    const query = { ...rowsAnswer(0).query, shiftIDs: [7] };
    const { text } = await opened({ card: 'CARDTOTALSESSIONS', answer: () => rowsAnswer(20, { figure, query }) });
    expect(text('[data-part="why"]')).toBe(
      'The figure is of the whole board; these rows were asked with other choices',
    );
  });
});
