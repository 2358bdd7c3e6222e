import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { err } from '../../../common/result.ts';
import { useSettingsStore } from '../../../renderer/stores/settings.ts';
import { useWallStore } from '../../../renderer/stores/wall.ts';
import { snapshot } from '../snapshots.ts';
import { commandsOf, connect, createFakeCore } from './desk.ts';

const rename = (site: string) => (draft: { site: string }) => {
  draft.site = site;
};

describe('the settings of the desk', () => {
  it('are asked for once, and again when the snapshot names another revision or another core', async () => {
    const core = createFakeCore();
    await connect(core);
    const store = useSettingsStore();
    await flushPromises();
    expect(store.settings?.site).toBe('Contact centre');
    core.changeBehind(rename('Jeddah'), 'told');
    await flushPromises();
    expect(store.settings?.site).toBe('Jeddah');
    core.transport.push(snapshot({ ...useWallStore().snapshot, coreId: 'core-b' }));
    await flushPromises();
    expect(commandsOf(core)).toEqual(['getSettings', 'getSettings', 'getSettings']);
  });

  it('are saved whole with the revision they were made from, and never asked for again afterwards', async () => {
    const core = createFakeCore();
    await connect(core);
    const store = useSettingsStore();
    expect(await store.change(rename('Riyadh'))).toEqual({ kind: 'saved' });
    await flushPromises();
    expect(core.sent).toContainEqual({
      name: 'saveSettings',
      input: { settings: { ...core.settings(), site: 'Riyadh' }, basedOn: 1 },
    });
    expect(store.saving).toBe('saved');
    expect(commandsOf(core)).toEqual(['getSettings', 'saveSettings']);
  });

  it('keep both changes when somebody else changed them meanwhile', async () => {
    const core = createFakeCore();
    await connect(core);
    const store = useSettingsStore();
    await flushPromises();
    core.changeBehind((draft) => {
      draft.theme = 'light';
    }, 'untold');
    expect(await store.change(rename('Riyadh'))).toEqual({ kind: 'saved' });
    expect(core.settings()).toMatchObject({ site: 'Riyadh', theme: 'light' });
  });

  it('are not fought over: a second conflict is told', async () => {
    const core = createFakeCore();
    core.answer = (name) => (name === 'saveSettings' ? err({ code: 'conflict', message: '' }) : undefined);
    await connect(core);
    const store = useSettingsStore();
    expect(await store.change(rename('Riyadh'))).toEqual({ kind: 'failed', code: 'conflict' });
    expect(commandsOf(core).filter((name) => name === 'saveSettings')).toHaveLength(2);
    expect(store.saving).toBe('failed');
  });

  it('are made one after the other, so that quick changes do not lose one another', async () => {
    const core = createFakeCore();
    await connect(core);
    const store = useSettingsStore();
    const outcomes = await Promise.all([
      store.change(rename('Riyadh')),
      store.change((draft) => {
        draft.theme = 'light';
      }),
    ]);
    expect(outcomes).toEqual([{ kind: 'saved' }, { kind: 'saved' }]);
    expect(core.settings()).toMatchObject({ site: 'Riyadh', theme: 'light' });
    expect(commandsOf(core).filter((name) => name === 'getSettings')).toHaveLength(1);
  });

  it('name the field that is wrong, and are not sent then', async () => {
    const core = createFakeCore();
    await connect(core);
    const store = useSettingsStore();
    await store.change((draft) => {
      const board = draft.boards[0];
      if (board) board.query.filter = '2026-11-20 to 2026-11-01';
      draft.apiUrl = 'http://example.org';
    });
    expect(store.problemAt('boards.0.query.filter')).toBe('period');
    expect(store.problemAt('apiUrl')).toBe('apiUrl');
    expect(store.problemAt('site')).toBeNull();
    expect(store.settings?.apiUrl).toBe('https://api.experiaapp.com');
    expect(commandsOf(core)).toEqual(['getSettings']);
    await store.change(rename('Riyadh'));
    expect(store.problems).toEqual([]);
  });

  it('refuse a fourth large tile, by name', async () => {
    const core = createFakeCore();
    await connect(core);
    const store = useSettingsStore();
    await store.change((draft) => {
      for (const tile of draft.boards[0]?.tiles ?? []) tile.size = 'hero';
    });
    expect(store.problemAt('boards.0.tiles')).toBe('heroes');
  });

  it('can be taken back', async () => {
    const core = createFakeCore();
    await connect(core);
    const store = useSettingsStore();
    await flushPromises();
    expect(store.canUndo).toBe(false);
    await store.change(rename('Riyadh'));
    expect(store.canUndo).toBe(true);
    expect(await store.undo()).toEqual({ kind: 'saved' });
    expect(store.settings?.site).toBe('Contact centre');
    expect(store.canUndo).toBe(false);
  });

  it('do not take back what somebody else changed', async () => {
    const core = createFakeCore();
    await connect(core);
    const store = useSettingsStore();
    await store.change(rename('Riyadh'));
    core.changeBehind(rename('Jeddah'), 'untold');
    expect(await store.undo()).toEqual({ kind: 'failed', code: 'conflict' });
    expect(core.settings().site).toBe('Jeddah');
    expect(store.settings?.site).toBe('Jeddah');
  });

  it('tell when the core cannot be reached', async () => {
    const core = createFakeCore();
    core.answer = () => err({ code: 'unavailable', message: '' });
    await connect(core);
    const store = useSettingsStore();
    expect(await store.change(rename('Riyadh'))).toEqual({ kind: 'failed', code: 'unavailable' });
    expect(store.error).toBe('unavailable');
  });

  it('come in from a file as a whole', async () => {
    const core = createFakeCore();
    await connect(core);
    const store = useSettingsStore();
    await flushPromises();
    const text = JSON.stringify({ ...core.settings(), site: 'Imported' });
    expect(await store.importText(text)).toEqual({ kind: 'imported', fields: [], otherApiUrl: null });
    expect(store.settings?.site).toBe('Imported');
    await store.undo();
    expect(store.settings?.site).toBe('Contact centre');
  });
});
