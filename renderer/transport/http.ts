import type { CommandName } from '../../common/channels.ts';
import { ACCESS_LEVELS, type Access } from '../../common/access.ts';
import type { CommandInput, CommandResult, Transport } from '../../common/contract.ts';
import { isRecord } from '../../common/isRecord.ts';
import { err } from '../../common/result.ts';
import { follow, type EventSourceLike, type Following } from './follow.ts';
import { followShared, reachSharedWorker, type ReachHub } from './followShared.ts';
import { createStateRequests, HEADERS, post, type Fetch } from './requests.ts';
import { asResult } from './wire.ts';

/** What the browser gives; tests give their own. */
export interface HttpOutside {
  readonly fetch: Fetch;
  readonly openEventSource: (url: string) => EventSourceLike;
  readonly random: () => number;
  /** Null in a browser without shared workers. */
  readonly reachHub: ReachHub | null;
}

const BROWSER: HttpOutside = {
  fetch: (url, init) => fetch(url, init),
  openEventSource: (url) => new EventSource(url),
  random: () => Math.random(),
  reachHub: reachSharedWorker,
};

const ACCESS_RETRY_MS = 3000;

/** Why a control link gave no control: without a session this screen is a read-only wall. */
export type LinkTrouble = 'wrong' | 'tooMany' | 'unchecked';

const LINK_TROUBLES: Readonly<Record<number, LinkTrouble>> = { 401: 'wrong', 429: 'tooMany' };

export interface HttpTransport extends Transport {
  /** What came of the control link; null when it gave control, and without one. */
  readonly linkTrouble: Promise<LinkTrouble | null>;
}

/** Anything but a level of the contract may only look. */
const grantedBy = (value: unknown): Access =>
  ACCESS_LEVELS.find((level) => isRecord(value) && value['access'] === level) ?? 'wall';

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

/**
 * The browser shell's transport: commands by POST, snapshots by server-sent events, over one connection for all pages of the
 * browser where it can share one. All addresses are relative to the document, so the wall also works behind a path.
 * @param token of the control link; it is exchanged for a session before anything else is sent
 */
export function createHttpTransport(token: string | null, outside: HttpOutside = BROWSER): HttpTransport {
  const linkTrouble = token === null ? Promise.resolve(null) : exchange(token);
  const ready = linkTrouble;

  async function exchange(secret: string): Promise<LinkTrouble | null> {
    try {
      const { ok, status } = await outside.fetch('session', post({ token: secret }));
      return ok ? null : (LINK_TROUBLES[status] ?? 'unchecked');
    } catch {
      return 'unchecked';
    }
  }

  return {
    linkTrouble,

    async call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>> {
      await ready;
      let response: Response;
      try {
        response = await outside.fetch(`api/${name}`, post(input === undefined ? {} : { input }));
      } catch {
        return err({ code: 'unavailable', message: 'The wallboard did not answer' });
      }
      try {
        return asResult<N>(await response.json());
      } catch {
        return err({ code: 'failed', message: `The reply was not JSON (HTTP ${response.status})` });
      }
    },

    async access(): Promise<Access> {
      await ready;
      for (;;) {
        try {
          const response = await outside.fetch('api/access', { headers: HEADERS, credentials: 'same-origin' });
          if (response.ok) return grantedBy(await response.json());
          // A server that starts, or a proxy without one, knows nothing of what this screen may do.
        } catch {
          // Nobody is there.
        }
        await pause(ACCESS_RETRY_MS);
      }
    },

    subscribe(listener) {
      let following: Following | null = null;
      let ended = false;
      const followAlone = (): Following =>
        follow(listener, {
          ...createStateRequests(outside.fetch),
          openStream: () => outside.openEventSource('events'),
          random: outside.random,
        });
      const look = (): void => following?.keepConnection(document.visibilityState !== 'hidden');
      void ready.then(() => {
        if (ended) return;
        const { reachHub } = outside;
        following = reachHub ? followShared(listener, reachHub, token !== null, followAlone) : followAlone();
        document.addEventListener('visibilitychange', look);
        look();
      });
      return () => {
        ended = true;
        document.removeEventListener('visibilitychange', look);
        following?.end();
      };
    },
  };
}

/** The token of a control link's fragment, also of a damaged one; null when it is no control link at all. */
export function tokenOf(hash: string): string | null {
  const match = /^#control(?:=(.*))?$/s.exec(hash);
  return match ? (match[1] ?? '') : null;
}
