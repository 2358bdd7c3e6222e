import { describe, expect, test } from 'vitest';
import { METRICS } from '../../../common/metrics.ts';
import { readSummary, type Summary } from '../../../core/experia/summary.ts';

/** The example of the API page. */
const PAGE = {
  totalSessions: 458,
  averageWaitingTime: '00 00:00:20',
  averageResponseTime: '00 00:17:25',
  averageServiceTime: '00 15:49:32',
  minServiceTime: '00 00:00:05',
  maxServiceTime: '00 16:29:47',
  CSAT: 62.5,
  FCR: 0,
  NPS: 0,
  agentTotalTimeOnline: '00 00:00:00',
  totalMsg: 1250,
  totalTags: 45,
  totalTransferred: 12,
  peakTime: '10:00',
  weakTime: '03:00',
  totalClosedSessions: 420,
  totalTemplateUsage: 85,
  totalPredefinedMessages: 320,
  totalClient: 380,
  totalTagsPercent: 10.7,
  sla: { response: 85.5, waiting: 92.3, service: 78.2 },
  status: 'SUCCESS',
};

function summary(changes: object): Summary {
  const read = readSummary({ ...PAGE, ...changes });
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

const value = (of: unknown) => ({ value: of, problem: null });

describe('a summary', () => {
  test('has every figure of the API page’s example, real zeros among them', () => {
    const { metrics, sla } = summary({});
    expect(Object.values(metrics).every(({ problem }) => problem === null)).toBe(true);
    expect(metrics).toMatchObject({ averageServiceTime: value(56_972), FCR: value(0), NPS: value(0) });
    expect(sla.service).toEqual(value(78.2));
  });

  test('as other back ends write it comes to the same', () => {
    const { metrics, sla } = summary({
      totalSessions: '458',
      totalMsg: '1,250',
      averageWaitingTime: 20,
      averageServiceTime: '15:49:32',
      maxServiceTime: '26:29:47',
      agentTotalTimeOnline: '131:09:58',
      CSAT: '62.5%',
      totalTagsPercent: 104.2,
      peakTime: '9:00',
      sla: { response: '85.5 %', waiting: '104.2', service: 78.2 },
    });
    expect(metrics).toMatchObject({
      totalSessions: value(458),
      totalMsg: value(1250),
      averageWaitingTime: value(20),
      averageServiceTime: value(56_972),
      maxServiceTime: value(95_387),
      agentTotalTimeOnline: value(472_198),
      CSAT: value(62.5),
      totalTagsPercent: value(104.2),
      peakTime: value('09:00'),
    });
    expect(sla).toEqual({ response: value(85.5), waiting: value(104.2), service: value(78.2) });
  });

  test('loses one figure that is nonsense, and only that', () => {
    const { metrics } = summary({ CSAT: 'good', averageWaitingTime: [20] });
    const lost = Object.entries(metrics).filter(([, { problem }]) => problem === 'shape');
    expect(lost.map(([field]) => field)).toEqual(['averageWaitingTime', 'CSAT']);
  });

  test('of no sessions has counts, but neither shares nor averages, whether the API sent zeros or nothing', () => {
    for (const none of [0, null]) {
      const shares = Object.fromEntries(
        Object.values(METRICS)
          .filter(({ unit }) => unit !== 'count')
          .map(({ field }) => [field, none]),
      );
      const { metrics, sla } = summary({ ...shares, totalSessions: 0, totalMsg: 0, sla: { response: none } });
      for (const { field, unit } of Object.values(METRICS)) {
        const isTotal = unit === 'count' || field === 'agentTotalTimeOnline';
        expect(metrics[field].problem, field).toBe(isTotal ? null : 'noSessions');
      }
      expect(Object.values(sla)).toEqual(Array(3).fill({ value: null, problem: 'noSessions' }));
      expect(metrics.totalMsg).toEqual(value(0));
    }
  });
});
