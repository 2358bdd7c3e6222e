import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../common/time.ts';
import { fallsInto, ONE_PACE_MS } from './support/afterGood.ts';

/** A day that has just begun, as a server of zeros tells it. */
const NO_SESSIONS = {
  totalSessions: 0,
  totalClosedSessions: 0,
  totalTransferred: 0,
  totalClient: 0,
  totalMsg: 0,
  averageWaitingTime: '00 00:00:00',
  averageResponseTime: '00 00:00:00',
  averageServiceTime: '00 00:00:00',
  CSAT: 0,
  FCR: 0,
  NPS: 0,
  peakTime: '00:00',
  sla: { response: 0, waiting: 0, service: 0 },
};

describe('fault 32: a day without sessions yet', () => {
  test('zeros are no status and no alarm: shares and averages wait for the first session, and then come', async () => {
    const { it, life, seen } = await fallsInto({ kind: 'patch', summary: NO_SESSIONS });
    expect(seen).toMatchObject({ health: 'fresh', error: null });
    expect(seen.tiles['totalSessions']).toMatchObject({ status: 'neutral', value: '0' });
    expect(seen.tiles['totalTransferred']).toMatchObject({ status: 'neutral', value: '0' });
    for (const metric of ['averageWaitingTime', 'averageResponseTime', 'averageServiceTime', 'CSAT', 'FCR', 'NPS'])
      expect(seen.tiles[metric]).toMatchObject({ status: 'none', value: '—' });
    const statuses = new Set(Object.values(seen.tiles).map(({ status }) => status));
    expect(statuses).toEqual(new Set(['neutral', 'none']));
    const wall = await life.show(life.wallboard);
    expect((await wall.words()).match(/no sessions yet/g)?.length).toBeGreaterThanOrEqual(9);
    for (const gauge of wall.screen.wrapper.findAll('[data-gauge]'))
      expect(gauge.attributes()).toMatchObject({ 'data-status': 'none', 'aria-valuetext': 'no sessions yet' });
    it.simulator.misbehave(null);
    await life.advance(MINUTE_MS);
    expect(await wall.words()).not.toContain('no sessions yet');
  });
});

describe('fault 34: a value that rounds onto its target, or has just cleared it', () => {
  test('what a tile and a gauge show and the status beside it agree at every step', async () => {
    const { it, life, seen } = await fallsInto({ kind: 'patch', summary: { CSAT: 84.96 } });
    expect(seen.tiles['CSAT']).toMatchObject({ status: 'warn', value: '84.96%' });
    for (const [CSAT, status, value] of [
      [84.9, 'warn', '84.9%'],
      [85.04, 'good', '85%'],
      [74.96, 'bad', '74.96%'],
      [79, 'warn', '79%'],
      [85.1, 'good', '85.1%'],
    ] as const) {
      it.simulator.misbehave({
        kind: 'patch',
        summary: { CSAT, sla: { response: CSAT, waiting: CSAT, service: CSAT } },
      });
      await life.advance(ONE_PACE_MS);
      expect((await life.look()).tiles['CSAT']).toMatchObject({ status, value });
    }
  });
});

describe('fault 35: figures as other back ends write them', () => {
  test('are read and shown, and only nonsense is an unreadable reply', async () => {
    const { seen } = await fallsInto({
      kind: 'patch',
      summary: {
        totalSessions: '1,458',
        CSAT: '86.5 %',
        FCR: 104.2,
        averageWaitingTime: '0:02',
        averageResponseTime: 20,
        averageServiceTime: '26:01:05',
        peakTime: '9:00',
        NPS: 'very good',
      },
    });
    expect(seen.tiles).toMatchObject({
      totalSessions: { value: '1,458' },
      CSAT: { value: '86.5%' },
      FCR: { value: '104.2%' },
      averageWaitingTime: { value: '2m\u00a000s' },
      averageResponseTime: { value: '20s' },
      averageServiceTime: { value: '1d\u00a002h' },
      peakTime: { value: '09:00' },
      NPS: { status: 'none', value: '—' },
    });
  });
});
