import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoardSnapshot } from '../../common/snapshot.ts';
import { showRememberedTheme } from '../../renderer/theme.ts';
import { openScreen } from './mounting.ts';
import { board, reading, SENT_AT, snapshot, tile, withoutKey } from './snapshots.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());

const show = (changes: Partial<BoardSnapshot>) => openScreen(snapshot({ boards: [board(changes)] }));

beforeEach(() => {
  vi.useFakeTimers({ now: SENT_AT });
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe('the frame of the wall', () => {
  it('tells site, period, clock, data age, next refresh and requests left', async () => {
    const { wrapper } = await show({});
    const text = wrapper.get('[data-view="wall"]').text();
    for (const words of ['Riyadh contact centre', 'Today · all channels', 'Updated 14:05:12', 'Next in 11 s', '14:05'])
      expect(text).toContain(words);
    expect(text).toContain('143 of 200 requests left this hour');
  });

  it('counts down to the next refresh and says when it is under way', async () => {
    const { wrapper, transport } = await show({});
    await vi.advanceTimersByTimeAsync(4000);
    expect(wrapper.get('[data-part="next"]').text()).toBe('Next in 7 s');
    const budget = { limit: 200, used: 58, left: 142, requesting: true };
    transport.push(snapshot({ revision: 2, budget, boards: [board({ nextInMs: null })] }));
    await vi.advanceTimersByTimeAsync(0);
    expect(wrapper.get('[data-part="next"]').text()).toBe('Requesting…');
  });

  it('has a tile for each metric of the board and a gauge for each service level', async () => {
    const { wrapper } = await show({});
    expect(wrapper.findAll('[data-metric]').map((one) => one.attributes('data-metric'))).toEqual([
      'totalSessions',
      'averageWaitingTime',
      'totalMsg',
    ]);
    expect(wrapper.findAll('[data-gauge]')).toHaveLength(3);
    expect(wrapper.get('[data-metric="averageWaitingTime"]').attributes('data-status')).toBe('good');
    expect(wrapper.get('[data-metric="averageWaitingTime"] [data-part="value"]').text()).toBe('1m\u00a023s');
  });

  it('shows the board that the address names, and the first one without a name', async () => {
    const boards = [board(), board({ id: 'night', title: 'Night desk', tiles: [tile('totalTags')] })];
    const named = await openScreen(snapshot({ boards }), { boardId: 'night' });
    expect(named.wrapper.text()).toContain('Night desk');
    const first = await openScreen(snapshot({ boards }));
    expect(first.wrapper.find('[data-metric="totalSessions"]').exists()).toBe(true);
  });

  it('shows no other board in the place of one that is not there', async () => {
    const boards = [board(), board({ id: 'night desk', title: 'Night desk' })];
    const { wrapper } = await openScreen(snapshot({ boards }), { boardId: 'nope' });
    expect(wrapper.find('[data-view="wall"]').exists()).toBe(false);
    expect(wrapper.get('[data-view="no-board"] h1').text()).toBe('No board named “nope”');
    expect(wrapper.findAll('a').map((link) => [link.attributes('href'), link.text()])).toEqual([
      ['?board=main', 'main'],
      ['?board=night%20desk', 'Night desk'],
    ]);
    const empty = await openScreen(snapshot({ boards }), { boardId: '' });
    expect(empty.wrapper.find('[data-view="wall"]').exists()).toBe(true);
  });

  it('cuts a long name at its own end, whatever its writing direction', async () => {
    const { wrapper } = await openScreen(snapshot({ site: 'مركز اتصال الرياض', boards: [board({ title: 'لوحة' })] }));
    const names = wrapper.findAll('.header bdi');
    expect(names.map((name) => [name.text(), name.attributes('dir'), name.classes()])).toEqual([
      ['لوحة', 'auto', ['clipped']],
      ['مركز اتصال الرياض', 'auto', ['clipped']],
    ]);
  });

  it('gives the notes of a row a size that does not follow the numbers', async () => {
    const styles = async (sessions: number) => {
      const companions = { ...board().companions, totalClosedSessions: reading(sessions) };
      const { wrapper } = await show({ companions });
      return wrapper.findAll('.row').map((row) => row.attributes('style'));
    };
    const first = await styles(3);
    expect(first.join()).toContain('--foot-em');
    expect(await styles(12_345)).toEqual(first);
  });

  it('shows hostile text as text', async () => {
    const { wrapper } = await openScreen(snapshot({ site: '<img src=x onerror=alert(1)>' }));
    expect(wrapper.find('img').exists()).toBe(false);
    expect(wrapper.get('h1').text()).toBe('<img src=x onerror=alert(1)>');
  });

  it('shows the title of its board large with the site small, and the site large where there is no title', async () => {
    const { wrapper, transport } = await openScreen(snapshot({ site: 'Riyadh', boards: [board({ title: 'Sales' })] }));
    expect(wrapper.get('h1').text()).toBe('Sales');
    expect(wrapper.get('.site').text()).toBe('Riyadh');
    expect(document.title).toBe('Sales · Riyadh · Experia Wallboard');
    transport.push(snapshot({ revision: 2, site: 'Riyadh', boards: [board({ title: '' })] }));
    await flushPromises();
    expect(wrapper.get('h1').text()).toBe('Riyadh');
    expect(wrapper.find('.site').exists()).toBe(false);
    expect(document.title).toBe('Riyadh · Experia Wallboard');
  });

  it('follows the theme and the language of the snapshot', async () => {
    await openScreen(snapshot({ theme: 'light' }));
    expect(document.documentElement.dataset['theme']).toBe('light');
    expect(document.documentElement.dir).toBe('ltr');
  });

  it('starts in the theme of the last visit, and anyhow where nothing can be kept', async () => {
    await openScreen(snapshot({ theme: 'light' }));
    document.documentElement.dataset['theme'] = 'dark';
    showRememberedTheme();
    expect(document.documentElement.dataset['theme']).toBe('light');
    const refusing = vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('denied');
    });
    expect(showRememberedTheme).not.toThrow();
    refusing.mockRestore();
  });

  it('tells one notice at a time', async () => {
    const notices = [{ kind: 'settingsReadOnly' }, { kind: 'ledgerUnsaved' }] as const;
    const { wrapper } = await openScreen(snapshot({ notices }), { access: 'control' });
    const kinds = () => wrapper.findAll('[data-notice]').map((one) => one.attributes('data-notice'));
    expect(kinds()).toEqual(['settingsReadOnly']);
    await wrapper.get('[data-notice] button').trigger('click');
    expect(kinds()).toEqual(['ledgerUnsaved']);
  });
});

