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

  it('gives both numbers and no reason where they differ, and says which is newer', async () => {
    const { text } = await opened({
      card: 'CARDTOTALSESSIONS',
      metric: 'totalSessions',
      value: 90,
      rows: sessionRows(19),
      laterS: 4,
    });
    expect(text('[data-part="count"]')).toBe('19 rows');
    expect(text('[data-part="figure"]')).toBe('Sessions on the wall: 90');
    expect(text('[data-part="why"]')).toBe('The rows are 4 s newer than the figure');
  });

  it.each([
    [{ total: 458, hasMore: true }, 'Experia sent 20 of 458 rows', 'Of the 20 rows that came.'],
    [{ total: null, hasMore: true }, 'Experia has more than these 20 rows', 'Of the 20 rows that came.'],
    [{ total: 20, hasMore: false }, 'Experia sent all 20 rows', null],
  ])('says how much of its list Experia sent: %j', async (listed, fact, note) => {
    dialog = await openDialog({ rows: sessionRows(20), answer: () => rowsAnswer(20, listed) });
    expect(dialog.text('[data-part="why"]')).toBe(fact);
    const summary = expect(dialog.text('[data-part="summary"]'));
    if (note === null) summary.not.toContain('that came');
    else summary.toContain(note);
  });

  it('says that the whole list is as long as the figure where only a part of it came', async () => {
    const figure = { metric: 'totalSessions', reading: reading(458), asOfMs: SENT_AT } as const;
    const answer = () => rowsAnswer(20, { figure, total: 458, hasMore: true });
    dialog = await openDialog({ card: 'CARDTOTALSESSIONS', rows: sessionRows(20), answer });
    expect(dialog.text('[data-part="why"]')).toBe(
      'Experia sent 20 of 458 rowsExperia has as many rows as the figure says',
    );
  });

  it('compares no average and no score with the number of rows', async () => {
    const rows = timed('waiting_time', [72, 73, 73]);
    const { has } = await opened({ card: 'CARDWAITINGTIME', metric: 'averageWaitingTime', value: 80, rows });
    expect(has('[data-part="why"]')).toBe(false);
  });

  it('names the fields of a single object', async () => {
    const rows = [{ promoters: 30, passives: 10, detractors: 5, nps: 55.6 }];
    const { text } = await opened({ card: 'CARDNPS', metric: 'NPS', value: 55.6, rows, reply: 'object' });
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
