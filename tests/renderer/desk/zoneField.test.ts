import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../../common/settings.ts';
import { isTimezone } from '../../../common/zone.ts';
import DeskBar from '../../../renderer/desk/DeskBar.vue';
import { namedZones, zoneChoices, zoneNamed } from '../../../renderer/desk/model/zoneChoices.ts';
import ZoneField from '../../../renderer/desk/filter/ZoneField.vue';
import { board, snapshot } from '../snapshots.ts';
import { createFakeCore, place } from './desk.ts';

vi.setConfig({ testTimeout: 30_000 });

const ZONES = namedZones();
const WINTER = Date.parse('2026-01-15T12:00:00Z');

describe('zones to choose from', () => {
  it('are found by a part of their name, cities that begin so first, and say their offset of the moment', () => {
    expect(zoneChoices('cai', WINTER, ZONES)[0]).toEqual({ timezone: 'Africa/Cairo', offset: '+02:00' });
    expect(zoneChoices('cai', Date.parse('2026-07-15T12:00:00Z'), ZONES)[0]?.offset).toBe('+03:00');
    expect(zoneChoices('buenos aires', WINTER, ZONES).map(({ timezone }) => timezone)).toEqual(
      expect.arrayContaining([expect.stringContaining('Buenos_Aires')]),
    );
    expect(zoneChoices('', WINTER, ZONES)[0]?.timezone).toBe('Asia/Riyadh');
    expect(zoneChoices('nowhere at all', WINTER, ZONES)).toEqual([]);
  });

  it('are offsets too, at every quarter of an hour, with the zones that have them', () => {
    const found = zoneChoices('UTC+5:', WINTER, ZONES).map(({ timezone }) => timezone);
    expect(found.slice(0, 4)).toEqual(['+05:00', '+05:15', '+05:30', '+05:45']);
    expect(zoneChoices('+03', WINTER, ZONES).map(({ timezone }) => timezone)).toContain('Asia/Riyadh');
  });

  it('are all known to this machine', () => {
    expect(ZONES.length).toBeGreaterThan(300);
    expect(ZONES.filter((zone) => !isTimezone(zone))).toEqual([]);
  });

  it.each([
    ['cairo', 'Africa/Cairo'],
    [' AFRICA/cairo ', 'Africa/Cairo'],
    ['new york', 'America/New_York'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['+3', '+03:00'],
    ['UTC−03:30', '-03:30'],
    ['gmt +5:45', '+05:45'],
    ['Mars', null],
    ['+25:00', null],
    ['', null],
  ])('%j names %j', (typed, timezone) => {
    expect(zoneNamed(typed, ZONES)).toBe(timezone);
  });
});

describe('the field of a timezone', () => {
  let field: VueWrapper | null = null;
  afterEach(() => {
    field?.unmount();
    field = null;
  });

  const open = async (timezone: string): Promise<VueWrapper> => {
    field = await place(createFakeCore(), ZoneField, { timezone });
    return field;
  };
  const changes = (of: VueWrapper): unknown[] => (of.findComponent(ZoneField).emitted('change') ?? []).flat();

  it('says what a zone does that an offset does not', async () => {
    expect((await open('Asia/Riyadh')).text()).toContain('Now UTC+03:00. Follows clock changes.');
    field?.unmount();
    expect((await open('+03:00')).text()).toContain('A fixed offset: follows no clock changes.');
  });

  it('offers nothing until something is typed, then zones, of which one is taken by a press', async () => {
    const wrapper = await open('+03:00');
    expect(wrapper.findAll('[data-offer]')).toHaveLength(0);
    const input = wrapper.get('input');
    input.element.value = 'cai';
    await input.trigger('input');
    await wrapper.get('[data-offer="Africa/Cairo"]').trigger('click');
    expect(changes(wrapper)).toEqual(['Africa/Cairo']);
  });

  it('takes a city on Enter, and says so where this machine knows none of that name', async () => {
    const wrapper = await open('+03:00');
    const input = wrapper.get('input');
    await input.setValue('beirut');
    expect(changes(wrapper)).toEqual(['Asia/Beirut']);
    await input.setValue('Atlantis');
    expect(wrapper.get('[role="alert"]').text()).toContain('This machine knows no such timezone');
    expect(changes(wrapper)).toEqual(['Asia/Beirut']);
  });
});

describe('the bar', () => {
  it('names the zone of the board that is shown', async () => {
    const shown = board({ query: { ...DEFAULT_BOARD.query, timezone: 'Africa/Cairo' } });
    const core = createFakeCore({ ...DEFAULT_SETTINGS, boards: [{ ...DEFAULT_BOARD, query: shown.query }] });
    const bar = await place(core, DeskBar, { board: shown, snapshot: snapshot({ boards: [shown] }) });
    await flushPromises();
    expect(bar.text()).toContain('Africa/Cairo');
    bar.unmount();
  });
});
