import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import { useKeys } from '../../renderer/keys/useKeys.ts';

let scope: EffectScope;

/** Puts elements into the page; each stands where its `data-box` says: left, top, width, height. */
function page(html: string): void {
  document.body.innerHTML = html;
}
const boxOf = (element: HTMLElement): DOMRect => {
  const [left = 0, top = 0, width = 0, height = 0] = (element.dataset['box'] ?? '').split(' ').map(Number);
  return new DOMRect(left, top, width, height);
};
const named = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found;
};
const focused = (): string => document.activeElement?.id ?? '';

/** Presses a key where the focus is. @returns whether the page kept it from the browser */
function press(key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event.defaultPrevented;
}
function from(id: string, ...keys: string[]): string {
  named(id).focus();
  for (const key of keys) press(key);
  return focused();
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
    return boxOf(this);
  });
  scope = effectScope();
  scope.run(() => useKeys({ shell: 'browser', access: () => 'control', act: () => false }));
});
afterEach(() => {
  scope.stop();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const BAR = `
  <select id="board" data-box="0 0 90 30"><option>Main</option><option>Night</option></select>
  <span style="visibility: hidden"><button id="sign" data-box="100 0 90 30"></button></span>
  <button id="cards" data-box="200 0 90 30"></button>
  <button id="hero" data-box="100 100 90 90"></button>`;

describe('arrows on the wall', () => {
  it('go past what keeps its room without being shown', () => {
    page(BAR);
    expect(from('cards', 'ArrowLeft')).toBe('board');
    expect(from('hero', 'ArrowUp')).not.toBe('hero');
  });

  it('go on to the next one when the nearest refuses the focus', () => {
    page(BAR.replace('visibility: hidden', ''));
    vi.spyOn(named('sign'), 'focus').mockImplementation(() => undefined);
    expect(from('cards', 'ArrowLeft')).toBe('board');
  });

  it('that brought the focus to a list go on past it, also at the edge; they choose only where it was come to otherwise', () => {
    page(BAR);
    expect(from('cards', 'ArrowLeft')).toBe('board');
    expect(press('ArrowLeft')).toBe(true);
    expect(from('cards', 'ArrowLeft', 'ArrowRight')).toBe('cards');
    named('board').focus();
    expect(press('ArrowRight')).toBe(false);
    expect(focused()).toBe('board');
  });

  it('Enter opens the list that they went to', () => {
    page(BAR);
    const opened = vi.fn();
    Object.assign(named('board'), { showPicker: opened });
    from('cards', 'ArrowLeft', 'Enter');
    expect(opened).toHaveBeenCalledOnce();
  });
});

const DIALOG = `
  <button id="wall" data-box="0 0 500 500"></button>
  <div role="dialog" tabindex="-1" id="dialog" data-box="50 50 400 400">
    <header><button id="close" data-box="400 60 40 40"></button></header>
    <input id="search" type="text" value="ab" data-box="60 150 100 30" />
    <button id="over" data-box="200 150 100 30"></button>
    <div role="grid" id="grid" tabindex="0" data-box="60 200 380 200" style="overflow-x: auto; overflow-y: auto">
      <div role="columnheader" data-box="60 200 100 30"><button id="head" data-box="60 200 90 30"></button></div>
    </div>
    <button id="below" data-box="60 410 100 30"></button>
  </div>`;

describe('arrows in a dialog', () => {
  it('stay in the one on top', () => {
    page(`${DIALOG}<div role="dialog"><button id="apply" data-box="60 300 50 30"></button>
      <button id="clear" data-box="120 300 50 30"></button></div>`);
    expect(from('apply', 'ArrowRight')).toBe('clear');
    expect(from('apply', 'ArrowUp', 'ArrowDown', 'ArrowLeft')).toBe('apply');
  });

  it('begin in its body when nothing in it has the focus', () => {
    page(DIALOG);
    expect(from('dialog', 'ArrowDown')).toBe('search');
    (document.activeElement as HTMLElement).blur();
    expect(press('ArrowUp')).toBe(true);
    expect(focused()).toBe('search');
  });

  it('leave a table to its headings, what is above them and what is below', () => {
    page(DIALOG);
    expect(from('grid', 'ArrowUp')).toBe('head');
    expect(from('head', 'ArrowUp')).toBe('search');
    expect(from('search', 'ArrowDown')).toBe('head');
    expect(from('head', 'ArrowDown')).toBe('grid');
    expect(from('grid', 'ArrowDown')).toBe('below');
  });

  it('are the table’s while it can scroll sideways, and while the key is held down', () => {
    page(DIALOG.replace('id="below" data-box="60 410 100 30"', 'id="beside" data-box="450 200 40 40"'));
    const grid = named('grid');
    vi.spyOn(grid, 'scrollWidth', 'get').mockReturnValue(900);
    vi.spyOn(grid, 'clientWidth', 'get').mockReturnValue(380);
    expect(from('grid', 'ArrowRight')).toBe('grid');
    grid.scrollLeft = 520;
    expect(from('grid', 'ArrowRight')).toBe('beside');
    grid.focus();
    press('ArrowUp', { repeat: true });
    expect(focused()).toBe('grid');
  });

  it('in a line of text move the caret, and lead on from its ends', () => {
    page(DIALOG);
    const search = named('search') as HTMLInputElement;
    search.focus();
    search.setSelectionRange(1, 1);
    expect(press('ArrowRight')).toBe(false);
    expect(focused()).toBe('search');
    search.setSelectionRange(2, 2);
    expect(from('search', 'ArrowRight')).toBe('over');
  });

  it('that a control took for itself move nothing', () => {
    page(DIALOG);
    named('over').addEventListener('keydown', (event) => event.preventDefault());
    expect(from('over', 'ArrowDown')).toBe('over');
    for (const role of ['menu', 'listbox', 'radiogroup']) {
      page(`${DIALOG}<div role="${role}"><button id="item" data-box="0 0 9 9"></button></div>`);
      expect(from('item', 'ArrowDown')).toBe('item');
    }
  });

  it('lead out of a line of buttons that would go round in itself', () => {
    page(`${DIALOG}<div role="dialog"><div role="group">
      <button id="one" data-reka-collection-item data-box="60 100 50 30"></button>
      <button id="two" data-reka-collection-item data-box="120 100 50 30"></button></div>
      <button id="next" data-box="180 100 50 30"></button><button id="under" data-box="60 140 50 30"></button></div>`);
    for (const id of ['one', 'two'])
      named(id).addEventListener('keydown', (event) => {
        event.preventDefault();
        named(id === 'one' ? 'two' : 'one').focus();
      });
    expect(from('one', 'ArrowRight')).toBe('two');
    expect(from('two', 'ArrowRight')).toBe('next');
    expect(from('two', 'ArrowDown')).toBe('under');
  });
});

it('what scrolls is gone through before it is left, and what it hides is not reached from outside', () => {
  page(`
    <div role="dialog"><button id="close" data-box="0 0 40 20"></button>
    <div id="pane" style="overflow-x: auto; overflow-y: auto" data-box="0 40 100 60">
      <button id="hidden" data-box="0 -30 100 20"></button><button id="first" data-box="0 50 100 20"></button>
      <button id="later" data-box="0 140 100 20"></button></div>
    <button id="side" data-box="120 140 40 20"></button></div>`);
  const pane = named('pane');
  vi.spyOn(pane, 'scrollHeight', 'get').mockReturnValue(400);
  vi.spyOn(pane, 'clientHeight', 'get').mockReturnValue(60);
  expect(from('first', 'ArrowUp')).toBe('hidden');
  expect(from('close', 'ArrowDown')).toBe('first');
  expect(from('side', 'ArrowLeft')).toBe('first');
});
