import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOSTILE_TEXT } from '../../core/simulator/misbehave.ts';
import { shortened } from '../../renderer/format/shortened.ts';
import { openScreen } from './mounting.ts';
import { board, reading, SENT_AT, snapshot, tile } from './snapshots.ts';

/** Turns around what is written after it, unless it is isolated. */
const OVERRIDE = '\u202e';
const FIRST_STRONG_ISOLATE = '\u2068';
const MEGABYTE = 'x'.repeat(1_000_000);

beforeEach(() => void vi.useFakeTimers({ now: SENT_AT }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

/** Every piece of text with an override in it, and whether an element of its own or signs around it keep it to itself. */
function overridesLoose(root: Element): string[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const loose: string[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent ?? '';
    if (!text.includes(OVERRIDE)) continue;
    if (!walker.currentNode.parentElement?.closest('bdi')) loose.push(text);
  }
  return loose;
}

describe('text from outside', () => {
  it('is text on the wall, kept to itself, and takes the window’s title nowhere', async () => {
    const { wrapper } = await openScreen(
      snapshot({ site: HOSTILE_TEXT, boards: [board({ title: HOSTILE_TEXT, id: 'main' })] }),
    );
    expect(wrapper.findAll('img, script')).toHaveLength(0);
    expect(wrapper.get('.site').text()).toBe(HOSTILE_TEXT.trim());
    expect(HOSTILE_TEXT).toContain(OVERRIDE);
    expect(overridesLoose(wrapper.element.parentElement ?? document.body)).toEqual([]);
    expect(document.title).not.toContain(OVERRIDE);
    expect(document.title).toContain('Experia Wallboard');
  });

  it('of the address is cut and isolated where it stands in a sentence', async () => {
    const { wrapper } = await openScreen(snapshot(), { boardId: `${OVERRIDE}${MEGABYTE}` });
    const title = wrapper.get('[data-view="no-board"] h1').text();
    expect(title.length).toBeLessThan(100);
    expect(title).not.toContain(OVERRIDE);
    expect(title).toContain(FIRST_STRONG_ISOLATE);
    expect(title).toMatch(/…\S*”$/);
  });

  it('of a megabyte in place of a time of day is cut to the length of one', async () => {
    const companions = { ...board().companions, weakTime: reading(MEGABYTE) };
    const tiles = [tile('peakTime', { reading: reading(MEGABYTE) })];
    const { wrapper } = await openScreen(snapshot({ boards: [board({ tiles, companions })] }));
    expect(wrapper.get('[data-metric] [data-part="value"]').text()).toBe('xxxxxxx…');
    expect(wrapper.get('[data-metric] [data-part="note"]').text()).toBe('quietest xxxxxxx…');
  });
});

describe('a shortened text', () => {
  it('keeps what is short enough, and cuts no character in two', () => {
    expect(shortened('Riyadh', 6)).toBe('Riyadh');
    expect(shortened('Riyadh', 5)).toBe('Riya…');
    expect(shortened('👩👩👩', 3)).toBe('👩👩👩');
    expect(shortened('👩👩👩👩', 3)).toBe('👩👩…');
  });
});
