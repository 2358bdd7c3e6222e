import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ERROR_CODES } from '../../../common/errorCodes.ts';
import { ok } from '../../../common/result.ts';
import { DEFAULT_SETTINGS } from '../../../common/settings.ts';
import type { Shown, ShownAt, ShownFigure, ShownReason } from '../../../common/shown.ts';
import type { Level, Thresholds } from '../../../common/thresholds.ts';
import { MINUTE_MS } from '../../../common/time.ts';
import HistorySection from '../../../renderer/desk/history/HistorySection.vue';
import { changeWords, dayOf, fieldFrom, figureRows, momentFrom } from '../../../renderer/desk/model/history.ts';
import { useWallStore } from '../../../renderer/stores/wall.ts';
import { viewContext } from '../mounting.ts';
import { board, SENT_AT } from '../snapshots.ts';
import { createFakeCore, place, type FakeCore } from './desk.ts';

const figure = (value: number | null, level: Level, thresholds: Thresholds | null = null): ShownFigure => ({
  value,
  problem: null,
  level,
  thresholds,
});

const shownAt = (atMs: number, changes: Partial<Shown> = {}): Shown => ({
  board: 'main',
  atMs,
  reason: 'figures',
  health: 'fresh',
  ageMs: 400,
  failure: null,
  light: 'light',
  demo: false,
  figures: {
    'sla.response': figure(86.7, 'good', { warn: 80, bad: 70 }),
    totalSessions: figure(1457, 'neutral'),
    averageWaitingTime: figure(83, 'bad', { warn: 30, bad: 60 }),
    CSAT: figure(null, 'neutral'),
  },
  ...changes,
});

const LIMITED = { code: 'limited', status: 429 } as const;
/** Newest last; it is 14:05:19 at the board. */
const RECORDS: readonly Shown[] = [
  shownAt(SENT_AT - 30 * MINUTE_MS, { reason: 'started', health: 'none', ageMs: null, figures: {} }),
  shownAt(SENT_AT - 13 * MINUTE_MS),
  shownAt(SENT_AT - 12 * MINUTE_MS, { reason: 'failed', failure: LIMITED }),
  shownAt(SENT_AT - 11 * MINUTE_MS, { reason: 'aged', health: 'late', ageMs: 40_000, failure: LIMITED }),
  shownAt(SENT_AT - 2 * MINUTE_MS, { reason: 'hours', light: 'dark', health: 'lost', ageMs: 600_000 }),
];

/** As the core answers from what it keeps. */
function answerFrom(records: readonly Shown[], at: number): ShownAt {
  const last = records.findLast(({ atMs }) => atMs <= at);
  const shown = last && last.reason !== 'stopped' ? last : null;
  return {
    shown,
    known: shown ? 'shown' : last ? 'notRunning' : 'notKept',
    previousAtMs: records.findLast(({ atMs }) => atMs < at)?.atMs ?? null,
    nextAtMs: records.find(({ atMs }) => atMs > at)?.atMs ?? null,
    before: records
      .filter(({ atMs }) => atMs >= at - 15 * MINUTE_MS && atMs <= at)
      .map(({ figures: _figures, ...facts }) => facts),
  };
}

const core = (records: readonly Shown[] = RECORDS): FakeCore => {
  const made = createFakeCore();
  made.answer = (name, input) => {
    if (name !== 'getShown' || typeof input !== 'object' || input === null || !('atMs' in input)) return undefined;
    return ok(answerFrom(records, Number(input.atMs)));
  };
  return made;
};

describe('what a wall showed, in words', () => {
  const context = viewContext();
  const rowOf = (shown: Shown, id: string) => figureRows(context, shown).find((row) => row.id === id);

  it('gives each figure its value and level word', () => {
    const shown = shownAt(SENT_AT);
    expect(figureRows(context, shown).map(({ id }) => id)).toEqual([
      'sla.response',
      'totalSessions',
      'averageWaitingTime',
      'CSAT',
    ]);
    expect(rowOf(shown, 'sla.response')).toMatchObject({ label: 'Response', value: '86.7 %', level: 'On target' });
    expect(rowOf(shown, 'averageWaitingTime')).toMatchObject({
      label: 'Avg waiting',
      value: '1m\u00a023s',
      level: 'High',
    });
    expect(rowOf(shown, 'CSAT')).toMatchObject({ value: '—', level: '–' });
  });

  it('have as many decimals as they had on the wall, and the same reason for no value', () => {
    const figures = {
      'sla.response': figure(79.96, 'warn', { warn: 80, bad: 70 }),
      CSAT: { ...figure(null, 'neutral'), problem: 'noSessions' as const },
    };
    const then = shownAt(SENT_AT, { figures });
    expect(rowOf(then, 'sla.response')).toMatchObject({ value: '79.96 %', level: 'Watch' });
    expect(rowOf(then, 'CSAT')).toMatchObject({ value: '—', level: 'no sessions yet' });
  });

  it('never gives a late or lost figure a status, and a lost one is a dash', () => {
    const late = shownAt(SENT_AT, { health: 'late' });
    expect(rowOf(late, 'averageWaitingTime')).toMatchObject({ value: '1m\u00a023s', level: 'no status: Late' });
    const lost = shownAt(SENT_AT, { health: 'lost' });
    expect(rowOf(lost, 'averageWaitingTime')).toMatchObject({
      value: '— (last 1m\u00a023s)',
      level: 'no status: Lost',
    });
  });

  it('has words for every reason and every failure', () => {
    const reasons: readonly ShownReason[] = [
      ...(['started', 'figures', 'failed', 'aged', 'settings', 'source', 'hours', 'key', 'stopped'] as const),
    ];
    const told = reasons.map((reason) => changeWords(context, shownAt(SENT_AT, { reason, light: 'dim' })));
    expect(new Set(told).size).toBe(reasons.length);
    const failures = ERROR_CODES.map((code) =>
      changeWords(context, shownAt(SENT_AT, { reason: 'failed', failure: { code, status: null } })),
    );
    expect(new Set(failures).size).toBe(ERROR_CODES.length);
  });

  it('reads and writes moments in the timezone of the board', () => {
    expect(fieldFrom(SENT_AT, '+03:00')).toBe('2026-11-23T14:05:19');
    expect(momentFrom('2026-11-23T14:05:19', '+03:00')).toBe(SENT_AT);
    expect(momentFrom('2026-11-23T14:05', '-02:30')).toBe(Date.UTC(2026, 10, 23, 16, 35));
    expect(momentFrom('', '+03:00')).toBeNull();
    expect(momentFrom('2026-13-45T99:99', '+03:00')).toBeNull();
    expect(dayOf(SENT_AT, '+03:00')).toBe('2026-11-23');
    expect(dayOf(SENT_AT, '+14:00')).toBe('2026-11-24');
  });
});

