import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardName } from '../../../common/cards.ts';
import type { SummaryField } from '../../../common/metrics.ts';
import { reading, SENT_AT } from '../snapshots.ts';
import { giveElementsSize, openDialog, rowsAnswer, settle, type OpenedDialog } from './support/openDialog.ts';
import { sessionRows } from './support/sessionRows.ts';

let dialog: OpenedDialog | null = null;

interface Opening {
  readonly card: CardName;
  readonly metric: SummaryField;
  readonly value: number | string;
  readonly rows: readonly unknown[];
  readonly reply?: 'list' | 'object';
  readonly laterS?: number;
}

async function opened({ card, metric, value, rows, reply = 'list', laterS = 0 }: Opening): Promise<OpenedDialog> {
  const figure = { metric, reading: reading(value), asOfMs: SENT_AT - laterS * 1000 };
  dialog = await openDialog({ card, rows, answer: () => rowsAnswer(rows.length, { card, figure, reply }) });
  return dialog;
}

beforeEach(giveElementsSize);
afterEach(() => {
  dialog?.wrapper.unmount();
  dialog = null;
});

/** Session rows of which each has a time of its own from the API. */
const timed = (field: string, seconds: readonly number[]): Record<string, unknown>[] =>
  sessionRows(seconds.length).map((row, index) => ({
    ...row,
    [field]: `00 ${new Date((seconds[index] ?? 0) * 1000).toISOString().slice(11, 19)}`,
  }));

describe('the line under a card’s title', () => {
  it('says that filters hide rows of a list that is as long as the figure says', async () => {
    const { text, click } = await opened({
      card: 'CARDTOTALSESSIONS',
      metric: 'totalSessions',
      value: 20,
      rows: sessionRows(20),
    });
    expect(text('[data-part="why"]')).toBe('As many rows as the figure says');
    await click('button[data-over="waiting"]');
    expect(text('[data-part="why"]')).toBe(
      '16 rows hidden by search and filtersWithout filters: as many rows as the figure says',
    );
  });

  it('tells the age of rows as a fact where it is no reason', async () => {
    const { text } = await opened({
      card: 'CARDTOTALSESSIONS',
      metric: 'totalSessions',
      value: 90,
      rows: sessionRows(20).slice(0, 19),
      laterS: 4,
    });
    expect(text('[data-part="why"]')).toBe(
      'Experia sent another number of rows than the figure says; the rows are 4 s newer',
    );
  });

  it('writes an average as the figure is written, also where they differ by rounding', async () => {
    const rows = timed('waiting_time', [72, 72, 72, 73]);
    const { text } = await opened({ card: 'CARDWAITINGTIME', metric: 'averageWaitingTime', value: 73, rows });
    expect(text('[data-part="figure"]')).toContain('1 min 13 s');
    expect(text('[data-part="why"]')).toBe('The average of Waiting time in all rows is 1 min 13 s, as on the wall');
  });

  it('rounds an average that differs', async () => {
    const rows = timed('waiting_time', [72, 73, 73]);
    const { text } = await opened({ card: 'CARDWAITINGTIME', metric: 'averageWaitingTime', value: 80, rows });
    expect(text('[data-part="why"]')).toBe('The average of Waiting time in all rows is 1 min 13 s');
  });

  it('says what of the rows a score is, or that it is no number of rows', async () => {
    const answers = [true, true, false, true].map((fcr, index) => ({ ...sessionRows(4)[index], fcr }));
    const card = { card: 'CARDFCR', metric: 'FCR', rows: answers } as const;
    expect((await opened({ ...card, value: 75 })).text('[data-part="why"]')).toBe(
      'The share of yes in First contact resolved in all rows is the figure on the wall',
    );
    dialog?.wrapper.unmount();
    expect((await opened({ ...card, value: 12 })).text('[data-part="why"]')).toBe(
      'The figure is a score, not a number of rows',
    );
  });

  it('names the fields of a single object and finds the figure among them', async () => {
    const rows = [{ promoters: 30, passives: 10, detractors: 5, nps: 55.6 }];
    const { text } = await opened({ card: 'CARDNPS', metric: 'NPS', value: 55.6, rows, reply: 'object' });
    expect(text('[data-part="why"]')).toBe('NPS in these rows is the figure on the wall');
    expect(text('.row-table')).toContain('Promoters30');
    expect(text('[data-part="summary"]')).toBe('Largest: Promoters with 30.');
  });
});

describe('rows over a threshold', () => {
  it('are those over the response threshold where the API sent response times', async () => {
    const rows = timed('response_time', [10, 31, 45, 30]);
    const { text, click } = await opened({
      card: 'CARDAVGRESPONSETIME',
      metric: 'averageResponseTime',
      value: 29,
      rows,
    });
    expect(text('button[data-over="response"]')).toBe('Response over 30 s 2');
    await click('button[data-over="response"]');
    await settle();
    expect(text('[data-part="count"]')).toBe('2 of 4 rows');
    expect(document.querySelectorAll('.row-cell[data-over]').length).toBeGreaterThanOrEqual(2);
  });
});
