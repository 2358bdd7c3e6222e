import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { CardName } from '../../common/cards.ts';
import type { CommandResult } from '../../common/contract.ts';
import type { CardRows } from '../../common/drilldown.ts';
import { instantNow } from '../format/elapsed.ts';
import type { LoadOptions, RowEngine } from '../drilldown/engine/protocol.ts';
import type { Choices, LoadedRows, Phase, Refusal } from '../drilldown/opening/phase.ts';
import { createRequestId } from '../drilldown/opening/requestId.ts';
import { useWallStore } from './wall.ts';

/** What is opened, and with what. */
export interface Opening {
  readonly card: CardName;
  readonly board: string;
  readonly choices: Choices;
  readonly createEngine: () => RowEngine;
  /** How rows are to be read, once it is known what came. */
  readonly loadOptions: (rows: CardRows) => LoadOptions;
}

const IDLE: Phase = { kind: 'idle' };

/**
 * The opening of one card: asks, reads the rows into a worker, and keeps those on screen until newer ones are ready.
 * Rows never pass through the store: it hands their text on without reading it.
 */
export const useDrilldownStore = defineStore('drilldown', () => {
  const wall = useWallStore();
  const phase = shallowRef<Phase>(IDLE);
  const loaded = shallowRef<LoadedRows | null>(null);
  let opening: Opening | null = null;
  /** Names what is under way; whatever comes for another name is late and dropped. */
  let request: string | null = null;
  let loading: RowEngine | null = null;
  /** What the rows being read have cost. */
  let spent: 0 | 1 = 0;
  /** The refusal that stands for the request cancelled last, until its true cost is known. */
  let cancelled: { readonly id: string; readonly shown: Refusal } | null = null;

  /** Ends what is under way; the core is told only while it may still be asking. */
  function drop(): void {
    if (request !== null && phase.value.kind === 'asking') void wall.call('cancelCard', { request });
    request = null;
    loading?.end();
    loading = null;
  }

  async function read(rows: CardRows, asked: Opening, id: string): Promise<void> {
    const at = instantNow();
    spent = rows.cost;
    const engine = asked.createEngine();
    loading = engine;
    phase.value = { kind: 'reading', read: 0, rowCount: rows.rowCount };
    const stop = engine.onProgress((read) => {
      if (request === id) phase.value = { kind: 'reading', read, rowCount: rows.rowCount };
    });
    engine.load(asked.loadOptions(rows));
    const maskedFields = new Set<string>();
    for (let from: number | null = 0; from !== null;) {
      const part: CommandResult<'readRows'> = await wall.call('readRows', { ticket: rows.ticket, from });
      if (request !== id) return;
      if (!part.ok) {
        drop();
        phase.value = { kind: 'failed', code: part.error.code };
        return;
      }
      engine.chunk(part.value.text);
      for (const field of part.value.maskedFields) maskedFields.add(field);
      from = part.value.next;
    }
    const table = await engine.loaded();
    stop();
    if (request !== id) return;
    loaded.value?.engine.end();
    loaded.value = { rows, table, engine, at, maskedFields: [...maskedFields] };
    loading = null;
    request = null;
    phase.value = IDLE;
  }

  /** Asks for the rows of the opening, again or with other choices. `ifPlenty` asks back before it slows the wall down. */
  async function ask(spend: 'ifPlenty' | 'yes', choices?: Choices): Promise<void> {
    if (!opening) return;
    drop();
    if (choices) opening = { ...opening, choices };
    const asked = opening;
    const id = createRequestId();
    request = id;
    phase.value = { kind: 'asking' };
    const { card, board } = asked;
    const answer = await wall.call('openCard', { request: id, board, card, ...asked.choices, spend });
    if (request !== id) {
      if (answer.ok) tellCost(id, answer.value.kind === 'costly' ? 0 : answer.value.cost);
      return;
    }
    if (!answer.ok) {
      request = null;
      phase.value = { kind: 'failed', code: answer.error.code };
    } else if (answer.value.kind === 'rows') {
      // Reading rejects only when its worker cannot read the rows, or has ended since.
      await read(answer.value, asked, id).catch(() => {
        if (request !== id) return;
        drop();
        phase.value = { kind: 'unreadable' };
      });
    } else {
      request = null;
      phase.value = answer.value.kind === 'refused' ? { ...answer.value, at: instantNow() } : answer.value;
    }
  }

  /** Has a field shown that was masked because nobody knows what is in it, and asks for the rows again. */
  async function showField(field: string): Promise<boolean> {
    const answer = await wall.call('showField', { field });
    if (answer.ok && opening) await ask('ifPlenty');
    return answer.ok;
  }

  function open(next: Opening): void {
    close();
    opening = next;
    void ask('ifPlenty');
  }

  /** Stops what is under way; what is on screen stays. */
  function cancel(): void {
    const id = request;
    const cost = phase.value.kind === 'reading' ? spent : null;
    drop();
    phase.value = IDLE;
    if (loaded.value || id === null) return;
    const shown: Refusal = {
      kind: 'refused',
      code: 'cancelled',
      status: null,
      retryInMs: null,
      cost,
      at: instantNow(),
    };
    cancelled = { id, shown };
    phase.value = shown;
  }

  /** A cancelled request may have been on its way already: only its answer says what it cost. */
  function tellCost(id: string, cost: 0 | 1): void {
    if (cancelled?.id === id && phase.value === cancelled.shown) phase.value = { ...cancelled.shown, cost };
  }

  /** Leaves the question or the failure that stands there, when rows are on screen behind it. */
  function dismiss(): void {
    if (loaded.value) phase.value = IDLE;
  }

  function close(): void {
    drop();
    loaded.value?.engine.end();
    loaded.value = null;
    opening = null;
    phase.value = IDLE;
  }

  return { phase, loaded, open, ask, showField, cancel, dismiss, close };
});
