// @vitest-environment ./tests/faults/support/environment.ts
import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../common/settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import type { Wallboard } from '../../../core/wallboard.types.ts';
import HistorySection from '../../../renderer/desk/history/HistorySection.vue';
import { fieldFrom } from '../../../renderer/desk/model/history.ts';
import { createMemoryTransport } from '../../../renderer/transport/memory.ts';
import { TimedWall } from '../../core/journal/support/timedWall.ts';
import { board as composed, keychain } from '../../core/support/composed.ts';
import { place } from './desk.ts';

const OFFSET = DEFAULT_SETTINGS.boards[0]?.query.timezone ?? '';
const RAN_MS = 3 * MINUTE_MS;
const AWAY_MS = 2 * DAY_MS;
const BACK_MS = 20 * MINUTE_MS;

let wall: TimedWall;
let panel: VueWrapper;
// The screen's own clock stands still; the machine's goes on by itself.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  wall = new TimedWall();
});
afterEach(() => {
  panel.unmount();
  wall.clear();
  vi.useRealTimers();
});

async function openOver(wallboard: Wallboard): Promise<void> {
  const transport = createMemoryTransport({
    access: 'control',
    first: wallboard.snapshot(),
    handle: (name, input) => wallboard.dispatch(name, input, 'control'),
  });
  panel = await place({ transport }, HistorySection, { settings: DEFAULT_SETTINGS, board: null });
}
async function goTo(atMs: number): Promise<void> {
  const [date = '', time = ''] = fieldFrom(atMs, OFFSET).split('T');
  for (const [part, text] of Object.entries({ date, time })) {
    const field = panel.get<HTMLInputElement>(`[data-part="${part}"]`);
    field.element.value = text;
    await field.trigger('input');
    await field.trigger('blur');
    await flushPromises();
  }
}
async function go(action: 'previousChange' | 'nextChange'): Promise<void> {
  await panel.get(`[data-action="${action}"]`).trigger('click');
  await flushPromises();
}
const has = (part: string): boolean => panel.find(`[data-part="${part}"]`).exists();
const text = (part: string): string => panel.get(`[data-part="${part}"]`).text();
const newestReason = (): string | undefined => panel.find('[data-reason]').attributes('data-reason');
const missed = (): string => panel.get('[role="status"]').text();

/** The app runs, is away for two days, and runs again; the panel is open at the end. */
async function ranTwice(end: 'stop' | 'kill'): Promise<{ endedMs: number; backMs: number }> {
  await wall.start();
  await wall.advance(RAN_MS);
  const endedMs = wall.nowMs;
  await wall[end]();
  await wall.advance(AWAY_MS);
  const backMs = wall.nowMs;
  const wallboard = await wall.start();
  await wall.advance(BACK_MS);
  await openOver(wallboard);
  return { endedMs, backMs };
}

describe('the history in the settings over the real core', () => {
  it.each([
    { end: 'stop', ended: 'stopped' },
    { end: 'kill', ended: 'figures' },
  ] as const)('goes from change to change across a time without the app, in both directions ($end)', async (run) => {
    const { endedMs, backMs } = await ranTwice(run.end);
    await goTo(backMs + 2 * SECOND_MS);
    const seen: (string | undefined)[] = [];
    for (let step = 0; step < 10 && seen.at(-2) !== 'started'; step += 1) {
      await go('previousChange');
      seen.push(newestReason());
    }
    expect(seen.slice(-2)).toEqual(['started', run.ended]);
    await go('nextChange');
    expect(newestReason()).toBe('started');
    expect(text('shown')).toContain('the app started');
    // All the way back, and only then is there nothing more.
    await goTo(endedMs);
    for (let step = 0; step < RAN_MS / SECOND_MS && missed() === ''; step += 1) await go('previousChange');
    expect(missed()).toBe('Nothing is known before that.');
    expect(newestReason()).toBe('started');
  });

  it('says in such a time that the app did not run, what came last before, and when it goes on', async () => {
    const { endedMs, backMs } = await ranTwice('stop');
    await goTo(endedMs + 5 * MINUTE_MS);
    expect(has('shown')).toBe(false);
    expect(text('unknown')).toContain('The app did not run then');
    expect(text('unknown')).toContain('The last change before: ');
    expect(text('unknown')).toContain('The first change after: ');
    expect(text('before')).toContain('the app ended');
    await goTo(backMs - HOUR_MS);
    expect(text('unknown')).toContain('The app did not run then');
    expect(text('before')).toContain('No change is known.');
    await goTo(endedMs - 10 * DAY_MS);
    expect(text('unknown')).toContain('Nothing was kept of that moment: it is too long ago');
    expect(text('unknown')).not.toContain('The last change before');
    await go('nextChange');
    expect(newestReason()).toBe('started');
  });

  it('says where nothing is kept that it is not, and not that the app did not run', async () => {
    await openOver(composed(keychain()));
    expect(text('unknown')).toContain('The history cannot be read now, or nothing has been kept on this machine');
    expect(text('unknown')).not.toContain('did not run');
    expect(has('before')).toBe(false);
    await go('previousChange');
    await go('nextChange');
    expect(missed()).toBe('');
  });
});
