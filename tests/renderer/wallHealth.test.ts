import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ERROR_CODES, type ErrorCode } from '../../common/errorCodes.ts';
import type { BoardSnapshot, Failure } from '../../common/snapshot.ts';
import { openScreen } from './mounting.ts';
import { board, gauge, SENT_AT, snapshot, tile } from './snapshots.ts';

const failure = (code: ErrorCode, status: number | null = null): Failure => ({
  code,
  status,
  byOthers: false,
  sinceMs: 1000,
});
const show = (changes: Partial<BoardSnapshot>) => openScreen(snapshot({ boards: [board(changes)] }));

/** One hour after 14:05 in the board's timezone. */
const IN_AN_HOUR_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: SENT_AT });
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const FACTS: Readonly<Record<ErrorCode, string>> = {
  auth: 'API key rejected',
  limited: 'Rate limit reached',
  countLost: 'Request count lost',
  server: 'Experia server error (503)',
  network: 'Experia cannot be reached',
  timeout: 'No reply in time',
  certificate: 'Certificate not valid',
  portal: 'Network sign-in needed',
  tooLarge: 'Reply too large',
  notJson: 'Unreadable reply (not JSON)',
  shape: 'Unreadable reply (unexpected content)',
  api: 'Request refused by Experia',
  cancelled: 'Request cancelled',
};

describe('a failure on the wall', () => {
  it.each(ERROR_CODES)('%s shows its code, a fact, and the time of the next try', async (code) => {
    const status = code === 'server' ? 503 : null;
    const { wrapper } = await show({ failure: failure(code, status), nextInMs: IN_AN_HOUR_MS });
    expect(wrapper.get(`[data-error="${code}"]`).text()).toBe(`${FACTS[code]}, next try 15:05`);
  });

  it.each([
    ['api', 407, 'Proxy sign-in needed'],
    ['portal', 407, 'Proxy sign-in needed'],
    ['api', 200, 'Request refused by Experia'],
    ['api', 404, 'Request refused by Experia (404)'],
  ] as const)('%s with status %d says what it means', async (code, status, words) => {
    const { wrapper } = await show({ failure: failure(code, status), nextInMs: null });
    expect(wrapper.get('[data-error]').text()).toBe(words);
  });

  it('a limit that others have reached is said to be theirs, and no number of requests left is invented', async () => {
    const { wrapper } = await openScreen(
      snapshot({
        budget: { limit: 200, used: 54, left: null, requesting: false },
        boards: [board({ failure: { ...failure('limited', 429), byOthers: true }, nextInMs: IN_AN_HOUR_MS })],
      }),
    );
    expect(wrapper.get('[data-error="limited"]').text()).toBe(
      'Limit reached by other users of this key, next try 15:05',
    );
    expect(wrapper.find('[data-part="budget"]').exists()).toBe(false);
  });

  it('does not let fresh figures pass for live', async () => {
    const { wrapper } = await show({ failure: failure('server', 503) });
    expect(wrapper.get('.health-words').text()).toBe('Figures 7 s old');
    expect(wrapper.get('[data-health]').attributes()).toMatchObject({ 'data-health': 'fresh', 'data-tone': 'watch' });
  });

  it('is an alarm and stands first when the key was rejected before there was any data', async () => {
    const { wrapper } = await show({ ageMs: null, failure: failure('auth', 401), nextInMs: IN_AN_HOUR_MS });
    const health = wrapper.get('[data-health="none"]');
    expect(health.attributes('data-tone')).toBe('alarm');
    expect(health.text()).toMatch(/^API key rejected, next try 15:05\s*No data yet$/);
  });

  it('is told in a live region that was there before, inside a landmark', async () => {
    const { wrapper, transport } = await show({});
    const region = wrapper.get('header [role="status"]').element;
    transport.push(snapshot({ revision: 2, boards: [board({ failure: failure('server', 503) })] }));
    await vi.advanceTimersByTimeAsync(0);
    expect(wrapper.get('header .band [role="status"]').element).toBe(region);
    expect(region.textContent).toContain('Experia server error (503)');
  });

  it('has no next try when none is planned', async () => {
    const { wrapper } = await show({ failure: failure('auth', 401), nextInMs: null });
    expect(wrapper.get('[data-error]').text()).toBe('API key rejected');
  });

  it('is not there when nothing failed', async () => {
    const { wrapper } = await show({});
    expect(wrapper.find('[data-error]').exists()).toBe(false);
  });
});

