import { describe, expect, it } from 'vitest';
import { phaseOf, serviceSeconds, waitingSeconds, type SessionMoments } from '../../common/sessions.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23, 11);
const moments = (createdMin: number, takenMin: number | null, endedMin: number | null): SessionMoments => ({
  createdMs: NOW + createdMin * MINUTE,
  takenMs: takenMin === null ? null : NOW + takenMin * MINUTE,
  endedMs: endedMin === null ? null : NOW + endedMin * MINUTE,
});

describe('waiting', () => {
  it('runs from created to taken', () => {
    expect(waitingSeconds(moments(-40, -38, -5), 'over', NOW)).toBe(120);
    expect(waitingSeconds(moments(-40, -38, null), 'unknown', NOW)).toBe(120);
  });

  it('runs until now while nobody took the session', () => {
    expect(waitingSeconds(moments(-40, null, null), 'waiting', NOW)).toBe(2400);
    expect(waitingSeconds(moments(-40, null, null), 'unknown', NOW)).toBe(2400);
  });

  it('ran until the end where nobody ever took it', () => {
    expect(waitingSeconds(moments(-40, null, -10), 'over', NOW)).toBe(1800);
    expect(waitingSeconds(moments(-40, null, -10), 'unknown', NOW)).toBe(1800);
  });

  it('is not known for a session that is over without an end, or was never created', () => {
    expect(waitingSeconds(moments(-40, null, null), 'over', NOW)).toBeNull();
    expect(waitingSeconds({ ...moments(-40, -38, null), createdMs: null }, 'unknown', NOW)).toBeNull();
  });

  it('is no negative time: taken or ended before created is no value, created a moment ahead of the clock is 0', () => {
    expect(waitingSeconds(moments(-40, -41, null), 'unknown', NOW)).toBeNull();
    expect(waitingSeconds(moments(-40, null, -41), 'over', NOW)).toBeNull();
    expect(waitingSeconds(moments(1, null, null), 'waiting', NOW)).toBe(0);
  });

  it('is in whole seconds, as the API rounds its own', () => {
    const taken = { ...moments(-40, null, null), takenMs: NOW - 40 * MINUTE + 1499 };
    expect(waitingSeconds(taken, 'unknown', NOW)).toBe(1);
    expect(Object.is(waitingSeconds({ ...taken, takenMs: NOW - 40 * MINUTE - 400 }, 'unknown', NOW), 0)).toBe(true);
  });
});

describe('service', () => {
  it('runs from taken to ended, and has no length before', () => {
    expect(serviceSeconds(moments(-40, -38, -5))).toBe(1980);
    expect(serviceSeconds(moments(-40, -38, null))).toBeNull();
    expect(serviceSeconds(moments(-40, null, -5))).toBeNull();
    expect(serviceSeconds(moments(-40, -5, -38))).toBeNull();
  });
});

describe('a status', () => {
  it.each(['CLOSED', 'closed ', 'Ended', 'ABANDONED', 'timed_out'])('%s says that a session is over', (status) =>
    expect(phaseOf(status)).toBe('over'),
  );
  it.each(['PENDING', 'waiting', 'In queue', 'new'])('%s says that it waits', (status) =>
    expect(phaseOf(status)).toBe('waiting'),
  );
  it.each(['OPEN', 'IN_PROGRESS', '', 'x'])('“%s” says neither', (status) => expect(phaseOf(status)).toBe('unknown'));
});
