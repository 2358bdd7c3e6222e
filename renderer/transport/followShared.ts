import type { LinkState, SnapshotListener } from '../../common/contract.ts';
import { isRecord } from '../../common/isRecord.ts';
import { SECOND_MS } from '../../common/time.ts';
import type { Following } from './follow.ts';
import type { HubMessage, PageMessage } from './followHub.ts';
import { createTimer } from './timer.ts';
import { isSnapshot } from './wire.ts';

/** A page's way to the hub. */
export interface PagePort {
  post(message: PageMessage): void;
  close(): void;
}

/**
 * Reaches the hub, or starts it.
 * @param broken called when it cannot be had
 */
export type ReachHub = (hear: (message: unknown) => void, broken: () => void) => PagePort;

/** The hub greets whoever comes; one that does not has not started. */
const FIRST_WORD_MS = 5 * SECOND_MS;
/** The hub says something each 15 s. It may go without a word, with the page that the browser ran it in. */
const SILENCE_MS = 35 * SECOND_MS;

const LINK_STATES: readonly unknown[] = ['up', 'polled', 'down', 'full', null] satisfies (LinkState | null)[];

const isHubMessage = (value: unknown): value is HubMessage =>
  isRecord(value) &&
  LINK_STATES.includes(value['link']) &&
  typeof value['losses'] === 'number' &&
  typeof value['atMs'] === 'number' &&
  (value['snapshot'] === null || isSnapshot(value['snapshot']));

/** The shared worker of this browser, where it has such workers. Some refuse them in frames and in private windows. */
export const reachSharedWorker: ReachHub | null =
  typeof SharedWorker === 'undefined'
    ? null
    : (hear, broken) => {
        const name = new URL('.', document.baseURI).href;
        const worker = new SharedWorker(new URL('./followWorker.ts', import.meta.url), { type: 'module', name });
        worker.addEventListener('error', broken);
        worker.port.addEventListener('message', ({ data }: MessageEvent<unknown>) => hear(data));
        worker.port.start();
        return { post: (message) => worker.port.postMessage(message), close: () => worker.port.close() };
      };

/**
 * Follows the wallboard by way of the hub that all pages of this browser share.
 * @param isRenewed what this browser may see has changed just before
 * @param fallBack follows it on a connection of its own, when there is no hub after all
 */
export function followShared(
  listener: SnapshotListener,
  reach: ReachHub,
  isRenewed: boolean,
  fallBack: () => Following,
): Following {
  const waiting = createTimer();
  let port: PagePort | null = null;
  let alone: Following | null = null;
  let isConnectionWanted = true;
  let isToRenew = isRenewed;
  let losses: number | null = null;

  function leave(): void {
    waiting.clear();
    port?.close();
    port = null;
  }

  function goAlone(): void {
    if (alone) return;
    leave();
    alone = fallBack();
    alone.keepConnection(isConnectionWanted);
  }

  function hear(message: unknown): void {
    if (!port || !isHubMessage(message)) return;
    waiting.set(SILENCE_MS, () => {
      listener.link('down');
      join();
    });
    const { link, snapshot, atMs } = message;
    if (losses !== null && losses !== message.losses) listener.link('down');
    losses = message.losses;
    if (link !== null) listener.link(link);
    if (snapshot) listener.snapshot(snapshot, Math.max(0, Date.now() - atMs));
    port.post('read');
  }

  function join(): void {
    leave();
    waiting.set(FIRST_WORD_MS, goAlone);
    try {
      port = reach(hear, goAlone);
      if (isToRenew) port.post('renew');
      isToRenew = false;
    } catch {
      goAlone();
    }
  }

  join();
  return {
    renew: () => (alone ? alone.renew() : port?.post('renew')),
    keepConnection(isWanted) {
      isConnectionWanted = isWanted;
      alone?.keepConnection(isWanted);
    },
    end() {
      leave();
      alone?.end();
    },
  };
}
