import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CardOutcome } from '../../../common/drilldown.ts';
import { err } from '../../../common/result.ts';
import { giveElementsSize, openDialog, rowsAnswer, settle, type OpenedDialog } from './support/openDialog.ts';

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

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const COSTLY: CardOutcome = { kind: 'costly', cost: 1, left: 9, intervalMs: 18_000, intervalAfterMs: 40_000 };
const LIMITED: CardOutcome = { kind: 'refused', code: 'limited', status: 429, retryInMs: 90_000, cost: 0 };
const commands = ({ sent }: OpenedDialog, name: string) => sent.filter((one) => one.name === name);

describe('opening a card', () => {
  it('asks for the board’s card without a word about cost, under a name of its own', async () => {
    const { sent, find } = await opened();
    expect(sent[0]).toMatchObject({
      name: 'openCard',
      input: { board: 'main', card: 'CARDWAITINGTIME', spend: 'ifPlenty', request: expect.stringMatching(UUID) },
    });
    // What was not chosen here is not sent: on some screens the board's own agent is masked.
    expect(sent[0]?.input).not.toHaveProperty('email');
    expect(find('[role="dialog"]').dataset['card']).toBe('CARDWAITINGTIME');
  });

  it('is a dialog with the card’s name as its name', async () => {
    const { find } = await opened();
    const label = find('[role="dialog"]').getAttribute('aria-labelledby');
    expect(document.getElementById(label ?? '')?.textContent?.trim()).toBe('Waiting time');
  });

  it('reads the rows part by part, the next only after the last', async () => {
    const shown = await opened();
    expect(commands(shown, 'readRows').map(({ input }) => input)).toEqual([
      { ticket: expect.any(String), from: 0 },
      { ticket: expect.any(String), from: 10 },
    ]);
    expect(shown.text('[data-part="count"]')).toBe('20 rows');
    expect(shown.find('[role="grid"]').getAttribute('aria-rowcount')).toBe('21');
  });

  it('says of when the rows are and that personal data is masked', async () => {
    const { text } = await opened();
    expect(text('[data-part="fresh"]')).toBe('Rows of 14:05:19 (0 s ago)');
    expect(text()).toContain('Personal data masked');
  });

  it('lists the fields that are masked because nobody knows them, and shows one for good', async () => {
    const shown = await opened({ maskedFields: ['note', '•••#k3f9xqa'] });
    expect(shown.text('[data-action="masked-fields"]')).toBe('2 fields masked');
    await shown.click('[data-action="masked-fields"]');
    expect(shown.text('.masked-fields ul')).toContain('note');
    await shown.click('.masked-fields li:last-child button');
    expect(commands(shown, 'showField')[0]?.input).toEqual({ field: '•••#k3f9xqa' });
    expect(commands(shown, 'openCard')).toHaveLength(2);
  });

  it('has no word of masked fields where there are none', async () => {
    const { has } = await opened();
    expect(has('[data-action="masked-fields"]')).toBe(false);
  });

  it('says that there are no rows for the period', async () => {
    const { text, has } = await opened({ rows: [] });
    expect(text('[data-phase="empty"]')).toContain('No rows for this period');
    expect(has('[role="grid"]')).toBe(false);
    expect(has('[data-action="as-board"]')).toBe(false);
  });

  it('says so when the rows cannot be read', async () => {
    const { text, ended, engines } = await opened({
      read: () => ({ ok: true, value: { text: '[{', next: null, maskedFields: [] } }),
    });
    expect(text('[data-phase="unreadable"]')).toContain('could not be read');
    expect(ended.size).toBe(engines.length);
  });

  it('says what the wallboard said when it did not carry out a command', async () => {
    const { find } = await opened({ read: () => err({ code: 'unavailable', message: 'gone' }) });
    expect(find('[data-error="unavailable"]').textContent).toContain('No connection to the wallboard');
  });
});

