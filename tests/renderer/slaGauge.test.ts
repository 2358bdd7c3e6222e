import { describe, expect, it } from 'vitest';
import type { GaugeSnapshot } from '../../common/snapshot.ts';
import { openScreen } from './mounting.ts';
import { board, gauge, reading, snapshot } from './snapshots.ts';

async function shown(changes: Partial<GaugeSnapshot>) {
  const { wrapper } = await openScreen(snapshot({ boards: [board({ gauges: [gauge('response', changes)] })] }));
  return wrapper.get('[data-gauge="response"]');
}

describe('a gauge', () => {
  it('is a meter that says its value, range and meaning', async () => {
    const element = await shown({});
    expect(element.attributes()).toMatchObject({
      role: 'meter',
      'aria-valuenow': '85.5',
      'aria-valuemin': '0',
      'aria-valuemax': '100',
      'aria-valuetext': '85.5 %, On target',
      'aria-label': 'Response within 30 s',
      'data-status': 'good',
    });
    expect(element.get('[data-part="value"]').text()).toBe('85.5%');
  });

  it('has no value attribute when there is no value', async () => {
    const element = await shown({ reading: reading(null) });
    expect(element.attributes('aria-valuenow')).toBeUndefined();
    expect(element.attributes('data-status')).toBe('none');
    expect(element.get('[data-part="value"]').text()).toBe('—');
  });

  it('says how far it is under its target', async () => {
    const element = await shown({ reading: reading(68.2), level: 'bad' });
    expect(element.get('[data-part="mark"]').text()).toBe('12 pts under target');
  });

  it('is not on target when it rounds to its target but is under it', async () => {
    const element = await shown({ reading: reading(79.6), level: 'warn' });
    expect(element.get('[data-part="mark"]').text()).toBe('0.4 pts under target');
  });

  it('loses its status when it is late, and its value when it is lost', async () => {
    const late = await shown({ ageMs: 52_000 });
    expect(late.attributes('data-status')).toBe('stale');
    expect(late.get('[data-part="mark"]').text()).toBe('52 s old');
    const lost = await shown({ ageMs: 190_000 });
    expect(lost.attributes('data-status')).toBe('none');
    expect(lost.attributes('aria-valuenow')).toBeUndefined();
    expect(lost.get('[data-part="last"]').text()).toBe('85.5% at 14:02');
  });
});