describe('the health of the wall', () => {
  it.each([
    [7000, 'fresh', 'Live · 7 s', 'calm'],
    [52_000, 'late', 'Late · 52 s', 'watch'],
    [190_000, 'lost', 'Lost · 3 min', 'alarm'],
    [null, 'none', 'No data yet', 'calm'],
  ])('data of age %s ms is %s', async (ageMs, health, words, tone) => {
    const { wrapper } = await show({ ageMs });
    expect(wrapper.findAll('[data-health]')).toHaveLength(1);
    expect(wrapper.get('[data-health]').attributes()).toMatchObject({ 'data-health': health, 'data-tone': tone });
    expect(wrapper.get('.health-words').text()).toBe(words);
  });

  it('goes from live to late to lost by itself when no snapshot comes', async () => {
    const { wrapper } = await show({});
    await vi.advanceTimersByTimeAsync(30_000);
    expect(wrapper.get('[data-health]').attributes('data-health')).toBe('late');
    expect(wrapper.get('[data-metric="totalMsg"]').attributes('data-status')).toBe('stale');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wrapper.get('[data-health]').attributes('data-health')).toBe('lost');
    expect(wrapper.get('[data-metric="totalMsg"] [data-part="value"]').text()).toBe('—');
    expect(wrapper.get('[data-metric="totalMsg"] [data-part="last"]').text()).toBe('31,250 at 14:05');
  });

  it('says so when this screen hears nothing from the wallboard', async () => {
    const { wrapper, transport } = await show({});
    transport.setLink('down');
    await vi.advanceTimersByTimeAsync(6000);
    expect(wrapper.get('[data-part="link"]').text()).toBe('No connection to the wallboard');
    expect(wrapper.find('[data-part="next"]').exists()).toBe(false);
    expect(wrapper.get('.health-words').text()).toBe('Figures 13 s old');
  });

  it('does not say so for a blip, and counts on', async () => {
    const { wrapper, transport } = await show({});
    transport.setLink('down');
    await vi.advanceTimersByTimeAsync(4000);
    expect(wrapper.get('.health-words').text()).toBe('Live · 11 s');
    transport.setLink('up');
    await vi.advanceTimersByTimeAsync(4000);
    transport.setLink('down');
    await vi.advanceTimersByTimeAsync(4000);
    expect(wrapper.find('[data-part="link"]').exists()).toBe(false);
    expect(wrapper.get('.health-words').text()).toBe('Live · 19 s');
  });
});

describe('a wall that has nothing to show yet', () => {
  const EMPTY: Partial<BoardSnapshot> = { ageMs: null, failure: null, tiles: [], gauges: [] };

  it('says after some seconds that the first reply is awaited', async () => {
    const { wrapper } = await show({ ...EMPTY, nextInMs: null });
    expect(wrapper.get('[data-health="none"]').attributes('data-tone')).toBe('calm');
    await vi.advanceTimersByTimeAsync(6000);
    expect(wrapper.get('[data-part="reason"]').text()).toBe('First reply awaited');
    expect(wrapper.get('[data-health="none"]').attributes('data-tone')).toBe('watch');
  });

  it('says when the first request is due, such as after many restarts', async () => {
    const { wrapper } = await show({ ...EMPTY, nextInMs: 5 * 60_000 });
    expect(wrapper.get('[data-part="next"]').text()).toBe('Next at 14:10');
    await vi.advanceTimersByTimeAsync(6000);
    expect(wrapper.get('[data-part="reason"]').text()).toBe('First request 14:10');
  });

  it('says the failure instead once there is one', async () => {
    const { wrapper } = await show({ ...EMPTY, failure: failure('network'), nextInMs: IN_AN_HOUR_MS });
    await vi.advanceTimersByTimeAsync(6000);
    expect(wrapper.find('[data-part="reason"]').exists()).toBe(false);
    expect(wrapper.get('[data-error]').text()).toBe('Experia cannot be reached, next try 15:05');
  });

  it('says that the keychain is awaited, not that there is no connection', async () => {
    const key = { present: false, source: null, keychain: 'unknown', addressChanged: null } as const;
    const { wrapper } = await openScreen(snapshot({ key }));
    await vi.advanceTimersByTimeAsync(11_000);
    expect(wrapper.get('[data-view="connecting"] h1').text()).toBe('Waiting for the keychain');
  });
});

