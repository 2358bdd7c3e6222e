import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../common/settings.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { settingsStore } from '../../core/node/settingsStore.ts';
import { startSimulator } from '../../core/simulator/server.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { mostInAnyHour } from '../core/support/fakeExperia.ts';
import { openStream } from '../server/support/shell.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { CANARY, cameOut, folderCameOut } from './support/canary.ts';
import { scene } from './support/scene.ts';
import { until } from './support/until.ts';

const KILLS = 20;
const LIMIT = 200;
const BUILD_MS = 300_000;

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, BUILD_MS);

describe('fault 18: a process that is killed over and over', () => {
  test('twenty times in an hour, with four boards to ask for each time: never more than the limit, and the server never says 429', async () => {
    const it = await scene();
    const boards = Array.from({ length: 4 }, (_, i) => ({
      ...DEFAULT_BOARD,
      id: `board-${i}`,
      query: { ...DEFAULT_BOARD.query, sla: { ...DEFAULT_BOARD.query.sla, service: 60 + i } },
    }));
    settingsStore(it.folder).save({ ...DEFAULT_SETTINGS, boards });
    const waits: number[] = [];
    let used = 0;
    for (let i = 0; i < KILLS; i += 1) {
      const life = await it.open();
      // The ledger is what it was when the process died, or one more that is already under way.
      expect(life.snapshot().budget.used).toBeGreaterThanOrEqual(used);
      waits.push(Math.max(0, ...life.snapshot().boards.map(({ nextInMs }) => nextInMs ?? 0)));
      await life.advance(HOUR_MS / KILLS - SECOND_MS);
      ({ used } = life.snapshot().budget);
      life.kill();
      await it.world.advance(SECOND_MS);
    }
    expect(used).toBe(it.arrived());
    const last = await it.open();
    await last.advance(15 * MINUTE_MS);
    expect(mostInAnyHour(it.simulator.requests.map(({ atMs }) => atMs))).toBeLessThanOrEqual(LIMIT);
    expect(it.simulator.requests.every(({ status }) => status === 200)).toBe(true);
    expect(Math.max(...waits.slice(-3))).toBeGreaterThan(Math.max(...waits.slice(0, 3)));
    expect(await last.look()).toMatchObject({ health: 'fresh', error: null });
  });

  test('twenty real processes in one data folder: three ask at once, the others wait longer and longer, and none forgets what was spent', async () => {
    const simulator = await startSimulator({ key: CANARY });
    const servers = spawner();
    onTestFinished(async () => {
      await servers.clear();
      await simulator.close();
    });
    const dataDir = await servers.folder();
    const start = (): Promise<Spawned> =>
      servers.start(['--data-dir', dataDir], { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: CANARY });
    const waits: number[] = [];
    for (let i = 1; i <= KILLS; i += 1) {
      const asked = simulator.requests.length;
      const server = await start();
      const shown = await shownBy(server);
      if (i <= 3) await until(() => simulator.requests.length > asked);
      expect(shown.budget.used).toBeGreaterThanOrEqual(asked);
      waits.push(shown.boards[0]?.nextInMs ?? 0);
      const { stdout, stderr } = await server.end('SIGKILL');
      cameOut(stdout + stderr);
    }
    expect(simulator.requests).toHaveLength(3);
    const [fourth = 0, , , seventh = 0] = waits.slice(3);
    expect(fourth).toBeGreaterThan(0);
    expect(fourth).toBeLessThanOrEqual(5 * SECOND_MS);
    expect(seventh).toBeGreaterThan(20 * SECOND_MS);
    expect(Math.max(...waits)).toBeGreaterThan(4 * MINUTE_MS);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5 * MINUTE_MS);
    folderCameOut(dataDir);
  }, 120_000);
});

/** The state that the event stream of a shell begins with. */
async function shownBy(server: Spawned): Promise<Snapshot> {
  const stream = await openStream(Number(new URL(server.url).port));
  await stream.until(1);
  const state = stream.events.find(({ event }) => event === 'snapshot')?.data;
  stream.close();
  cameOut(JSON.stringify(state));
  // As the shell sent it: the contract of `GET /events`.
  return state as Snapshot;
}
