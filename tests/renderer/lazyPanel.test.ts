import { flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { defineComponent, h, nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lazyPanel } from '../../renderer/components/lazyPanel.ts';
import { createWords } from '../../renderer/i18n.ts';
import { usePanelsStore } from '../../renderer/stores/panels.ts';
import { useWallStore } from '../../renderer/stores/wall.ts';
import { createMemoryTransport } from '../../renderer/transport/memory.ts';
import { panelStub } from './panelStubs.ts';

/** Mounts a panel whose code comes from a loader. */
async function openLazy(loader: () => Promise<ReturnType<typeof panelStub>>) {
  const pinia = createPinia();
  const Lazy = lazyPanel(loader);
  const wrapper = mount(
    defineComponent(() => () => h(Lazy)),
    {
      global: { plugins: [pinia, createWords()], config: { errorHandler: () => undefined } },
      attachTo: document.body,
    },
  );
  const panels = usePanelsStore(pinia);
  panels.open({ kind: 'about' });
  await flushPromises();
  return { wrapper, panels };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe('a panel whose code is fetched', () => {
  it('says that it loads only when that takes a while', async () => {
    let arrive = (_panel: ReturnType<typeof panelStub>): void => undefined;
    const { wrapper } = await openLazy(() => new Promise((resolve) => (arrive = resolve)));
    await vi.advanceTimersByTimeAsync(200);
    expect(wrapper.find('dialog').exists()).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(wrapper.get('dialog').text()).toContain('Loading…');
    arrive(panelStub('about'));
    await flushPromises();
    expect(wrapper.find('[data-panel="about"]').exists()).toBe(true);
    expect(wrapper.find('dialog').exists()).toBe(false);
  });

  it('says when it cannot be loaded, in words of the app', async () => {
    const { wrapper } = await openLazy(() => Promise.reject(new Error('no such file')));
    const trouble = wrapper.get('[role="alertdialog"]');
    expect(trouble.text()).toContain('could not be loaded');
    expect(trouble.text()).not.toContain('no such file');
  });

  it('is reloaded with the page, but never while nobody would answer', async () => {
    const reloaded = vi.spyOn(location, 'reload').mockImplementation(() => undefined);
    const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('refused'));
    const { wrapper } = await openLazy(() => Promise.reject(new Error('gone')));
    const button = wrapper.get('[role="alertdialog"] button');
    await button.trigger('click');
    await flushPromises();
    expect(reloaded).not.toHaveBeenCalled();
    expect(wrapper.text()).toContain('No connection to the wallboard');
    expect(button.classes()).toContain('plain');
    asked.mockResolvedValueOnce(new Response());
    await button.trigger('click');
    await flushPromises();
    expect(reloaded).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
  });

  it('proposes to close while there is no connection, and to reload otherwise', async () => {
    const { wrapper } = await openLazy(() => Promise.reject(new Error('gone')));
    const proposed = () => wrapper.get('[role="alertdialog"] button:not(.plain)').text();
    expect(proposed()).toBe('Reload the page');
    const wall = useWallStore();
    const transport = createMemoryTransport({ access: 'kiosk', first: null });
    wall.connect(transport);
    transport.setLink('down');
    await vi.advanceTimersByTimeAsync(10_000);
    wall.tick();
    await nextTick();
    expect(proposed()).toBe('Close');
  });

  it('can be closed when it cannot be loaded, and when it never comes', async () => {
    const failed = await openLazy(() => Promise.reject(new Error('gone')));
    await failed.wrapper.findAll('button').at(-1)?.trigger('click');
    expect(failed.panels.panel).toBeNull();
    const pending = await openLazy(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(20_000);
    await nextTick();
    expect(pending.wrapper.find('[role="alertdialog"]').exists()).toBe(true);
    await pending.wrapper.get('dialog').trigger('keydown', { key: 'Escape' });
    expect(pending.panels.panel).toBeNull();
  });
});
