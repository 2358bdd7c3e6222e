import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { afterEach, describe, expect, it } from 'vitest';
import { h, type Component } from 'vue';
import { createWords } from '../../../renderer/i18n.ts';
import UiButton from '../../../renderer/ui/UiButton.vue';
import UiConfirm from '../../../renderer/ui/UiConfirm.vue';
import UiDialog from '../../../renderer/ui/UiDialog.vue';
import UiIconButton from '../../../renderer/ui/UiIconButton.vue';
import UiMenu from '../../../renderer/ui/UiMenu.vue';
import UiNumberField from '../../../renderer/ui/UiNumberField.vue';
import UiSegmented from '../../../renderer/ui/UiSegmented.vue';
import UiSelect from '../../../renderer/ui/UiSelect.vue';
import UiSwitch from '../../../renderer/ui/UiSwitch.vue';
import UiTabs from '../../../renderer/ui/UiTabs.vue';
import UiTextField from '../../../renderer/ui/UiTextField.vue';

let shown: VueWrapper | null = null;
afterEach(() => {
  shown?.unmount();
  shown = null;
  document.documentElement.dir = '';
});

async function show(component: Component, props: Record<string, unknown>, slots = {}): Promise<VueWrapper> {
  shown = mount(component, {
    props,
    slots,
    global: { plugins: [createPinia(), createWords()] },
    attachTo: document.body,
  });
  await flushPromises();
  return shown;
}
const inBody = <E extends Element = HTMLElement>(selector: string): E => {
  const found = document.body.querySelector<E>(selector);
  if (!found) throw new Error(`Nothing is ${selector}`);
  return found;
};
const key = (target: Element, name: string): boolean =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));

describe('a dialog', () => {
  it('is modal, has a name, carries what it was given, and asks to be closed by button and Escape', async () => {
    const dialog = await show(UiDialog, { title: 'Settings', 'data-card': 'CARDCSAT' }, { default: () => 'inside' });
    const element = inBody('[role="dialog"][data-card="CARDCSAT"]');
    expect(document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Settings');
    expect(element.getAttribute('aria-modal')).toBe('true');
    inBody<HTMLButtonElement>('[role="dialog"] [aria-label="Close"]').click();
    key(element, 'Escape');
    await flushPromises();
    expect(dialog.emitted('close')?.length).toBe(2);
  });
});

describe('one of a few values that every screen follows', () => {
  const options = ['day', 'week', 'month'].map((value) => ({ value, label: value }));
  const place = (takes: 'atOnce' | 'onEnter' = 'onEnter') =>
    show(UiSelect, { label: 'Period', options, modelValue: 'day', takes });
  const select = () => inBody<HTMLSelectElement>('select');
  /** As a browser does with a closed list: the key goes down, then the value has changed. */
  async function arrowTo(value: string, more: KeyboardEventInit = {}): Promise<void> {
    select().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, ...more }));
    await pick(value);
  }
  async function pick(value: string): Promise<void> {
    select().value = value;
    select().dispatchEvent(new Event('change', { bubbles: true }));
    await flushPromises();
  }

  it('is taken on Enter, not at each arrow key, and says so', async () => {
    const field = await place();
    select().focus();
    await arrowTo('week');
    await arrowTo('month');
    expect(field.emitted('update:modelValue')).toBeUndefined();
    expect(select().value).toBe('month');
    expect(inBody('.ui-hint').textContent).toBe('Enter takes it, Esc does not');
    key(select(), 'Enter');
    await flushPromises();
    expect(field.emitted('update:modelValue')).toEqual([['month']]);
  });

  it('is taken when the field is left or goes, but not when it came back to what it was', async () => {
    const field = await place();
    const taken: string[] = [];
    await field.setProps({ 'onUpdate:modelValue': (value: string) => taken.push(value) });
    select().focus();
    await arrowTo('week');
    select().blur();
    await flushPromises();
    await field.setProps({ modelValue: 'week' });
    select().focus();
    await arrowTo('month');
    await arrowTo('week');
    select().blur();
    await flushPromises();
    select().focus();
    await arrowTo('month');
    field.unmount();
    expect(taken).toEqual(['week', 'month']);
  });

  it('is left as it was by Escape, which closes nothing else', async () => {
    const field = await place();
    select().focus();
    await arrowTo('week');
    expect(key(select(), 'Escape')).toBe(false);
    await flushPromises();
    expect(select().value).toBe('day');
    expect(key(select(), 'Escape')).toBe(true);
    select().blur();
    expect(field.emitted('update:modelValue')).toBeUndefined();
  });

  it('is taken at once when it was picked from the open list', async () => {
    const field = await place();
    select().focus();
    await arrowTo('week');
    select().dispatchEvent(new Event('pointerdown', { bubbles: true }));
    await pick('month');
    await field.setProps({ modelValue: 'month' });
    await arrowTo('day', { altKey: true });
    expect(field.emitted('update:modelValue')).toEqual([['month'], ['day']]);
  });

  it('gives way to a value that comes from outside', async () => {
    const field = await place();
    select().focus();
    await arrowTo('week');
    await field.setProps({ modelValue: 'month' });
    expect(select().value).toBe('month');
    select().blur();
    expect(field.emitted('update:modelValue')).toBeUndefined();
  });

  it('is taken at each key where only this window follows', async () => {
    const field = await place('atOnce');
    await arrowTo('week');
    expect(field.emitted('update:modelValue')).toEqual([['week']]);
  });
});

