import type { LinkState, SnapshotListener } from '../../common/contract.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { Following } from './follow.ts';

/** What the hub tells a page. */
export interface HubMessage {
  /** Null while it is not known yet. */
  readonly link: LinkState | null;
  /** How often the connection was lost so far: a page may not have heard of each time. */
  readonly losses: number;
  /** Null when the page has it already. */
  readonly snapshot: Snapshot | null;
  /** When that came, by the machine's clock. */
  readonly atMs: number;
}

/** What a page tells the hub: that it has read the last message, or that what this browser may see has changed. */
export type PageMessage = 'read' | 'renew';

/** The part of a MessagePort that is used. */
export interface HubPort {
  postMessage(message: HubMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
}

export interface FollowHub {
  join(port: HubPort): void;
}

interface Page {
  readonly port: HubPort;
  /** Since when it has not read what it was sent; null when it has. */
  unreadSinceMs: number | null;
  /** Something has happened meanwhile. */
  isBehind: boolean;
  /** The number of the snapshot it was sent last. */
  sent: number;
}

/** A page takes silence for the end of the hub. */
export const BEAT_MS = 15 * SECOND_MS;
/** A page that has not read for this long is closed or asleep; it is told again when it reads. */
const GONE_MS = 2 * MINUTE_MS;

/**
 * One connection for all pages of a browser, which has only six for a server. What is new waits for a page that is busy
 * or asleep, so no queue of old states grows.
 */
export function createFollowHub(startFollowing: (listener: SnapshotListener) => Following): FollowHub {
  const pages = new Set<Page>();
  let following: Following | null = null;
  let link: LinkState | null = null;
  let losses = 0;
  let latest: Snapshot | null = null;
  let latestAtMs = 0;
  let count = 0;

  function tell(page: Page): void {
    if (page.unreadSinceMs !== null) {
      page.isBehind = true;
      if (Date.now() - page.unreadSinceMs > GONE_MS) pages.delete(page);
      return;
    }
    page.isBehind = false;
    page.unreadSinceMs = Date.now();
    page.port.postMessage({ link, losses, snapshot: page.sent === count ? null : latest, atMs: latestAtMs });
    page.sent = count;
  }

  function start(): Following {
    setInterval(() => pages.forEach(tell), BEAT_MS);
    return startFollowing({
      snapshot(snapshot) {
        latest = snapshot;
        latestAtMs = Date.now();
        count += 1;
        pages.forEach(tell);
      },
      link(state) {
        if (state === link && state !== 'polled') return;
        if (state === 'down' && link !== 'down') losses += 1;
        link = state;
        pages.forEach(tell);
      },
    });
  }

  return {
    join(port) {
      const page: Page = { port, unreadSinceMs: null, isBehind: false, sent: 0 };
      pages.add(page);
      port.addEventListener('message', ({ data }) => {
        if (data === 'renew') following?.renew();
        if (data !== 'read') return;
        pages.add(page);
        page.unreadSinceMs = null;
        if (page.isBehind) tell(page);
      });
      port.start();
      following ??= start();
      tell(page);
    },
  };
}
