import { randomUUID } from 'node:crypto';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { startSimulator } from '../../core/simulator/server.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { mostInAnyHour } from '../core/support/fakeExperia.ts';
import { inOwnContainer, whyNoContainer } from '../server/support/folderHolder.ts';
import { spawner } from '../server/support/spawned.ts';
import { CANARY } from './support/canary.ts';
import { scene, type Life, type Scene } from './support/scene.ts';
import { until } from './support/until.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('../renderer/panelStubs.ts')).deskBarStub());

const LIMIT = 200;

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, 300_000);

/** Spends all that may be spent at this moment on cards, each asked about another agent. */
async function burst({ wallboard }: Life): Promise<void> {
  for (let asked = 0; asked <= LIMIT; asked += 1) {
    const email = `agent${asked}.${randomUUID().slice(0, 8)}@example.com`;
    const input = { request: randomUUID(), board: 'main', card: 'CARDTAGS', spend: 'yes', email };
    const answer = await wallboard.dispatch('openCard', input, 'control');
    if (!answer.ok || answer.value.kind !== 'rows') return;
  }
}

const arrivals = ({ simulator }: Scene): number[] => simulator.requests.map(({ atMs }) => atMs);

/** What becomes of the ledger between the end of one process and the start of the next. */
const LOSSES: Readonly<Record<string, (it: Scene) => void>> = {
  'cut off': ({ folder }) => writeFileSync(join(folder, 'ledger.json'), '{"version":1,"bootId":"x","keys":{"k":{"en'),
  'of zero bytes': ({ folder }) => writeFileSync(join(folder, 'ledger.json'), ''),
  missing: ({ folder }) => rmSync(join(folder, 'ledger.json'), { recursive: true, force: true }),
  'a link to nowhere': ({ folder }) => {
    rmSync(join(folder, 'ledger.json'), { recursive: true, force: true });
    symlinkSync(join(folder, 'elsewhere', 'ledger.json'), join(folder, 'ledger.json'));
  },
  'cut off, on a full disk': (it) => {
    it.disk.full = true;
    writeFileSync(join(it.folder, 'ledger.json'), '{"version":1,');
  },
};

/** When it happens: right after a burst, or just before its requests count no more. */
const MOMENTS_MS = [0, 59 * MINUTE_MS];

describe('fault 25: a ledger that is lost with the process that was writing it', () => {
  test.each(Object.entries(LOSSES))(
    '%s, after a burst, at whatever moment: never more than the limit in any hour',
    async (_what, lose) => {
      for (const momentMs of MOMENTS_MS) {
        const it = await scene();
        const first = await it.open();
        await burst(first);
        await first.advance(momentMs);
        first.kill();
        lose(it);
        // Killed at once as well, before and after the disk has room again.
        (await it.open()).kill();
        it.disk.full = false;
        await it.world.advance(MINUTE_MS);
        (await it.open()).kill();
        await it.world.advance(MINUTE_MS);
        const last = await it.open();
        const spent = it.arrived();
        await burst(last);
        expect(it.arrived()).toBe(spent);
        expect(await last.look()).toMatchObject({ code: 'countLost', budget: '' });
        for (let minutes = 0; minutes < 70; minutes += 10) {
          await last.advance(10 * MINUTE_MS);
          await burst(last);
        }
        const most = mostInAnyHour(arrivals(it));
        expect(most).toBeLessThanOrEqual(LIMIT);
        expect(most).toBeGreaterThan(LIMIT * 0.9);
        expect(it.simulator.requests.every(({ status }) => status === 200)).toBe(true);
        await last.stop();
      }
    },
    600_000,
  );

  test('a disk that fills up, a burst that cannot be saved, a kill, and room again: never more than the limit', async () => {
    const it = await scene();
    const first = await it.open();
    it.disk.full = true;
    for (let asked = 0; asked < 150; asked += 1) await first.advance(20 * SECOND_MS);
    const unsaved = it.arrived();
    expect(unsaved).toBeGreaterThan(100);
    first.kill();
    it.disk.full = false;
    const last = await it.open();
    for (let minutes = 0; minutes < 70; minutes += 10) {
      await last.advance(10 * MINUTE_MS);
      await burst(last);
    }
    const most = mostInAnyHour(arrivals(it));
    expect(most).toBeLessThanOrEqual(LIMIT);
    expect(it.arrived()).toBeGreaterThan(unsaved + LIMIT / 2);
  });

  test('a crash loop that loses its ledger each time asks for nothing at all', async () => {
    const it = await scene();
    await (await it.open()).stop();
    const asked = it.arrived();
    for (let starts = 0; starts < 20; starts += 1) {
      rmSync(join(it.folder, 'ledger.json'), { force: true });
      const life = await it.open();
      await life.advance(10 * MINUTE_MS);
      life.kill();
    }
    expect(it.arrived()).toBe(asked);
    await (await it.open()).advance(HOUR_MS + MINUTE_MS);
    expect(it.arrived()).toBeGreaterThan(asked);
  });
});

describe('fault 28: two containers on one volume', () => {
  test('the second, which does not see the processes of the first, is refused and asks for nothing', async (context) => {
    if (whyNoContainer !== null) context.skip(whyNoContainer);
    const simulator = await startSimulator({ key: CANARY });
    const servers = spawner(inOwnContainer);
    onTestFinished(async () => {
      await servers.clear();
      await simulator.close();
    });
    const dataDir = await servers.folder();
    const env = { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: CANARY };
    const first = await servers.start(['--data-dir', dataDir], env);
    await until(() => simulator.requests.length > 0);
    const asked = simulator.requests.length;
    const second = await servers.run(['--port', '0', '--data-dir', dataDir], env);
    expect(second).toMatchObject({
      code: 2,
      stderr: `wallboard: The data folder is in use by another running wallboard: ${dataDir}\n`,
    });
    expect(simulator.requests).toHaveLength(asked);
    await first.end('SIGKILL');
    await servers.start(['--data-dir', dataDir], env);
    expect(simulator.requests.length).toBeLessThanOrEqual(asked + 2);
  });
});
