import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { NO_IDS, NO_NAMES } from '../../../common/idNames.ts';
import type { Id } from '../../../common/ids.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../common/settings.ts';
import DeskBar from '../../../renderer/desk/DeskBar.vue';
import IdListField from '../../../renderer/desk/filter/IdListField.vue';
import { nameRows, newIdFrom, withName } from '../../../renderer/desk/model/names.ts';
import NamesSection from '../../../renderer/desk/names/NamesSection.vue';
import { queryChips } from '../../../renderer/drilldown/opening/queryChips.ts';
import { scopeWords } from '../../../renderer/view/boardView.ts';
import { viewContext } from '../mounting.ts';
import { board, snapshot } from '../snapshots.ts';
import { createFakeCore, place, type FakeCore } from './desk.ts';

vi.setConfig({ testTimeout: 30_000 });

const NAMES = {
  ...DEFAULT_SETTINGS.names,
  channels: [{ id: '101', name: 'WhatsApp' }],
  groups: [{ id: '12', name: 'Sales' }],
};
const withChannels = (...channels: (string | number)[]): Settings => ({
  ...structuredClone(DEFAULT_SETTINGS),
  boards: DEFAULT_SETTINGS.boards.map((known) => ({ ...known, query: { ...known.query, channels } })),
});

let mounted: VueWrapper | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

describe('the names of ids', () => {
  const core = (settings = withChannels(101, '102')): FakeCore => createFakeCore(settings);
  async function open(of: FakeCore): Promise<VueWrapper> {
    mounted = await place(of, NamesSection, { settings: of.settings() });
    return mounted;
  }
  const field = (wrapper: VueWrapper, id: string) => wrapper.get(`[data-names="channels"] [data-id="${id}"] input`);

  it('can be given to the ids that boards filter by, and are saved once', async () => {
    const of = core();
    const wrapper = await open(of);
    await field(wrapper, '101').setValue('WhatsApp');
    await field(wrapper, '101').trigger('change');
    await flushPromises();
    expect(of.settings().names.channels).toEqual([{ id: '101', name: 'WhatsApp' }]);
    expect(of.sent.filter(({ name }) => name === 'saveSettings')).toHaveLength(1);
  });

  it('can be given to the ids that rows had', async () => {
    const of = core();
    of.seenIds = { ...NO_IDS, channels: [105] };
    const wrapper = await open(of);
    await flushPromises();
    await field(wrapper, '105').setValue('SMS');
    await field(wrapper, '105').trigger('change');
    await flushPromises();
    expect(of.settings().names.channels).toEqual([{ id: '105', name: 'SMS' }]);
  });

  it('can be given to any other id, and taken away', async () => {
    const of = core();
    const wrapper = await open(of);
    const form = wrapper.get('[data-names="groups"] form');
    const [id, name] = form.findAll('input');
    await id?.setValue('١٢');
    await name?.setValue(' Sales ');
    await form.trigger('submit');
    await flushPromises();
    expect(of.settings().names.groups).toEqual([{ id: '12', name: 'Sales' }]);
    await wrapper.setProps({ settings: of.settings() });
    await wrapper.get('[data-names="groups"] [data-id="12"] button').trigger('click');
    await flushPromises();
    expect(of.settings().names.groups).toEqual([]);
  });

  it('are listed with the ids in use, and one id has one name', () => {
    const settings = { ...withChannels(101, '102'), names: NAMES };
    expect(nameRows(settings, 'channels')).toEqual([
      { id: '101', name: 'WhatsApp' },
      { id: '102', name: '' },
    ]);
    expect(nameRows(settings, 'channels', { ...NO_IDS, channels: [102, 103] }).map(({ id }) => id)).toEqual([
      ...['101', '102', '103'],
    ]);
    expect(withName(NAMES.channels, '101', 'Chat')).toEqual([{ id: '101', name: 'Chat' }]);
    expect([newIdFrom('101'), newIdFrom('"101"'), newIdFrom('1, 2'), newIdFrom(' ')]).toEqual([
      '101',
      '101',
      null,
      null,
    ]);
  });
});