describe('the demo', () => {
  it('says "Demo data" from the first moment, before there is any figure', async () => {
    const empty = board({ ageMs: null, tiles: [tile('totalSessions', { reading: reading(null), ageMs: null })] });
    const { wrapper } = await openScreen({ ...withoutKey(), demo: true, boards: [empty] });
    expect(wrapper.get('[data-part="demo"]').text()).toBe('Demo data');
  });

  it('can be left by who may control, once they were asked, and by nobody else', async () => {
    const demo = { ...withoutKey(), demo: true };
    const control = await openScreen(demo, { access: 'control' });
    await control.wrapper.get('.demo button').trigger('click');
    const question = control.wrapper.get('[data-part="leave-demo"]');
    expect(question.text()).toContain('There is no API key yet: every screen waits for one from then on.');
    await question.findAll('button')[0]?.trigger('click');
    expect(control.sent).toEqual([]);
    await control.wrapper.get('.demo button').trigger('click');
    await control.wrapper.get('[data-action="leaveDemo"]').trigger('click');
    expect(control.sent).toEqual([{ name: 'stopDemo', input: undefined }]);
    const wall = await openScreen(demo);
    expect(wall.wrapper.find('.demo button').exists()).toBe(false);
  });

  it('is not said on live data', async () => {
    const { wrapper } = await show({});
    expect(wrapper.text()).not.toContain('Demo data');
  });
});

describe('other screens', () => {
  it('a screen without a snapshot is connecting, and says after 10 s that there is no connection', async () => {
    const { wrapper } = await openScreen(null);
    expect(wrapper.get('[data-view="connecting"]').text()).toBe('Connecting…');
    await vi.advanceTimersByTimeAsync(11_000);
    expect(wrapper.text()).toContain('No connection to the wallboard');
  });

  it('a read-only wall without a key says how it is set up, and has no controls', async () => {
    const { wrapper } = await openScreen(withoutKey());
    expect(wrapper.get('[data-view="waiting"]').text()).toContain('Not set up yet');
    expect(wrapper.findAll('button, input')).toHaveLength(0);
  });

  it('a read-only wall has no control anywhere', async () => {
    const notices = [{ kind: 'settingsReadOnly' }] as const;
    const { wrapper } = await openScreen(
      snapshot({
        notices,
        boards: [board({ failure: { code: 'auth', status: 401, byOthers: false, sinceMs: 1000 } })],
      }),
    );
    expect(wrapper.findAll('button, input')).toHaveLength(0);
    expect(wrapper.find('[data-notice]').exists()).toBe(false);
  });

  it('a notice can be dismissed by who may control', async () => {
    const notices = [{ kind: 'settingsRestored', copy: 'settings.bad.json' }] as const;
    const { wrapper } = await openScreen(snapshot({ notices }), { access: 'control' });
    expect(wrapper.get('[data-notice]').text()).toContain('settings.bad.json');
    await wrapper.get('[data-notice] button').trigger('click');
    expect(wrapper.find('[data-notice]').exists()).toBe(false);
  });
});
