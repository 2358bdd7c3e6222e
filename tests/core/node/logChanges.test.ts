import { expect, it } from 'vitest';
import { createLog } from '../../../core/node/log.ts';

const BOARDS = Array.from({ length: 50 }, (_, i) => `board-${i}`);

function opened(): { readonly log: ReturnType<typeof createLog>; readonly lines: string[]; nowMs: number } {
  const lines: string[] = [];
  const kept = { lines, nowMs: 0, log: createLog({ write: (line) => lines.push(line) }, time()) };
  function time(): { wallMs: () => number; monotonicMs: () => number } {
    return { wallMs: () => kept.nowMs, monotonicMs: () => kept.nowMs };
  }
  return kept;
}

it('the log has each change of 50 boards that fail, turn late and get lost one after the other', () => {
  const kept = opened();
  for (const nowMs of [0, 40_000, 95_000]) {
    kept.nowMs = nowMs;
    for (const board of BOARDS) kept.log.info('wall.changed', { boards: [board], nowMs });
  }
  expect(kept.lines).toHaveLength(3 * BOARDS.length);
});

it('the log still bounds what one board can fill it with', () => {
  const kept = opened();
  for (let i = 0; i < 1_000; i += 1) kept.log.info('wall.changed', { boards: ['main'] });
  expect(kept.lines.length).toBeLessThan(100);
});

it('the log names all of 50 boards that change alike', () => {
  const kept = opened();
  kept.log.info('wall.changed', { boards: BOARDS });
  expect(JSON.parse(kept.lines[0] ?? '')).toMatchObject({ boards: BOARDS });
});