describe('a question', () => {
  it('answers yes only for its own button, and no for "Cancel"', async () => {
    const asked = { title: 'Delete?', text: 'It is gone then.', confirm: 'Delete' };
    const yes = await show(UiConfirm, asked);
    const [cancel, confirm] = [...inBody('[role="alertdialog"] footer').querySelectorAll('button')];
    confirm?.click();
    expect([yes.emitted('confirm')?.length, yes.emitted('cancel')]).toEqual([1, undefined]);
    cancel?.click();
    expect([yes.emitted('confirm')?.length, yes.emitted('cancel')?.length]).toEqual([1, 1]);
  });
});

describe('a field', () => {
  it('is named by its label and described by its hint and its error', async () => {
    await show(UiTextField, { label: 'Title', modelValue: '', hint: 'A hint', error: 'Too long' });
    const input = inBody<HTMLInputElement>('input');
    expect(inBody<HTMLLabelElement>('label').htmlFor).toBe(input.id);
    const said = (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent);
    expect(said).toEqual(['A hint', 'Too long']);
    expect(input.getAttribute('aria-invalid')).toBe('true');
  });

  it('tells each letter, and once when it is left', async () => {
    const field = await show(UiTextField, { label: 'Title', modelValue: '' });
    const input = field.find('input');
    input.element.value = 'Sales';
    await input.trigger('input');
    expect(field.emitted('commit')).toBeUndefined();
    await input.trigger('change');
    expect(field.emitted('update:modelValue')).toEqual([['Sales']]);
    expect(field.emitted('commit')).toEqual([['Sales']]);
  });

  it('with a list shows every choice', async () => {
    const options = [
      { value: 'a', label: 'First' },
      { value: 'b', label: 'Second' },
    ];
    const select = await show(UiSelect, { label: 'Board', options, modelValue: 'a' });
    await select.find('select').setValue('b');
    expect(select.emitted('update:modelValue')).toEqual([['b']]);
  });

  it('with a number goes up by its button and never above its most', async () => {
    const field = await show(UiNumberField, { label: 'Count', modelValue: 2, max: 2 });
    expect(inBody<HTMLButtonElement>('[aria-label="More"]').disabled).toBe(true);
    expect(field.find('input').attributes('role')).toBe('spinbutton');
  });
});

describe('a choice', () => {
  it('of segments cannot be taken away by pressing it again', async () => {
    const options = [
      { value: 'dark', label: 'Dark' },
      { value: 'light', label: 'Light' },
    ];
    const choice = await show(UiSegmented, { label: 'Theme', options, modelValue: 'dark' });
    const [dark, light] = choice.findAll('button');
    await dark?.trigger('click');
    expect(choice.emitted('update:modelValue')).toBeUndefined();
    await light?.trigger('click');
    expect(choice.emitted('update:modelValue')).toEqual([['light']]);
  });

  it('that is on or off is a switch with its state and name', async () => {
    const toggle = await show(UiSwitch, { label: 'Kiosk', modelValue: false });
    const element = toggle.find('[role="switch"]');
    expect(element.attributes('aria-checked')).toBe('false');
    expect(toggle.find('label').attributes('for')).toBe(element.attributes('id'));
    await element.trigger('click');
    expect(toggle.emitted('update:modelValue')).toEqual([[true]]);
  });
});

describe('a button', () => {
  it('that is busy keeps its place and the focus, and does nothing', async () => {
    let presses = 0;
    const busy = await show(UiButton, { busy: true, onClick: () => (presses += 1) }, { default: () => 'Save' });
    await busy.trigger('click');
    expect(presses).toBe(0);
    expect(busy.attributes('disabled')).toBeUndefined();
    expect(busy.attributes('aria-disabled')).toBe('true');
  });

  it('with an icon only has a name', async () => {
    const button = await show(UiIconButton, { label: 'Undo', icon: 'undo' });
    expect(button.attributes('aria-label')).toBe('Undo');
    expect(button.find('svg').attributes('aria-hidden')).toBe('true');
  });
});

describe('a menu', () => {
  it('opens and chooses by keyboard, and passes over what cannot be chosen', async () => {
    const items = [
      { id: 'a', label: 'First', disabled: true },
      { id: 'b', label: 'Second' },
    ];
    const menu = await show(UiMenu, { label: 'More', items });
    key(inBody('[aria-haspopup="menu"]'), 'Enter');
    await flushPromises();
    const [first, second] = [...document.body.querySelectorAll('[role="menuitem"]')];
    expect(first?.getAttribute('aria-disabled')).toBe('true');
    if (second) key(second, 'Enter');
    await flushPromises();
    expect(menu.emitted('select')).toEqual([['b']]);
  });
});

describe('tabs', () => {
  it.each([
    ['ltr', 'ArrowRight'],
    ['rtl', 'ArrowLeft'],
  ])('go forward along the writing direction (%s)', async (dir, forward) => {
    document.documentElement.dir = dir;
    const tabs = [
      { value: 'one', label: 'One' },
      { value: 'two', label: 'Two' },
    ];
    const wrapper = await show(
      UiTabs,
      { label: 'Parts', tabs, modelValue: 'one' },
      { one: () => h('p', 'First part'), two: () => h('p', 'Second part') },
    );
    const [one, two] = wrapper.findAll<HTMLButtonElement>('[role="tab"]');
    one?.element.focus();
    await one?.trigger('keydown', { key: forward });
    await flushPromises();
    expect(document.activeElement).toBe(two?.element);
  });
});
