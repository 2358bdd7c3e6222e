import { DEFAULT_BOARD, DEFAULT_SETTINGS, type Settings } from '../../common/settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import type { Fetch } from '../../core/ports.ts';
import { answer } from '../../core/simulator/dashboard.ts';
import { makeHistory } from '../../core/simulator/history.ts';
import type { World } from '../core/support/world.ts';

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const DAYS_OF_DATA = 3;
const LATENCY_MS = 300;

/** A wall that never rests, and one for the night beside it: both ask the same, so every update is one of both. */
export const SOAK_SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  boards: [
    DEFAULT_BOARD,
    {
      ...DEFAULT_BOARD,
      id: 'floor',
      title: 'Floor',
      hours: {
        dimTo: 40,
        spans: [
          { screen: 'dim', days: EVERY_DAY, from: '19:00', to: '22:00' },
          { screen: 'dark', days: EVERY_DAY, from: '22:00', to: '06:00' },
        ],
      },
    },
  ],
};

type Trouble =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'offline' }
  | { readonly kind: 'portal' };

interface Episode {
  /** Hours since noon, and minutes it lasts. */
  readonly hour: number;
  readonly minutes: number;
  readonly trouble: Trouble;
}

/** What goes wrong on each day while the wall is lit: figures become late and lost, and come back. */
const EPISODES: readonly Episode[] = [
  { hour: 1, minutes: 2, trouble: { kind: 'status', status: 429, retryAfter: '240' } },
  { hour: 3, minutes: 8, trouble: { kind: 'status', status: 500 } },
  { hour: 7, minutes: 12, trouble: { kind: 'offline' } },
  { hour: 19, minutes: 3, trouble: { kind: 'status', status: 403 } },
  { hour: 21, minutes: 4, trouble: { kind: 'portal' } },
];

function troubleAt(sinceStartMs: number): Trouble | null {
  const intoDay = sinceStartMs % DAY_MS;
  const found = EPISODES.find(
    ({ hour, minutes }) => intoDay >= hour * HOUR_MS && intoDay < hour * HOUR_MS + minutes * MINUTE_MS,
  );
  return found?.trouble ?? null;
}

const replied = (status: number, text: string, headers: Readonly<Record<string, string>> = {}) =>
  new Response(text, { status, headers: { 'Content-Type': 'application/json', ...headers } });

/** The simulated centre over fake time, without a network: the same answers as the simulator's server gives. */
export function soakFetch(world: World, startMs: number): { readonly fetch: Fetch; readonly good: () => number } {
  const history = makeHistory(1, Math.floor(startMs / DAY_MS) - DAYS_OF_DATA);
  let good = 0;
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void world.at(ms, resolve));
  return {
    good: () => good,
    async fetch(url, { method, body }) {
      await wait(LATENCY_MS);
      const nowMs = world.trueMs + world.wallOffsetMs;
      const trouble = troubleAt(nowMs - startMs);
      if (trouble?.kind === 'offline') throw Object.assign(new TypeError('fetch failed'), { code: 'ENETUNREACH' });
      if (trouble?.kind === 'portal')
        return new Response('<!doctype html><title>Sign in</title>', { headers: { 'Content-Type': 'text/html' } });
      if (trouble?.kind === 'status')
        return replied(trouble.status, '{}', trouble.retryAfter ? { 'Retry-After': trouble.retryAfter } : {});
      const path = new URL(url).pathname;
      const call = { method, path, contentType: 'application/json', text: body };
      const reply = answer(call, { history, nowMs, cards: {}, misconduct: null });
      if (path.endsWith('/dashboard')) good += 1;
      return replied(reply.status, reply.text);
    },
  };
}
