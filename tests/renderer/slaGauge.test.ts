import { describe, expect, it } from 'vitest';
import type { GaugeSnapshot } from '../../common/snapshot.ts';
import { gaugeView } from '../../renderer/view/gaugeView.ts';
import { openScreen, viewContext } from './mounting.ts';
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

  it('stays a valid meter without a value, and says in words that there is none', async () => {
    const element = await shown({ reading: reading(null) });
    expect(element.attributes()).toMatchObject({ 'aria-valuenow': '0', 'aria-valuetext': 'no value yet' });
    expect(element.element.tagName).toBe('DIV');
    expect(element.attributes('data-status')).toBe('none');
    expect(element.get('[data-part="value"]').text()).toBe('—');
  });

  it('says how far it is under its target', async () => {
    const element = await shown({ reading: reading(68.2), level: 'bad' });
    expect(element.get('[data-part="mark"]').text()).toBe('12 pts under target');
  });

  it('says that it has no target, where it is shown and not judged', async () => {
    const element = await shown({ thresholds: null, level: 'neutral' });
    expect(element.get('[data-part="value"]').text()).toBe('85.5%');
    expect(element.get('[data-part="note"]').text()).toBe('no target set');
    expect(element.attributes('aria-valuetext')).toBe('85.5 %, no target set');
    expect(element.find('[data-part="mark"]').exists()).toBe(false);
  });

  it('says it in fewer words where it is narrow', () => {
    const narrow = gaugeView(
      viewContext(),
      board(),
      gauge('response', { reading: reading(68.2), level: 'bad' }),
      'below',
    );
    expect(narrow.mark?.word).toBe('12 pts below');
  });

  it('keeps the size of its digits and of the line under them whatever it says', async () => {
    const sizes = async (percent: number, level: GaugeSnapshot['level']) => {
      const changes = { reading: reading(percent), level };
      const { wrapper } = await openScreen(snapshot({ boards: [board({ gauges: [gauge('response', changes)] })] }));
      const digits = wrapper.get('[data-gauge] [data-part="value"]').attributes('style');
      return [digits, wrapper.get('.gauges').attributes('style')];
    };
    const first = await sizes(68.2, 'bad');
    expect(first.join()).toMatch(/--em: [\d.]+;.*--foot-em: [\d.]+;/);
    for (const percent of [0, 7.5, 99.9, 100]) expect(await sizes(percent, 'good')).toEqual(first);
  });

  it('is not on target when it rounds to its target but is under it', async () => {
    const element = await shown({ reading: reading(79.6), level: 'warn' });
    expect(element.get('[data-part="mark"]').text()).toBe('0.4 pts under target');
  });

  it('is as fine as it takes to stand on the right side of its target', async () => {
    const element = await shown({ reading: reading(79.96), level: 'warn' });
    expect(element.get('[data-part="value"]').text()).toBe('79.96%');
    expect(element.attributes()).toMatchObject({
      'aria-valuenow': '79.96',
      'aria-valuetext': '79.96 %, 0.04 pts under target',
    });
    const reached = await shown({ reading: reading(80.04) });
    expect(reached.get('[data-part="value"]').text()).toBe('80.0%');
    expect(reached.attributes('data-status')).toBe('good');
  });

  it('shows more than 100 percent as it came, on a full ring, and stays a valid meter', async () => {
    const element = await shown({ reading: reading(104.2) });
    expect(element.attributes()).toMatchObject({ 'aria-valuenow': '104.2', 'aria-valuemax': '104.2' });
    expect(element.get('[data-part="value"]').text()).toBe('104.2%');
  });

  it('without a threshold has neither value, status nor target', async () => {
    const element = await shown({ reading: reading(0), level: 'neutral', thresholds: null, thresholdSeconds: 0 });
    expect(element.attributes()).toMatchObject({ 'data-status': 'none', 'aria-label': 'Response' });
    expect(element.get('[data-part="value"]').text()).toBe('—');
    expect(element.get('[data-part="note"]').text()).toBe('no threshold set');
  });

  it('says that there are no sessions yet', async () => {
    const element = await shown({ reading: reading(null, 'noSessions'), level: 'neutral' });
    expect(element.attributes()).toMatchObject({ 'data-status': 'none', 'aria-valuetext': 'no sessions yet' });
  });

  it('loses its status when it is late, and its value when it is lost', async () => {
    const late = await shown({ ageMs: 52_000 });
    expect(late.attributes('data-status')).toBe('stale');
    expect(late.get('[data-part="mark"]').text()).toBe('52 s old');
    const lost = await shown({ ageMs: 190_000 });
    expect(lost.attributes('data-status')).toBe('none');
    expect(lost.attributes('aria-valuetext')).toBe('85.5% at 14:02');
    expect(lost.get('[data-part="last"]').text()).toBe('85.5% at 14:02');
  });
});
