import { afterEach } from 'vitest';
import {
  startSimulator,
  type Misbehaviour,
  type Simulator,
  type SimulatorOptions,
} from '../../../core/simulator/server.ts';

/** Sunday 22 November 2026, 14:05 at +03:00. */
export const SUNDAY_1405 = Date.parse('2026-11-22T11:05:00Z');
export const HOUR_MS = 3_600_000;

/** A clock that stands still until it is told to move on. */
export function makeFakeClock(wallMs = SUNDAY_1405): {
  wallMs(): number;
  monotonicMs(): number;
  advance(ms: number): void;
} {
  let passedMs = 5_000;
  return {
    wallMs: () => wallMs + passedMs,
    monotonicMs: () => passedMs,
    advance(ms) {
      passedMs += ms;
    },
  };
}

const running: Simulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

export type Sim = Simulator & { readonly clock: ReturnType<typeof makeFakeClock> };

/** A simulator with a clock of its own that stands still, ended after the test. */
export async function start(options: SimulatorOptions = {}): Promise<Sim> {
  const clock = makeFakeClock();
  const simulator = await startSimulator({ startAtMs: SUNDAY_1405, limit: 10_000, clock, ...options });
  running.push(simulator);
  return Object.assign(simulator, { clock });
}

export interface SendOptions {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** One request over real HTTP with the right key, unless the options say otherwise. */
export const send = (simulator: Simulator, options: SendOptions = {}): Promise<Response> => {
  const { path = '/v2/dashboard', method = 'POST', headers, body = '{"filter":"daily"}', signal } = options;
  return fetch(simulator.url + path, {
    method,
    headers: headers ?? { 'X-API-Key': simulator.key, 'Content-Type': 'application/json' },
    ...(method === 'GET' ? {} : { body }),
    ...(signal ? { signal } : {}),
    redirect: 'manual',
  });
};

export async function misbehaving(misbehaviour: Misbehaviour): Promise<Sim> {
  const simulator = await start();
  simulator.misbehave(misbehaviour);
  return simulator;
}

export const textFrom = async (simulator: Sim, path = '/v2/dashboard'): Promise<string> =>
  (await send(simulator, { path })).text();
export const jsonFrom = async (simulator: Sim, path?: string): Promise<Record<string, unknown>> =>
  JSON.parse(await textFrom(simulator, path)) as Record<string, unknown>;

export type Row = Record<string, string | number | boolean | null>;
export type Summary = Record<string, number | string | null> & { sla: Record<string, number | null> };

export async function summaryOf(simulator: Simulator, body: object = {}): Promise<Summary> {
  const response = await send(simulator, { body: JSON.stringify({ filter: 'daily', ...body }) });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Summary;
}

export async function cardOf<T = Row[]>(simulator: Simulator, card: string, body: object = {}): Promise<T> {
  const response = await send(simulator, { path: `/v2/dashboard/${card}`, body: JSON.stringify(body) });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { cardContent: T }).cardContent;
}

/** `DD HH:MM:SS` → seconds. */
export function secondsOf(text: unknown): number {
  const [, days, hours, minutes, seconds] = /^(\d{2,}) (\d\d):(\d\d):(\d\d)$/.exec(String(text)) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;
export const tenth = (value: number): number => Math.round(value * 10) / 10;
