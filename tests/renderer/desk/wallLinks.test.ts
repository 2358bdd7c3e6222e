import { afterEach, expect, it, vi } from 'vitest';
import { DEFAULT_BOARD } from '../../../common/settings.ts';
import WallLinks from '../../../renderer/desk/sections/WallLinks.vue';
import { createFakeCore, place } from './desk.ts';

afterEach(() => vi.unstubAllGlobals());

const shownAt = async (address: string): Promise<string | undefined> => {
  vi.stubGlobal('location', new URL(address));
  const wrapper = await place(createFakeCore(), WallLinks, { boards: [DEFAULT_BOARD] });
  const text = wrapper.find('[data-part="awake"]').exists() ? wrapper.get('[data-part="awake"]').text() : undefined;
  wrapper.unmount();
  return text;
};

it('the addresses for TVs say whether the browser there can keep its screen awake', async () => {
  expect(await shownAt('https://wall.example/board/')).toMatch(/^Browsers that can keep the screen of a TV awake/);
  expect(await shownAt('http://192.0.2.7:8787/')).toMatch(/^Over plain http no browser can .* sleep timer/);
  expect(await shownAt('http://127.0.0.1:8787/')).toBeUndefined();
});
