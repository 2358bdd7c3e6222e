import { flushPromises, mount, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { afterEach, describe, expect, it } from 'vitest';
import type { Component } from 'vue';
import { createWords } from '../../../renderer/i18n.ts';
import UiNumberField from '../../../renderer/ui/UiNumberField.vue';
import UiTextField from '../../../renderer/ui/UiTextField.vue';

let shown: VueWrapper | null = null;
afterEach(() => {
  shown?.unmount();
  shown = null;
});

interface Shown {
  readonly field: VueWrapper;
  readonly input: DOMWrapper<HTMLInputElement>;
}

async function show(component: Component, props: Record<string, unknown>): Promise<Shown> {
  const field = mount(component, {
    props,
    global: { plugins: [createPinia(), createWords()] },
    attachTo: document.body,
  });
  shown = field;
  await flushPromises();
  return { field, input: field.find('input') };
}
async function type({ input }: Shown, text: string): Promise<void> {
  input.element.focus();
  await input.trigger('beforeinput', { inputType: 'insertText', data: '' });
  input.element.value = text;
  await input.trigger('input');
}
/** Whether the key went on to whatever is around the field. */
async function escape({ input }: Shown): Promise<boolean> {
  let passed = false;
  const hear = (): void => {
    passed = true;
  };
  window.addEventListener('keydown', hear);
  await input.trigger('keydown', { key: 'Escape' });
  window.removeEventListener('keydown', hear);
  return passed;
}

describe('a text that is being typed', () => {
  it('stays when the value changes from outside, and is then committed', async () => {
    const place = await show(UiTextField, { label: 'Title', modelValue: 'Ours' });
    await type(place, 'Ours, half typ');
    await place.field.setProps({ modelValue: 'Theirs' });
    expect(place.input.element.value).toBe('Ours, half typ');
    await place.input.trigger('change');
    expect(place.field.emitted('commit')).toEqual([['Ours, half typ']]);
  });

  it('gives way again once it was committed, or was left as it had been', async () => {
    const place = await show(UiTextField, { label: 'Title', modelValue: 'Ours' });
    await type(place, ' Mine ');
    await place.input.trigger('change');
    await place.field.setProps({ modelValue: 'Mine' });
    expect(place.input.element.value).toBe('Mine');
    await type(place, 'Min');
    await place.field.setProps({ modelValue: 'Theirs' });
    await type(place, 'Mine');
    place.input.element.blur();
    await flushPromises();
    expect(place.input.element.value).toBe('Theirs');
    expect(place.field.emitted('commit')).toEqual([[' Mine ']]);
  });

  it('stays while it is said to be wrong at the field that has the focus', async () => {
    const place = await show(UiTextField, { label: 'Title', modelValue: 'Ours' });
    await type(place, 'wrong');
    await place.input.trigger('change');
    await place.field.setProps({ error: 'Not valid' });
    await place.field.setProps({ modelValue: 'Theirs' });
    expect(place.input.element.value).toBe('wrong');
  });

  it('is thrown away by Escape together with what was said of it, which closes nothing; the next Escape goes on', async () => {
    const place = await show(UiTextField, { label: 'Title', modelValue: 'Ours' });
    await type(place, 'wrong');
    await place.field.setProps({ error: 'Not valid' });
    expect(await escape(place)).toBe(false);
    expect(place.input.element.value).toBe('Ours');
    expect(place.field.find('[role="alert"]').exists()).toBe(false);
    expect(place.field.emitted('restore')).toHaveLength(1);
    expect(place.field.emitted('commit')).toBeUndefined();
    expect(await escape(place)).toBe(true);
  });

  it('that takes effect at each letter leaves Escape to what is around it', async () => {
    const place = await show(UiTextField, { label: 'Search', modelValue: '' });
    await type(place, 'CSAT');
    await place.field.setProps({ modelValue: 'CSAT' });
    expect(await escape(place)).toBe(true);
    expect(place.input.element.value).toBe('CSAT');
  });
});

describe('a number that is being typed', () => {
  it('stays when the number changes from outside, and is then taken', async () => {
    const place = await show(UiNumberField, { label: 'Count', modelValue: 2 });
    await type(place, '25');
    await place.field.setProps({ modelValue: 7 });
    expect(place.input.element.value).toBe('25');
    await place.input.trigger('blur');
    expect(place.field.emitted('update:modelValue')).toEqual([[25]]);
  });

  it('is thrown away by Escape, which closes nothing; the next Escape goes on', async () => {
    const place = await show(UiNumberField, { label: 'Count', modelValue: 2 });
    await type(place, '25');
    expect(await escape(place)).toBe(false);
    expect(place.input.element.value).toBe('2');
    expect(await escape(place)).toBe(true);
    await place.input.trigger('blur');
    expect(place.field.emitted('update:modelValue')).toBeUndefined();
  });
});
