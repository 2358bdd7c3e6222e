import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach } from 'vitest';
import type { Access } from '../../../common/access.ts';
import type { CommandName } from '../../../common/channels.ts';
import type { Snapshot } from '../../../common/snapshot.ts';
import type { Wallboard } from '../../../core/wallboard.types.ts';
import { openScreen, type Screen } from '../../renderer/mounting.ts';
import { cameOut } from './canary.ts';

/** What stands on a tile. */
export interface TileSeen {
  readonly status: string | undefined;
  readonly value: string;
  /** `1,457 at 14:05`: what is left of a value that is too old to be shown. */
  readonly last: string | null;
}

/** What a user sees of a wall, by the attributes and words that screens promise. */
export interface Seen {
  readonly health: string | undefined;
  /** How the wall says how old its figures are: `Live · 7 s`. */
  readonly age: string;
  /** The failure in words with the time of the next try; null when there is none. */
  readonly error: string | null;
  /** The failure's code. */
  readonly code: string | undefined;
  /** The time in the header: `14:05`. */
  readonly clock: string;
  readonly tiles: Readonly<Record<string, TileSeen>>;
  /** `Next in 11 s`. */
  readonly next: string;
  /** `143 of 200 requests left this hour`. */
  readonly budget: string;
}

/** A real screen beside a real core, in the same process. */
export interface WallScreen {
  readonly screen: Screen;
  /** Shows the state of this moment and reads the wall. */
  look(): Promise<Seen>;
  /** Shows the state of this moment and gives all the words on the page. */
  words(): Promise<string>;
}

const opened: Pick<Screen, 'wrapper'>[] = [];
afterEach(() => {
  for (const { wrapper } of opened.splice(0)) wrapper.unmount();
  document.body.replaceChildren();
});

/** Ends a screen with its test. */
export const endLater = (wrapper: VueWrapper): void => void opened.push({ wrapper });

function seenOn({ wrapper }: Screen): Seen {
  const text = (selector: string): string | null => {
    const found = wrapper.find(selector);
    return found.exists() ? found.text() : null;
  };
  const tiles = wrapper.findAll('[data-metric]').map((tile): [string, TileSeen] => {
    const last = tile.find('[data-part="last"]');
    return [
      tile.attributes('data-metric') ?? '',
      {
        status: tile.attributes('data-status'),
        value: tile.get('[data-part="value"]').text(),
        last: last.exists() ? last.text() : null,
      },
    ];
  });
  return {
    health: wrapper.get('[data-health]').attributes('data-health'),
    age: wrapper.get('.health-words').text(),
    clock: wrapper.get('.clock').text(),
    error: text('[data-error]'),
    code: wrapper.find('[data-error]').exists() ? wrapper.get('[data-error]').attributes('data-error') : undefined,
    tiles: Object.fromEntries(tiles),
    next: text('[data-part="next"]') ?? '',
    budget: text('[data-part="budget"]') ?? '',
  };
}

/** What the supervisor is told on a screen, one notice after the other as each is dismissed. */
export async function notices({ wrapper }: Screen): Promise<string[]> {
  const told: string[] = [];
  for (let strip = wrapper.find('[data-notice]'); strip.exists(); strip = wrapper.find('[data-notice]')) {
    told.push(strip.get('span').text());
    await strip.get('button').trigger('click');
  }
  return told;
}

/** A screen of a state that came from another process. */
export async function showState(state: Snapshot, access: Access = 'wall'): Promise<Screen> {
  const screen = await openScreen(state, { access });
  opened.push(screen);
  cameOut(document.documentElement.outerHTML);
  return screen;
}

/** Opens a screen of a running core. It is given the state when it is looked at, since much may happen in fake time. */
export async function showWall(wallboard: Wallboard, access: Access = 'wall'): Promise<WallScreen> {
  const first: Snapshot = wallboard.snapshot();
  const reply = (name: CommandName, input: unknown): unknown => wallboard.dispatch(name, input, access);
  const screen = await openScreen(first, { access, reply });
  opened.push(screen);
  async function refresh(): Promise<void> {
    const now = wallboard.snapshot();
    cameOut(JSON.stringify(now));
    screen.transport.push(now);
    await flushPromises();
    cameOut(document.documentElement.outerHTML);
  }
  return {
    screen,
    async look() {
      await refresh();
      return seenOn(screen);
    },
    async words() {
      await refresh();
      return screen.wrapper.text();
    },
  };
}
