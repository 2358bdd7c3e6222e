import { describe, expect, it } from 'vitest';
import { describeDisplays, keyedDisplays, type Display } from '../../electron/displays.ts';
import { desktopSchema } from '../../common/settings.ts';

const display = (id: number, x: number, label = 'DELL U2720Q', change: Partial<Display> = {}): Display => {
  const bounds = { x, y: 0, width: 1920, height: 1080 };
  return { id, label, bounds, workArea: bounds, scaleFactor: 1, ...change };
};
const keysOf = (displays: readonly Display[]): string[] => keyedDisplays(displays).map(({ key }) => key);

describe('the key of a display', () => {
  it('outlasts the ids and the order in which the system tells its displays', () => {
    const before = [display(1, 0, 'Laptop'), display(2, 1920), display(3, 3840)];
    const after = before.map((one) => ({ ...one, id: one.id + 700 })).reverse();
    const xByKey = (displays: readonly Display[]): unknown =>
      Object.fromEntries(keyedDisplays(displays).map(({ key, display: { bounds } }) => [key, bounds.x]));
    expect(xByKey(after)).toEqual(xByKey(before));
  });

  it('tells two displays of one model apart, by their places', () => {
    expect(keysOf([display(9, 1920), display(4, 0)])).toEqual(['DELL U2720Q 1920x1080 #2', 'DELL U2720Q 1920x1080']);
  });

  it('is the same at another scale', () => {
    const fine = { width: 960, height: 540, x: 0, y: 0 };
    expect(keysOf([display(1, 0, 'TV', { scaleFactor: 2, bounds: fine })])).toEqual(keysOf([display(1, 0, 'TV')]));
  });

  it.each(['', 'x'.repeat(300), '\u{1f5a5}'.repeat(40), 'a"\\b'])(
    'fits into the settings, whatever its name: %j',
    (label) => {
      const walls = keysOf([display(1, 0, label), display(2, 1920, label)]).map((key) => ({
        display: key,
        board: 'main',
      }));
      expect(desktopSchema.safeParse({ kiosk: false, openAtLogin: false, updates: 'off', walls }).success).toBe(true);
    },
  );

  it('is what the settings know a display by', () => {
    const all = [display(5, 0, 'Laptop'), display(6, 1920)];
    const [primary = display(0, 0)] = all;
    const described = describeDisplays({ getAllDisplays: () => all, getPrimaryDisplay: () => primary });
    expect(described.map(({ id, primary: isPrimary }) => [id, isPrimary])).toEqual([
      ['Laptop 1920x1080', true],
      ['DELL U2720Q 1920x1080', false],
    ]);
  });
});
