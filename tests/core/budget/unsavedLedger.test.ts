import { expect, test } from 'vitest';
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { HOUR_MS, SECOND_MS } from '../../../common/time.ts';
import { openLedgerBook } from '../../../core/budget/ledgerFile.ts';
import { createRequestLoop } from '../../../core/poller/requestLoop.ts';
import type { LoopEvent } from '../../../core/poller/requestLoop.types.ts';
import { fakeExperia, mostInAnyHour } from '../support/fakeExperia.ts';
import { memoryFiles, seededRandom, silentLog, World } from '../support/world.ts';

const endpoint = { url: 'https://api.example.com', key: 'k' };

test('while the ledger cannot be saved, even a crash loop stays under the limit, and screens are told', async () => {
  const world = new World();
  const random = seededRandom(1);
  const files = memoryFiles();
  files.failing = true;
  const { client, record } = fakeExperia(world, random, { latencyMs: () => 200 });
  const events: LoopEvent[] = [];
  const lifeMs = 45 * SECOND_MS;
  for (let lived = 0; lived < 3 * HOUR_MS; lived += lifeMs) {
    const { clock, kill } = world.process();
    const book = await openLedgerBook(files, clock, silentLog);
    const report = (event: LoopEvent): void => void events.push(event);
    const loop = createRequestLoop({ endpoint, keyHash: 'k', book, client, clock, random, log: silentLog, report });
    loop.setQueries([DEFAULT_QUERY]);
    await world.advance(lifeMs);
    kill();
  }
  expect(mostInAnyHour(record.arrivals)).toBeLessThanOrEqual(200);
  expect(record.arrivals.length).toBeGreaterThan(200);
  expect(events).toContainEqual({ type: 'ledgerSaved', saved: false });
});
