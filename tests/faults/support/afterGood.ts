import { SECOND_MS } from '../../../common/time.ts';
import type { Misbehaviour } from '../../../core/simulator/server.ts';
import { scene, type Life, type Pause, type Scene } from './scene.ts';
import type { Seen } from './screen.ts';

/** Longer than the pace of a key nobody else uses, shorter than two of it. */
export const ONE_PACE_MS = 20 * SECOND_MS;

export interface Fallen {
  readonly it: Scene;
  readonly life: Life;
  /** The wall while all was well. */
  readonly good: Seen;
  /** The wall after the first request that met the fault. */
  readonly seen: Seen;
}

/** A wall that had good figures and then meets a fault at its next request. */
export async function fallsInto(misbehaviour: Misbehaviour, wait: Pause = 'answered'): Promise<Fallen> {
  const it = await scene();
  const life = await it.open();
  const good = await life.look();
  it.simulator.misbehave(misbehaviour);
  await life.advance(ONE_PACE_MS, wait);
  return { it, life, good, seen: await life.look() };
}

/** Milliseconds between one arrival and the next. */
export const gapsOf = ({ simulator: { requests } }: Scene): number[] =>
  requests.slice(1).map(({ atMs }, i) => atMs - (requests[i]?.atMs ?? atMs));