describe('the states of the wall', () => {
  it('have words that no two of them share', async () => {
    const words: (string | undefined)[] = [];
    const states: readonly [ErrorCode, number | null][] = [
      ...ERROR_CODES.map((code): [ErrorCode, null] => [code, null]),
      ['server', 503],
      ['api', 407],
      ['api', 404],
    ];
    for (const [code, status] of states) {
      const { wrapper } = await show({ failure: failure(code, status), nextInMs: null });
      words.push(wrapper.get('[data-error]').text());
      wrapper.unmount();
    }
    expect(new Set(words).size).toBe(states.length);
  });

  it.each([
    ['late', 52_000],
    ['lost', 190_000],
  ])('leave no number in a status colour when the figures are %s', async (_health, ageMs) => {
    const levels = ['good', 'warn', 'bad'] as const;
    const tiles = (['totalSessions', 'totalMsg', 'CSAT'] as const).map((metric, i) =>
      tile(metric, { ageMs, level: levels[i] ?? 'bad' }),
    );
    const gauges = (['response', 'waiting', 'service'] as const).map((kind, i) =>
      gauge(kind, { ageMs, level: levels[i] ?? 'bad' }),
    );
    const { wrapper } = await show({ ageMs, tiles, gauges });
    const statuses = wrapper.findAll('[data-status]').map((one) => one.attributes('data-status'));
    expect(statuses).toHaveLength(6);
    expect(statuses.every((status) => status === 'stale' || status === 'none')).toBe(true);
    // Each says itself how old it is, or from when.
    for (const one of wrapper.findAll('[data-metric], [data-gauge]')) expect(one.text()).toMatch(/52 s old|at 14:02/);
  });
});

describe('a day that begins', () => {
  const begins = (sinceMs: number, changes: Partial<BoardSnapshot> = {}) =>
    show({ ageMs: 7000 + sinceMs, figuresEndInMs: 0, nextInMs: 1000, ...changes });

  it('is said calmly, without an age, while its first figures are on their way', async () => {
    const { wrapper } = await begins(0);
    expect(wrapper.get('.health-words').text()).toBe('New day');
    expect(wrapper.get('[data-health]').attributes()).toMatchObject({ 'data-health': 'newDay', 'data-tone': 'calm' });
  });

  it('is an alarm once they are as late as lost figures', async () => {
    const { wrapper } = await begins(0);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(wrapper.get('[data-health]').attributes()).toMatchObject({ 'data-health': 'newDay', 'data-tone': 'alarm' });
  });

  it('comes on a screen that hears nothing any more', async () => {
    const { wrapper } = await show({ figuresEndInMs: 3000 });
    expect(wrapper.get('[data-metric="totalMsg"]').text()).toContain('31,250');
    await vi.advanceTimersByTimeAsync(4000);
    expect(wrapper.get('[data-metric="totalMsg"]').text()).not.toContain('31,250');
    expect(wrapper.get('[data-metric="totalMsg"]').text()).toContain('New day');
  });
});
