import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { afterEach, describe, expect, it } from 'vitest';
import type { Component } from 'vue';
import { secondFrom, timeText } from '../../../renderer/format/timeInput.ts';
import { createWords } from '../../../renderer/i18n.ts';
import UiMomentField from '../../../renderer/ui/UiMomentField.vue';
import UiTimeField from '../../../renderer/ui/UiTimeField.vue';

let shown: VueWrapper | null = null;
afterEach(() => {
  shown?.unmount();
  shown = null;
});

async function show(component: Component, props: Record<string, unknown>): Promise<VueWrapper> {
  const global = { plugins: [createPinia(), createWords()] };
  shown = mount(component, { props: { label: 'From', ...props }, global, attachTo: document.body });
  await flushPromises();
  return shown;
}

async function enter(wrapper: VueWrapper, part: 'date' | 'time', text: string): Promise<void> {
  const input = wrapper.get<HTMLInputElement>(`[data-part="${part}"]`);
  input.element.value = text;
  await input.trigger('input');
  await input.trigger('blur');
}

describe('a time of day', () => {
  it.each([
    ['6:30', '06:30'],
    ['06.30', '06:30'],
    ['1830', '18:30'],
    ['630', '06:30'],
    ['6', '06:00'],
    ['23:59', '23:59'],
    ['٠٦:٣٠', '06:30'],
    ['00:00', '00:00'],
  ])('typed as %s is %s', (typed, time) => {
    expect(timeText(secondFrom(typed) ?? NaN, false)).toBe(time);
  });

  it.each(['24:00', '6:75', '6:30 pm', 'noon', '', '123456789'])('is not %s', (typed) => {
    expect(secondFrom(typed)).toBeNull();
  });

  it('is shown and typed on a clock of 24 hours, whatever language the browser has', async () => {
    const wrapper = await show(UiTimeField, { modelValue: '18:05' });
    const input = wrapper.get<HTMLInputElement>('input');
    expect(input.element.type).toBe('text');
    expect(input.element.value).toBe('18:05');
    await enter(wrapper, 'time', '2230');
    expect(wrapper.emitted('commit')).toEqual([['22:30']]);
  });

  it('comes back when what was typed is none, and on Escape, which closes nothing then', async () => {
    const wrapper = await show(UiTimeField, { modelValue: '18:05' });
    const input = wrapper.get<HTMLInputElement>('input');
    await enter(wrapper, 'time', '25:00');
    expect(input.element.value).toBe('18:05');
    input.element.value = '2';
    await input.trigger('input');
    let passed = 0;
    const hear = (): number => (passed += 1);
    document.addEventListener('keydown', hear);
    await input.trigger('keydown', { key: 'Escape' });
    await input.trigger('keydown', { key: 'Escape' });
    document.removeEventListener('keydown', hear);
    expect(input.element.value).toBe('18:05');
    expect(passed).toBe(1);
    expect(wrapper.emitted('commit')).toBeUndefined();
  });

  it('is turned by the up and down keys, the part in which the caret is, over midnight too', async () => {
    const wrapper = await show(UiTimeField, { modelValue: '23:59:30', seconds: true });
    const input = wrapper.get<HTMLInputElement>('input');
    const press = async (key: string, place: number): Promise<string> => {
      input.element.focus();
      input.element.setSelectionRange(place, place);
      await input.trigger('keydown', { key });
      await flushPromises();
      return input.element.value;
    };
    expect(await press('ArrowUp', 4)).toBe('00:00:30');
    expect(await press('ArrowDown', 7)).toBe('00:00:29');
    expect(await press('ArrowDown', 0)).toBe('23:00:29');
    expect(wrapper.emitted('commit')).toBeUndefined();
    await input.trigger('keydown', { key: 'Enter' });
    expect(wrapper.emitted('commit')).toEqual([['23:00:29']]);
  });

  it('is turned by buttons with names, for a finger or a remote control', async () => {
    const wrapper = await show(UiTimeField, { modelValue: '22:00' });
    const [earlier, later] = wrapper.findAll('button');
    expect([earlier?.attributes('aria-label'), later?.attributes('aria-label')]).toEqual([
      'From: earlier',
      'From: later',
    ]);
    await later?.trigger('click');
    expect(wrapper.emitted('commit')).toEqual([['22:15']]);
  });
});

describe('a date with a time', () => {
  it('has the time on a clock of 24 hours, to the second where that is wanted', async () => {
    const wrapper = await show(UiMomentField, { modelValue: '2026-11-23T18:05:19', seconds: true });
    expect(wrapper.find('[type="datetime-local"], [type="time"]').exists()).toBe(false);
    expect(wrapper.get<HTMLInputElement>('[data-part="time"]').element.value).toBe('18:05:19');
    await enter(wrapper, 'time', '7:00:01');
    expect(wrapper.emitted('commit')).toEqual([['2026-11-23T07:00:01']]);
  });

  it('may be empty where that is allowed, and a day alone is taken with the usual time', async () => {
    const wrapper = await show(UiMomentField, { modelValue: '', optional: true, usualTime: '23:59' });
    await enter(wrapper, 'date', '2026-11-23');
    expect(wrapper.emitted('commit')).toEqual([['2026-11-23T23:59']]);
    await wrapper.setProps({ modelValue: '2026-11-23T23:59' });
    await enter(wrapper, 'date', '');
    expect(wrapper.emitted('incomplete')).toHaveLength(1);
    await wrapper.setProps({ modelValue: '' });
    await enter(wrapper, 'time', '10:00');
    expect(wrapper.emitted('incomplete')).toHaveLength(2);
  });
});
