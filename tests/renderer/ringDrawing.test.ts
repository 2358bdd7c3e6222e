import { flushPromises } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createHalfRing } from '../../renderer/gauge/halfRing.ts';
import { openScreen } from './mounting.ts';
import { board, gauge, reading, snapshot } from './snapshots.ts';

vi.mock('../../renderer/gauge/halfRing.ts', () => ({ createHalfRing: vi.fn() }));

const update = vi.fn();
beforeEach(() => {
  update.mockReset();
  vi.mocked(createHalfRing).mockReturnValue({ update, destroy: vi.fn() });
});

describe('the ring of a gauge', () => {
  it('is drawn anew when its value changes, and not with every second that the figures age', async () => {
    const at = (ageMs: number, percent: number) =>
      snapshot({ boards: [board({ ageMs, gauges: [gauge('response', { ageMs, reading: reading(percent) })] })] });
    const { transport } = await openScreen(at(1_000, 85.5));
    for (const ageMs of [2_000, 3_000, 4_000]) {
      transport.push(at(ageMs, 85.5));
      await flushPromises();
    }
    expect(update).not.toHaveBeenCalled();
    transport.push(at(1_000, 79));
    await flushPromises();
    expect(update).toHaveBeenCalledOnce();
  });
});