describe('the history in the settings', () => {
  let shown: VueWrapper;
  beforeEach(() => void vi.useFakeTimers({ now: SENT_AT, toFake: ['Date', 'performance'] }));
  afterEach(() => {
    shown.unmount();
    vi.useRealTimers();
  });

  async function open(of = core()): Promise<void> {
    shown = await place(of, HistorySection, { settings: DEFAULT_SETTINGS, board: board() });
  }
  const field = (part: 'date' | 'time') => shown.get<HTMLInputElement>(`[data-part="${part}"]`);
  const moment = (): string => field('time').element.value;
  const go = async (action: string): Promise<void> => {
    await shown.get(`[data-action="${action}"]`).trigger('click');
    await flushPromises();
  };
  const told = (): string => shown.get('[data-part="shown"]').text();

  it('begins ten minutes ago and tells state, failure, figures and what led to it', async () => {
    await open();
    expect(moment()).toBe('13:55:19');
    expect(told()).toContain('figures late, since 13:54:19');
    expect(told()).toContain('Late · 100 s');
    expect(told()).toContain('Rate limit reached');
    expect(shown.get('[data-figure="totalSessions"]').text()).toContain('1,457');
    expect(shown.findAll('[data-reason]').map((change) => change.text())).toEqual([
      '13:54:19 figures late',
      '13:53:19 Rate limit reached',
      '13:52:19 new figures',
    ]);
  });

  it('goes on and back by a minute, never beyond now', async () => {
    await open();
    await go('earlier');
    expect(moment()).toBe('13:54:19');
    for (let minute = 0; minute < 15; minute += 1) await go('later');
    expect(moment()).toBe('14:05:19');
    expect(told()).toContain('Dark: the figures were not to be seen');
  });

  it('goes from change to change, and says when there is none', async () => {
    await open();
    const seen: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      await go('previousChange');
      seen.push(moment());
    }
    expect(seen).toEqual(['13:54:19', '13:53:19', '13:52:19', '13:35:19']);
    await go('previousChange');
    expect(shown.text()).toContain('Nothing is known before that.');
    await go('nextChange');
    expect(moment()).toBe('13:52:19');
    for (let step = 0; step < 3; step += 1) await go('nextChange');
    expect(moment()).toBe('14:03:19');
    await go('nextChange');
    expect(shown.text()).toContain('No later change is known.');
  });

  it('leaves the moment alone while it is typed, and asks once for it, on leaving the field or on Enter', async () => {
    const it = core();
    await open(it);
    const before = it.sent.length;
    const latest = field('date').element.max;
    const typed = { date: ['0002-11-23', '', '2026-11-23'], time: ['1', '13:5', '', '135230'] } as const;
    for (const part of ['date', 'time'] as const) {
      const input = field(part);
      for (const text of typed[part]) {
        input.element.value = text;
        await input.trigger('input');
        await input.trigger('change');
        vi.setSystemTime(Date.now() + MINUTE_MS);
        useWallStore().tick();
        await flushPromises();
        expect(input.element.value).toBe(text);
      }
    }
    expect(field('date').element.max).toBe(latest);
    expect(it.sent).toHaveLength(before);
    await field('time').trigger('keydown', { key: 'Enter' });
    await field('time').trigger('blur');
    await flushPromises();
    expect(it.sent.slice(before).map(({ input: asked }) => asked)).toEqual([
      { board: 'main', atMs: Date.UTC(2026, 10, 23, 10, 52, 30) },
    ]);
    expect(told()).toContain('new figures');
  });

  it('gives an emptied field its moment back, and takes none after now', async () => {
    const it = core();
    await open(it);
    const type = async (part: 'date' | 'time', text: string): Promise<void> => {
      const input = field(part);
      input.element.value = text;
      await input.trigger('input');
      await input.trigger('blur');
      await flushPromises();
    };
    await type('time', '');
    expect(moment()).toBe('13:55:19');
    await type('date', '');
    expect(field('date').element.value).toBe('2026-11-23');
    await type('time', '23:00');
    expect(moment()).toBe('14:05:19');
    await type('time', '23:00:00');
    expect(moment()).toBe('14:05:19');
  });
});