describe('what an opening costs', () => {
  it('is said before it is spent, and is spent only on a word', async () => {
    const shown = await opened({ answer: ({ spend }) => (spend === 'yes' ? rowsAnswer(20) : COSTLY) });
    expect(shown.text('[data-phase="costly"]')).toContain(
      'Spends 1 of 9 requests left; for the coming hour the board refreshes every 40 s instead of every 18 s.',
    );
    expect(commands(shown, 'openCard')).toHaveLength(1);
    await shown.click('[data-action="spend"]');
    expect(commands(shown, 'openCard')[1]?.input).toMatchObject({ spend: 'yes' });
    expect(shown.text('[data-part="count"]')).toBe('20 rows');
  });

  it('is declined by closing the dialog, when there is nothing else to look at', async () => {
    const shown = await opened({ answer: () => COSTLY });
    await shown.click('[data-action="leave"]');
    expect(shown.closed()).toBe(1);
  });
});

describe('a refused opening', () => {
  it('says why, when it will be possible, and counts down to it', async () => {
    const shown = await opened({ answer: () => LIMITED });
    const { store, find, text } = shown;
    expect(find('[data-error="limited"]').getAttribute('role')).toBe('alert');
    expect(text('[data-phase="refused"]')).toContain('Rate limit reached');
    expect(text('[data-phase="refused"]')).toContain('Possible again at 14:06 (in 1 min 30 s).');
    expect(text('[data-phase="refused"]')).toContain('No request was spent.');
    expect(find('[data-action="again"]')).toHaveProperty('disabled', true);
    store.tick({ monotonicMs: performance.now() + 30_000, wallMs: Date.now() + 30_000 });
    await settle();
    expect(text('[data-phase="refused"]')).toMatch(/in (1 min|59 s)/);
    store.tick({ monotonicMs: performance.now() + 91_000, wallMs: Date.now() + 91_000 });
    await settle();
    expect(text('[data-phase="refused"]')).toContain('Possible again now.');
    await shown.click('[data-action="again"]');
    expect(commands(shown, 'openCard')).toHaveLength(2);
  });

  it.each(['auth', 'server', 'network', 'timeout', 'portal', 'tooLarge', 'notJson', 'shape', 'api'] as const)(
    'has words and a mark for %s, and may be tried again at once',
    async (code) => {
      const { find } = await opened({ answer: () => ({ ...LIMITED, code, status: null, retryInMs: null }) });
      expect(find(`[data-error="${code}"]`).querySelector('h3')?.textContent).toMatch(/\w{3}/);
      expect(find('[data-action="again"]')).toHaveProperty('disabled', false);
    },
  );
});

describe('leaving an opening that is under way', () => {
  const forEver = (): Promise<CardOutcome> => new Promise(() => undefined);

  it('cancels it by its name when Cancel is pressed', async () => {
    const shown = await opened({ answer: forEver });
    await shown.click('[data-action="cancel"]');
    const [open, cancel] = shown.sent;
    expect(cancel?.name).toBe('cancelCard');
    expect(cancel?.input).toEqual({ request: (open?.input as { request: string }).request });
    expect(shown.find('[data-error="cancelled"]').textContent).toContain('Request cancelled');
  });

  it.each([
    [1, 'It spent one request.'],
    [0, 'No request was spent.'],
  ] as const)('says that it spent %i only once the wallboard has said so', async (cost, words) => {
    let answer: (outcome: CardOutcome) => void = () => undefined;
    const shown = await opened({ answer: () => new Promise((resolve) => (answer = resolve)) });
    await shown.click('[data-action="cancel"]');
    expect(shown.text('[data-error="cancelled"]')).not.toMatch(/spent/);
    answer({ kind: 'refused', code: 'cancelled', status: null, retryInMs: null, cost });
    await settle();
    expect(shown.text('[data-error="cancelled"]')).toContain(words);
  });

  it('says what the rows have cost when it is cancelled while they are read', async () => {
    const shown = await opened({ read: () => new Promise(() => undefined) });
    await shown.click('[data-action="cancel"]');
    expect(shown.text('[data-error="cancelled"]')).toContain('It spent one request.');
  });

  it('cancels it when the dialog closes', async () => {
    const shown = await opened({ answer: forEver });
    shown.wrapper.unmount();
    expect(commands(shown, 'cancelCard')).toHaveLength(1);
  });

  it('drops rows that come after it was cancelled', async () => {
    let answer: (outcome: CardOutcome) => void = () => undefined;
    const shown = await opened({ answer: () => new Promise((resolve) => (answer = resolve)) });
    await shown.click('[data-action="cancel"]');
    answer(rowsAnswer(20));
    await settle();
    expect(commands(shown, 'readRows')).toHaveLength(0);
    expect(shown.engines).toHaveLength(0);
  });

  it('ends the worker of the rows on screen when the dialog closes, and cancels nothing', async () => {
    const shown = await opened();
    shown.wrapper.unmount();
    expect(shown.ended.size).toBe(1);
    expect(commands(shown, 'cancelCard')).toHaveLength(0);
  });
});

