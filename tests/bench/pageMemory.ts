import type { CDPSession, Page } from '@playwright/test';

interface HeapUsage {
  readonly usedSize: number;
  /** Contents of typed arrays, which lie outside the heap itself. */
  readonly backingStorageSize?: number;
}

const bytesOf = ({ usedSize, backingStorageSize = 0 }: HeapUsage): number => usedSize + backingStorageSize;

/** Asks a page's workers; a worker is a target of its own, reached through messages. */
async function workerBytes(session: CDPSession): Promise<number> {
  const found: string[] = [];
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') found.push(sessionId);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  let total = 0;
  for (const sessionId of found) {
    for (const [id, method] of ['HeapProfiler.collectGarbage', 'Runtime.getHeapUsage'].entries()) {
      const answer = new Promise<HeapUsage>((resolve) => {
        session.on('Target.receivedMessageFromTarget', (event) => {
          const message = JSON.parse(event.message) as { id?: number; result?: HeapUsage };
          if (event.sessionId === sessionId && message.id === id && message.result) resolve(message.result);
        });
      });
      await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
      const usage = await answer;
      if (id === 1) total += bytesOf(usage);
    }
  }
  return total;
}

/** JavaScript memory of a page and of its workers in MB, after a garbage collection. */
export async function pageMemory(page: Page): Promise<{ readonly pageMb: number; readonly workersMb: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const own: HeapUsage = await session.send('Runtime.getHeapUsage');
  const workers = await workerBytes(session);
  await session.detach();
  return { pageMb: bytesOf(own) / 1e6, workersMb: workers / 1e6 };
}
