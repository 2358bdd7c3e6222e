import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Shown } from '../../../../common/shown.ts';
import { HOUR_MS, SECOND_MS } from '../../../../common/time.ts';
import { sqliteHistory } from '../../../../core/node/sqliteHistory.ts';
import type { History } from '../../../../core/ports.ts';

export const START_MS = Date.UTC(2026, 10, 23, 14, 5);
/** The core tells the state at least this often. */
const TOLD_EACH_MS = 15 * SECOND_MS;

/** A folder with a history in it, the time of its machine, and the histories that processes opened there. */
export class HistoryFolder {
  readonly folder = mkdtempSync(join(tmpdir(), 'wallboard-history-'));
  nowMs = START_MS;
  /** Events that were logged, each with its facts. */
  readonly said: string[] = [];
  readonly clock = { wallMs: () => this.nowMs, monotonicMs: () => this.nowMs - START_MS + HOUR_MS };
  readonly log = {
    info: (event: string, facts: object = {}) => this.#note(event, facts),
    warn: (event: string, facts: object = {}) => this.#note(event, facts),
  };
  #open: History[] = [];

  #note(event: string, facts: object): void {
    this.said.push([event, ...Object.values(facts)].join(' '));
  }

  get file(): string {
    return join(this.folder, 'history.db');
  }

  /** Names of files that were set aside. */
  get copies(): string[] {
    return readdirSync(this.folder).filter((name) => name.includes('unusable'));
  }

  opened(maxBytes?: number): History {
    const { folder, clock, log } = this;
    const history = sqliteHistory({ folder, clock, log, ...(maxBytes && { maxBytes }) });
    this.#open.push(history);
    return history;
  }

  /** A state of now with one figure that has a value. */
  shown(total: number, changes: Partial<Shown> = {}): Shown {
    return {
      board: 'main',
      atMs: this.nowMs,
      reason: 'figures',
      health: 'fresh',
      ageMs: 500,
      failure: null,
      light: 'light',
      demo: false,
      figures: {
        totalSessions: { value: total, problem: null, level: 'good', thresholds: null },
        'sla.response': { value: null, problem: null, level: 'neutral', thresholds: null },
      },
      ...changes,
    };
  }

  /** Lets the wall show a total for so long. */
  run(history: History, total: number, ms: number): void {
    for (const end = this.nowMs + ms; this.nowMs < end; this.nowMs += TOLD_EACH_MS)
      history.write(this.shown(total, { ageMs: this.nowMs % 10_000 }));
  }

  rows(table: 'shown' | 'figures' = 'shown'): number {
    const database = new DatabaseSync(this.file, { readOnly: true });
    const count = Number(Object.values(database.prepare(`SELECT COUNT(*) FROM ${table}`).get() ?? {})[0]);
    database.close();
    return count;
  }

  closeAll(): void {
    for (const history of this.#open.splice(0)) history.close();
  }

  remove(): void {
    this.closeAll();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const valueAt = (history: History, atMs: number): unknown =>
  history.at('main', atMs)?.figures.totalSessions?.value;