describe('an id that has a name', () => {
  const query = { ...DEFAULT_SETTINGS.boards[0]?.query, channels: [101, 102], groupsID: ['12'] };
  const full = { ...board().query, ...query };

  it('is called by it in the header of the board and among what a card was asked with', () => {
    expect(scopeWords(viewContext(), full, NAMES)).toBe('Today · WhatsApp and 1 more · Sales');
    expect(scopeWords(viewContext(), full, NO_NAMES)).toBe('Today · 2 channels · 1 group');
    expect(queryChips({ ...viewContext(), names: NAMES }, full).slice(1, 3)).toEqual([
      'Channels WhatsApp, 102',
      'Group Sales',
    ]);
  });

  it('is called by it in the bar', async () => {
    const of = createFakeCore({ ...withChannels(101), names: NAMES });
    const shown = board({ query: { ...board().query, channels: [101] } });
    mounted = await place(of, DeskBar, { board: shown, snapshot: snapshot({ boards: [shown], names: NAMES }) });
    expect(mounted.text()).toContain('Channels: WhatsApp');
  });
});

describe('a list of ids', () => {
  async function open(ids: readonly (string | number)[]): Promise<VueWrapper> {
    const of = createFakeCore({ ...withChannels(), names: NAMES });
    mounted = await place(of, IdListField, { label: 'Channels', kind: 'channels', ids });
    return mounted;
  }
  /** The lists that the changes come to, each made on the list as it was shown. */
  const changes = (wrapper: VueWrapper): Id[][][] => {
    const ids = wrapper.props('ids' as never) as readonly Id[];
    const steps = (wrapper.emitted('change') ?? []) as [(ids: readonly Id[]) => Id[]][];
    return steps.map(([step]) => [step(ids)]);
  };
  const tags = (wrapper: VueWrapper): string[] => wrapper.findAll('.ui-tag-text').map((tag) => tag.text());

  it('shows names beside ids, and a text that looks like a number in quotes', async () => {
    expect(tags(await open([101, '101', 'web']))).toEqual(['WhatsApp (101)', 'WhatsApp ("101")', 'web']);
  });

  async function openSeen(ids: readonly (string | number)[]): Promise<VueWrapper> {
    const of = createFakeCore({ ...withChannels(), names: NAMES });
    of.seenIds = { ...NO_IDS, channels: [102, '103', 101] };
    mounted = await place(of, IdListField, { label: 'Channels', kind: 'channels', ids });
    await flushPromises();
    return mounted;
  }
  const offers = (wrapper: VueWrapper): string[] => wrapper.findAll('[data-offer]').map((one) => one.text());
  const enter = async (wrapper: VueWrapper, typed: string): Promise<void> => {
    const input = wrapper.get('input');
    await input.setValue(typed);
    await input.trigger('keydown.enter');
    await nextTick();
  };

  it('offers the ids that rows had, with their names, and those that have a name', async () => {
    const of = createFakeCore({
      ...withChannels(),
      names: { ...NAMES, channels: [...NAMES.channels, { id: '9', name: 'SMS' }] },
    });
    of.seenIds = { ...NO_IDS, channels: [102, '101'] };
    mounted = await place(of, IdListField, { label: 'Channels', kind: 'channels', ids: [102] });
    await flushPromises();
    expect(offers(mounted)).toEqual(['WhatsApp ("101")', 'SMS (9)']);
    await mounted.get('[data-offer=\'"101"\']').trigger('click');
    expect(changes(mounted)).toEqual([[[102, '101']]]);
  });

  it('makes each change on the list as it is by then, which the one before may have changed', async () => {
    const wrapper = await openSeen([999]);
    await wrapper.get('.ui-tag-delete').trigger('click');
    await wrapper.get('[data-offer="102"]').trigger('click');
    const steps = (wrapper.emitted('change') ?? []) as [(ids: readonly Id[]) => Id[]][];
    expect(steps.reduce<readonly Id[]>((list, [step]) => step(list), [999, 5])).toEqual([5, 102]);
  });

  it('narrows what it offers to what is typed, by id or by name', async () => {
    const wrapper = await openSeen([]);
    await wrapper.get('input').setValue('what');
    expect(offers(wrapper)).toEqual(['WhatsApp (101)']);
    await wrapper.get('input').setValue('10');
    expect(offers(wrapper)).toEqual(['102', '"103"', 'WhatsApp (101)']);
  });

  it('asks about an id that no row had, and takes it only when told to', async () => {
    const wrapper = await openSeen([102]);
    await enter(wrapper, '999');
    expect(wrapper.emitted('change')).toBeUndefined();
    expect(wrapper.get('[data-part="id-question"]').text()).toContain('No row so far had the ID 999.');
    await wrapper.get('[data-action="leaveId"]').trigger('click');
    expect(wrapper.emitted('change')).toBeUndefined();
    expect(wrapper.find('[data-part="id-question"]').exists()).toBe(false);
    await enter(wrapper, '999, 101');
    await wrapper.get('[data-action="useId"]').trigger('click');
    expect(changes(wrapper)).toEqual([[[102, 999, 101]]]);
    expect(document.activeElement).toBe(wrapper.get('input').element);
  });

  it('takes what rows had, has a name, or goes, without a question', async () => {
    const wrapper = await openSeen([102]);
    await enter(wrapper, '"103"');
    await enter(wrapper, '101');
    await wrapper.get('.ui-tag-delete').trigger('click');
    expect(changes(wrapper)).toEqual([[[102, '103']], [[102, 101]], [[]]]);
  });

  it('says of an id in the filter that no row had it, once rows had any', async () => {
    expect((await openSeen([102, 999])).get('[data-part="id-doubt"]').text()).toBe('No row so far had the ID 999.');
    mounted?.unmount();
    expect((await open([102, 999])).find('[data-part="id-doubt"]').exists()).toBe(false);
  });

  it.each<[string, (string | number)[]]>([
    ['12', [7, 12]],
    ['"12"', [7, '12']],
    ['١٢، ١٣', [7, 12, 13]],
    ['night shift', [7, 'night shift']],
    ['7', [7]],
  ])('takes %s as it was typed', async (typed, ids) => {
    const wrapper = await open([7]);
    const input = wrapper.get('input');
    await input.setValue(typed);
    await input.trigger('keydown.enter');
    await nextTick();
    expect(changes(wrapper).at(-1) ?? [[7]]).toEqual([ids]);
  });

  async function type(wrapper: VueWrapper, text: string): Promise<void> {
    const input = wrapper.get('input');
    for (const data of text) {
      input.element.value += data;
      input.element.dispatchEvent(new InputEvent('input', { data, bubbles: true }));
      await nextTick();
    }
  }
  it('adds what was typed at a comma, which within quotes is part of the id', async () => {
    const wrapper = await open([]);
    await type(wrapper, '12,');
    expect(changes(wrapper)).toEqual([[[12]]]);
    await type(wrapper, '"a, b"');
    expect(wrapper.emitted('change')).toHaveLength(1);
    await type(wrapper, ',');
    expect(changes(wrapper).at(-1)?.[0]).toContain('a, b');
  });

  it('reads what is pasted as a whole', async () => {
    const wrapper = await open([]);
    const paste = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
      clipboardData: { getData: () => '"a, b", 12; ١٣' },
    });
    wrapper.get('input').element.dispatchEvent(paste);
    await nextTick();
    expect(changes(wrapper)).toEqual([[['a, b', 12, 13]]]);
  });
});
