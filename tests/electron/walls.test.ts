import { describe, expect, it } from 'vitest';
import type { Display } from '../../electron/displays.ts';
import { createWallWindows, withWall, type Wall, type WallPlace } from '../../electron/wallWindows.ts';

const display = (id: number, x: number): Display => {
  const bounds = { x, y: 0, width: 1920, height: 1080 };
  return { id, label: String(id), bounds, workArea: bounds, scaleFactor: 1 };
};
const keyOf = (id: number): string => `${id} 1920x1080`;
const SALES: Wall = { display: keyOf(2), board: 'sales' };
const SUPPORT: Wall = { display: keyOf(3), board: 'support' };

function setUp() {
  let displays = [display(1, 0), display(2, 1920), display(3, 3840)];
  const open = new Map<WallPlace, () => void>();
  const told: string[] = [];
  let opened = 0;
  const walls = createWallWindows(
    (place) => {
      let hear = (): void => {};
      opened += 1;
      const close = (): void => {
        if (open.delete(place)) hear();
      };
      open.set(place, close);
      return { close, removeMenu: () => {}, onClosed: (listener) => void (hear = listener) };
    },
    () => displays,
    () => told.push('closed by hand'),
  );
  return {
    walls,
    told,
    opened: () => opened,
    shown: () => [...open.keys()].map(({ display: on, board }) => `${board} on ${on.split(' ')[0]}`).sort(),
    places: () => [...open.keys()].map(({ bounds }) => bounds.x),
    closeByHand: (wall: Wall) => {
      for (const [place, close] of open) if (place.display === wall.display) close();
    },
    plug: (next: Display[]) => (displays = next),
  };
}

describe('walls on displays', () => {
  it('open on their displays, and stay as they are when the same is wanted again', () => {
    const { walls, shown, places, opened } = setUp();
    walls.apply([SALES, SUPPORT]);
    walls.apply([SUPPORT, SALES]);
    expect(shown()).toEqual(['sales on 2', 'support on 3']);
    expect(places()).toEqual([1920, 3840]);
    expect(opened()).toBe(2);
    expect(walls.open()).toEqual([SALES, SUPPORT]);
  });

  it('close when they are no longer wanted, and change their board', () => {
    const { walls, shown, told } = setUp();
    walls.apply([SALES, SUPPORT]);
    walls.apply([{ ...SALES, board: 'support' }]);
    expect(shown()).toEqual(['support on 2']);
    expect(told).toEqual([]);
  });

  it('never open where there is no display, go with theirs, and come back with it, wherever it is then', () => {
    const { walls, shown, places, plug } = setUp();
    walls.apply([SALES]);
    plug([display(1, 0)]);
    walls.apply([SALES]);
    expect(shown()).toEqual([]);
    plug([display(1, 0), display(2, -1920)]);
    walls.apply([SALES]);
    expect(places()).toEqual([-1920]);
  });

  it('move with their display', () => {
    const { walls, places, plug } = setUp();
    walls.apply([SALES]);
    plug([display(1, 0), display(2, 2560)]);
    walls.apply([SALES]);
    expect(places()).toEqual([2560]);
  });

  it('stay on their displays when the system deals ids anew', () => {
    const { walls, plug, opened, places } = setUp();
    walls.apply([SALES, SUPPORT]);
    plug([display(1, 0), display(2, 1920), display(3, 3840)].map((one) => ({ ...one, id: one.id + 700 })).reverse());
    walls.apply([SALES, SUPPORT]);
    expect([opened(), places()]).toEqual([2, [1920, 3840]]);
  });

  it('stay closed when closed by hand, until they are asked for again or were not wanted meanwhile', () => {
    const { walls, shown, closeByHand, told } = setUp();
    walls.apply([SALES, SUPPORT]);
    closeByHand(SALES);
    walls.apply([SALES, SUPPORT]);
    expect(shown()).toEqual(['support on 3']);
    expect(told).toEqual(['closed by hand']);
    walls.reopen(SALES);
    expect(shown()).toEqual(['sales on 2', 'support on 3']);
    closeByHand(SALES);
    walls.apply([SUPPORT]);
    walls.apply([SALES, SUPPORT]);
    expect(shown()).toEqual(['sales on 2', 'support on 3']);
  });

  it('are gone for good once the desk is', () => {
    const { walls, shown } = setUp();
    walls.apply([SALES]);
    walls.end();
    walls.apply([SALES]);
    expect(shown()).toEqual([]);
  });
});

describe('one more wall', () => {
  const present = [display(1, 0), display(2, 1920)];
  const away = (n: number): Wall => ({ display: `away ${n}`, board: 'main' });
  const ON_FIRST: Wall = { display: keyOf(1), board: 'main' };

  it('takes the place of the wall on the same display', () => {
    expect(withWall([SALES, away(1)], { ...SALES, board: 'main' }, present)).toEqual([
      away(1),
      { ...SALES, board: 'main' },
    ]);
  });

  it('drives out the oldest wall whose display is away, and only when there are too many', () => {
    const full = [SALES, ...[1, 2, 3, 4, 5, 6, 7].map(away)];
    expect(withWall(full.slice(0, 7), ON_FIRST, present)).toEqual([...full.slice(0, 7), ON_FIRST]);
    expect(withWall(full, ON_FIRST, present)).toEqual([SALES, ...[2, 3, 4, 5, 6, 7].map(away), ON_FIRST]);
  });
});
