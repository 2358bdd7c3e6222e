import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_QUERY, type Query } from '../../common/query.ts';
import type { BoardSnapshot } from '../../common/snapshot.ts';
import { openScreen } from './mounting.ts';
import { board, reading, SENT_AT, snapshot, tile } from './snapshots.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: SENT_AT });
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

async function show(query: Partial<Query>, sessions: number | null, changes: Partial<BoardSnapshot> = {}) {
  const shown = board({
    query: { ...DEFAULT_QUERY, ...query },
    tiles: [
      tile('totalSessions', { size: 'hero', reading: reading(sessions) }),
      tile('averageWaitingTime', { reading: reading(null, sessions === 0 ? 'noSessions' : null) }),
    ],
    companions: { totalSessions: reading(sessions), totalClosedSessions: reading(sessions), weakTime: reading(null) },
    ...changes,
  });
  const { wrapper } = await openScreen(snapshot({ boards: [shown] }));
  return {
    header: wrapper.get('[data-health]').text(),
    tone: wrapper.get('[data-health]').attributes('data-tone'),
    doubt: wrapper.find('[data-part="doubt"]').exists(),
    sessions: wrapper.get('[data-metric="totalSessions"]').text(),
    waiting: wrapper.get('[data-metric="averageWaitingTime"]').text(),
  };
}

describe('a live wall without a session', () => {
  it.each<[string, Partial<Query>]>([
    ['channels', { channels: [999] }],
    ['groups', { groupsID: ['x'] }],
    ['an agent', { email: '•••' }],
    ['a range of days', { filter: '2026-11-01 to 2026-11-02' }],
  ])('says that the filter may be why where it has one: %s', async (_, query) => {
    const { header, tone, sessions, waiting } = await show(query, 0);
    expect(header).toBe('Live · 7 sNo sessions: the filter may be why');
    expect(tone).toBe('calm');
    expect(sessions).toContain('none with this filter');
    expect(waiting).toContain('none with this filter');
  });

  it('is a quiet day where it has none', async () => {
    const { doubt, sessions } = await show({}, 0);
    expect(doubt).toBe(false);
    expect(sessions).toContain('no sessions yet');
    expect((await show({ filter: 'WEEK' }, 0)).doubt).toBe(false);
  });

  it('is not doubted where it has sessions, or where nobody knows', async () => {
    expect((await show({ channels: [999] }, 1)).doubt).toBe(false);
    expect((await show({ channels: [999] }, null)).doubt).toBe(false);
  });

  it('says first what is wrong, if anything is', async () => {
    const failure = { code: 'network', status: null, byOthers: false, sinceMs: 1000 } as const;
    expect((await show({ channels: [999] }, 0, { failure })).doubt).toBe(false);
    expect((await show({ channels: [999] }, 0, { ageMs: 60_000 })).doubt).toBe(false);
  });
});
