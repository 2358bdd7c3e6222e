import type { SlaKind } from '../../common/metrics.ts';
import type { SlaSeconds } from '../../common/query.ts';
import type { BoardSnapshot } from '../../common/snapshot.ts';

/** The seconds that rows are judged by: 0, which is none, where the board has no target for that service level. */
export function judgedSla({ gauges }: Pick<BoardSnapshot, 'gauges'>, sla: SlaSeconds): SlaSeconds {
  const judged = (kind: SlaKind): number =>
    gauges.some((gauge) => gauge.kind === kind && gauge.thresholds === null) ? 0 : sla[kind];
  return { service: judged('service'), response: judged('response'), waiting: judged('waiting') };
}