describe('asking again', () => {
  it('keeps the rows on screen until newer ones are there, then ends the worker of the old ones', async () => {
    let count = 20;
    let release: () => void = () => undefined;
    let waiting: Promise<void> = Promise.resolve();
    const shown = await opened({
      answer: async () => {
        await waiting;
        return rowsAnswer(count, { ticket: `6f1f4f0e-0000-4000-8000-0000000000${count}` });
      },
    });
    count = 19;
    waiting = new Promise((resolve) => (release = resolve));
    await shown.click('[data-action="refresh"]');
    expect(shown.find('[data-phase="asking"]').dataset['behind']).toBe('true');
    expect(shown.text('[data-part="count"]')).toBe('20 rows');
    expect(shown.ended.size).toBe(0);
    release();
    await settle();
    expect(shown.has('[data-phase]')).toBe(false);
    expect(shown.engines).toHaveLength(2);
    expect([...shown.ended]).toEqual([shown.engines[0]]);
  });

  it('keeps the rows on screen when it is refused', async () => {
    const shown = await opened({
      answer: vi.fn<() => CardOutcome>().mockReturnValueOnce(rowsAnswer(20)).mockReturnValue(LIMITED),
    });
    await shown.click('[data-action="refresh"]');
    expect(shown.text('[data-part="count"]')).toBe('20 rows');
    await shown.click('[data-action="leave"]');
    expect(shown.has('[data-error]')).toBe(false);
    expect(shown.closed()).toBe(0);
  });

  it('sends what was chosen in the dialog, and only that', async () => {
    const shown = await opened();
    await shown.click('[data-action="choices"]');
    expect(shown.text('.ask-choices')).toContain('Asking again spends one request; 143 left this hour.');
    const fields = [...document.querySelectorAll<HTMLInputElement>('.ask-choices input')];
    const [email, shifts] = fields;
    if (!email || !shifts) throw new Error('No fields to choose in');
    shifts.value = '7, night';
    shifts.dispatchEvent(new Event('input'));
    email.value = ' agent@example.com ';
    email.dispatchEvent(new Event('input'));
    await settle();
    shown.find('.ask-choices').dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
    const input = commands(shown, 'openCard')[1]?.input;
    expect(input).toMatchObject({ email: 'agent@example.com', shiftIDs: [7, 'night'], spend: 'ifPlenty' });
    expect(input).not.toHaveProperty('for');
  });

  it('does not ask with what cannot be an address, and says so', async () => {
    const shown = await opened();
    await shown.click('[data-action="choices"]');
    const email = document.querySelector<HTMLInputElement>('.ask-choices input');
    if (!email) throw new Error('No field for the address');
    email.value = 'agent@nowhere';
    email.dispatchEvent(new Event('input'));
    await settle();
    expect(shown.text('.ask-choices')).not.toContain('Not an e-mail address');
    shown.find('.ask-choices').dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
    expect(shown.text('.ask-choices')).toContain('Not an e-mail address');
    expect(commands(shown, 'openCard')).toHaveLength(1);
  });

  it('names the choices that left no rows, and takes them back at one press', async () => {
    const chosen = { ...rowsAnswer(0).query, email: 'agent@example.com', shiftIDs: [7], for: 'hospitality' as const };
    const shown = await opened({ rows: [], answer: () => rowsAnswer(0, { query: chosen }) });
    expect(shown.text('[data-part="chosen"]')).toBe(
      'Asked otherwise than the board: Agent: agent@example.com, Shift 7, Data: hospitality.',
    );
    expect(shown.text('[data-phase="empty"]')).toContain('Asking again spends one request; 143 left this hour.');
    await shown.click('[data-action="as-board"]');
    const again = commands(shown, 'openCard')[1]?.input;
    for (const choice of ['for', 'email', 'shiftIDs']) expect(again).not.toHaveProperty(choice);
  });
});
