import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Access } from '../../common/access.ts';
import { BARE_SHELL } from '../../renderer/shellSide.ts';
import type { LinkTrouble } from '../../renderer/transport/http.ts';
import { openScreen } from './mounting.ts';
import { snapshot, withoutKey } from './snapshots.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());

const opened = (trouble: LinkTrouble | null, access: Access = 'wall', first = snapshot()) =>
  openScreen(first, { access, shell: { ...BARE_SHELL, linkTrouble: Promise.resolve(trouble) } });

afterEach(() => document.body.replaceChildren());

describe('a control link that gives no control', () => {
  it.each([
    ['wrong', /^This control link is not valid: .* Open the one that the wallboard shows now\./],
    ['tooMany', /^Too many wrong control links were opened here\. Open the right one in a minute\./],
    ['unchecked', /^The control link could not be checked\. Open it again\./],
  ] as const)('says so over the wall, which works: %s', async (trouble, words) => {
    const { wrapper } = await opened(trouble);
    expect(wrapper.get('[role="alert"][data-part="wrongLink"]').text()).toMatch(words);
    expect(wrapper.find('[data-view="wall"]').exists()).toBe(true);
  });

  it('says so where there is no wall yet', async () => {
    const { wrapper } = await opened('wrong', 'wall', withoutKey());
    expect(wrapper.find('[data-view="waiting"]').exists()).toBe(true);
    expect(wrapper.find('[data-part="wrongLink"]').exists()).toBe(true);
  });

  it('can be put away', async () => {
    const { wrapper } = await opened('wrong');
    await wrapper.get('[data-part="wrongLink"] button').trigger('click');
    await flushPromises();
    expect(wrapper.find('[data-part="wrongLink"]').exists()).toBe(false);
  });

  it('is no matter to whoever has control from before', async () => {
    const { wrapper } = await opened('wrong', 'control');
    expect(wrapper.find('[data-part="wrongLink"]').exists()).toBe(false);
  });

  it('is not spoken of on a screen that was opened with none, or with the right one', async () => {
    const { wrapper } = await opened(null);
    expect(wrapper.find('[data-part="wrongLink"]').exists()).toBe(false);
  });
});
