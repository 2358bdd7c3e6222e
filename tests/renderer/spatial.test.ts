import { describe, expect, it } from 'vitest';
import { nextIn, type Box, type Direction } from '../../renderer/keys/spatial.ts';

const box = (left: number, top: number, width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

/** A wall: three gauges in a column, three heroes beside them, four tiles below the heroes. */
const WALL: Readonly<Record<string, Box>> = {
  response: box(0, 0, 90, 90),
  waiting: box(0, 100, 90, 90),
  service: box(0, 200, 90, 90),
  hero1: box(100, 0, 190, 140),
  hero2: box(300, 0, 190, 140),
  hero3: box(500, 0, 190, 140),
  tile1: box(100, 150, 140, 140),
  tile2: box(250, 150, 140, 140),
  tile3: box(400, 150, 140, 140),
  tile4: box(550, 150, 140, 140),
};

function from(name: string, direction: Direction, boxes = WALL): string | null {
  const here = boxes[name];
  if (!here) throw new Error(name);
  const others = Object.entries(boxes).filter(([other]) => other !== name);
  const next = nextIn(
    direction,
    here,
    others.map(([, other]) => other),
  );
  return next === null ? null : (others[next]?.[0] ?? null);
}

describe('going by arrows', () => {
  it('goes to what lies there, along rows and columns', () => {
    expect(from('hero1', 'right')).toBe('hero2');
    expect(from('hero3', 'left')).toBe('hero2');
    expect(from('response', 'down')).toBe('waiting');
    expect(from('tile3', 'right')).toBe('tile4');
  });

  it('goes to the nearer of two that lie in the way', () => {
    expect(from('hero1', 'down')).toBe('tile1');
    expect(from('hero3', 'down')).toBe('tile4');
    expect(from('tile4', 'up')).toBe('hero3');
  });

  it('leaves the gauges for the tiles beside them, and comes back', () => {
    expect(from('response', 'right')).toBe('hero1');
    expect(from('service', 'right')).toBe('tile1');
    expect(from('hero1', 'left')).toBe('response');
  });

  it('stays at the edges', () => {
    expect(from('hero2', 'up')).toBeNull();
    expect(from('tile4', 'right')).toBeNull();
    expect(from('waiting', 'left')).toBeNull();
  });

  it('follows the screen in a mirrored layout too', () => {
    const mirrored = Object.fromEntries(
      Object.entries(WALL).map(([name, { left, right, top, bottom }]) => [
        name,
        { left: 700 - right, right: 700 - left, top, bottom },
      ]),
    );
    expect(from('hero1', 'left', mirrored)).toBe('hero2');
    expect(from('response', 'left', mirrored)).toBe('hero1');
  });

  it('reaches everything on the wall from anywhere', () => {
    const reached = new Set(['hero1']);
    for (const name of reached)
      for (const direction of ['up', 'down', 'left', 'right'] as const) {
        const next = from(name, direction);
        if (next !== null) reached.add(next);
      }
    expect([...reached].sort()).toEqual(Object.keys(WALL).sort());
  });
});
