import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ERROR_CODES, type ErrorCode } from '../../common/errorCodes.ts';
import type { BoardSnapshot, Failure } from '../../common/snapshot.ts';
import { openScreen } from './mounting.ts';
import { board, reading, SENT_AT, snapshot, tile, withoutKey } from './snapshots.ts';

const failure = (code: ErrorCode, status: number | null = null): Failure => ({ code, status, sinceMs: 1000 });
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
  server: 'Experia server error (503)',
  network: 'No network',
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
    await vi.advanceTimersByTimeAsync(2000);
    expect(wrapper.get('[data-part="link"]').text()).toBe('No connection to the wallboard');
    expect(wrapper.find('[data-part="next"]').exists()).toBe(false);
    expect(wrapper.get('.health-words').text()).toBe('Live · 9 s');
  });
});

describe('the frame of the wall', () => {
  it('tells site, period, clock, data age, next refresh and requests left', async () => {
    const { wrapper } = await show({});
    const text = wrapper.get('[data-view="wall"]').text();
    for (const words of ['Riyadh contact centre', 'Today · all channels', 'Updated 14:05:12', 'Next in 11 s', '14:05'])
      expect(text).toContain(words);
    expect(text).toContain('143 of 200 requests left this hour');
  });

  it('counts down to the next refresh and says when it is under way', async () => {
    const { wrapper, transport } = await show({});
    await vi.advanceTimersByTimeAsync(4000);
    expect(wrapper.get('[data-part="next"]').text()).toBe('Next in 7 s');
    const budget = { limit: 200, used: 58, left: 142, requesting: true };
    transport.push(snapshot({ revision: 2, budget, boards: [board({ nextInMs: null })] }));
    await vi.advanceTimersByTimeAsync(0);
    expect(wrapper.get('[data-part="next"]').text()).toBe('Requesting…');
  });

  it('has a tile for each metric of the board and a gauge for each service level', async () => {
    const { wrapper } = await show({});
    expect(wrapper.findAll('[data-metric]').map((one) => one.attributes('data-metric'))).toEqual([
      'totalSessions',
      'averageWaitingTime',
      'totalMsg',
    ]);
    expect(wrapper.findAll('[data-gauge]')).toHaveLength(3);
    expect(wrapper.get('[data-metric="averageWaitingTime"]').attributes('data-status')).toBe('good');
    expect(wrapper.get('[data-metric="averageWaitingTime"] [data-part="value"]').text()).toBe('1m23s');
  });

  it('shows the board that the address names, and the first one without a name', async () => {
    const boards = [board(), board({ id: 'night', title: 'Night desk', tiles: [tile('totalTags')] })];
    const named = await openScreen(snapshot({ boards }), { boardId: 'night' });
    expect(named.wrapper.text()).toContain('Night desk');
    const first = await openScreen(snapshot({ boards }));
    expect(first.wrapper.find('[data-metric="totalSessions"]').exists()).toBe(true);
  });

  it('shows hostile text as text', async () => {
    const { wrapper } = await openScreen(snapshot({ site: '<img src=x onerror=alert(1)>' }));
    expect(wrapper.find('img').exists()).toBe(false);
    expect(wrapper.get('.site').text()).toBe('<img src=x onerror=alert(1)>');
  });

  it('follows the theme and the language of the snapshot', async () => {
    await openScreen(snapshot({ theme: 'light' }));
    expect(document.documentElement.dataset['theme']).toBe('light');
    expect(document.documentElement.dir).toBe('ltr');
  });
});

describe('the demo', () => {
  it('says "Demo data" from the first moment, before there is any figure', async () => {
    const empty = board({ ageMs: null, tiles: [tile('totalSessions', { reading: reading(null), ageMs: null })] });
    const { wrapper } = await openScreen({ ...withoutKey(), demo: true, boards: [empty] });
    expect(wrapper.get('[data-part="demo"]').text()).toBe('Demo data');
  });

  it('can be left by who may control, and by nobody else', async () => {
    const demo = { ...withoutKey(), demo: true };
    const control = await openScreen(demo, { access: 'control' });
    await control.wrapper.get('.demo button').trigger('click');
    expect(control.sent).toEqual([{ name: 'stopDemo', input: undefined }]);
    const wall = await openScreen(demo);
    expect(wall.wrapper.find('.demo button').exists()).toBe(false);
  });

  it('is not said on live data', async () => {
    const { wrapper } = await show({});
    expect(wrapper.text()).not.toContain('Demo data');
  });
});

describe('other screens', () => {
  it('a screen without a snapshot is connecting, and says after 10 s that there is no connection', async () => {
    const { wrapper } = await openScreen(null);
    expect(wrapper.get('[data-view="connecting"]').text()).toBe('Connecting…');
    await vi.advanceTimersByTimeAsync(11_000);
    expect(wrapper.text()).toContain('No connection to the wallboard');
  });

  it('a read-only wall without a key says how it is set up, and has no controls', async () => {
    const { wrapper } = await openScreen(withoutKey());
    expect(wrapper.get('[data-view="waiting"]').text()).toContain('Not set up yet');
    expect(wrapper.findAll('button, input')).toHaveLength(0);
  });

  it('a read-only wall has no control anywhere', async () => {
    const notices = [{ kind: 'settingsReadOnly' }] as const;
    const { wrapper } = await openScreen(snapshot({ notices, boards: [board({ failure: failure('auth', 401) })] }));
    expect(wrapper.findAll('button, input')).toHaveLength(0);
    expect(wrapper.find('[data-notice]').exists()).toBe(false);
  });

  it('a notice can be dismissed by who may control', async () => {
    const notices = [{ kind: 'settingsRestored', copy: 'settings.bad.json' }] as const;
    const { wrapper } = await openScreen(snapshot({ notices }), { access: 'control' });
    expect(wrapper.get('[data-notice]').text()).toContain('settings.bad.json');
    await wrapper.get('[data-notice] button').trigger('click');
    expect(wrapper.find('[data-notice]').exists()).toBe(false);
  });
});
