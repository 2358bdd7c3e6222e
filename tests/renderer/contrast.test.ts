import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_HOURS } from '../../common/hours.ts';
import { shadeOf } from '../../renderer/view/light.ts';

const CSS = readFileSync(join(import.meta.dirname, '../../renderer/styles/tokens.css'), 'utf8');

/** Text token on ground token, for every pair the style sheets use. */
const TEXT_PAIRS = [
  ['ink', 'bg'],
  ['mute', 'bg'],
  ['good', 'bg'],
  ['ink', 'tile'],
  ['mute', 'tile'],
  ['good', 'tile'],
  ['warn', 'tile'],
  ['bad', 'tile'],
  ['mute', 'hatch'],
  ['ink', 'warn-fill'],
  ['mute', 'warn-fill'],
  ['warn', 'warn-fill'],
  ['on-bad', 'bad-fill'],
  ['on-bad-mute', 'bad-fill'],
  ['on-watch-band', 'watch-band'],
  ['on-alarm-band', 'alarm-band'],
  ['ink', 'field'],
  ['on-accent', 'accent'],
  ['night-ink', 'night'],
] as const;

/** Shapes that carry meaning need 3 : 1 (WCAG 1.4.11). */
const SHAPE_PAIRS = [
  ['good', 'tile'],
  ['warn', 'tile'],
  ['bad', 'tile'],
  ['field-line', 'field'],
  ['mute', 'tile'],
] as const;

function theme(name: string): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme='${name}'\\] \\{([^}]*)\\}`).exec(CSS)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, token, colour]) => [token ?? '', colour ?? '']),
  );
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** A colour under the shade of a dimmed screen. */
function dimmed(colour: string, shade: string, opacity: number): string {
  const channels = [1, 3, 5].map((start) => {
    const [under = 0, over = 0] = [colour, shade].map((one) => parseInt(one.slice(start, start + 2), 16));
    return Math.round(under * (1 - opacity) + over * opacity);
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

describe.each(['dark', 'light'])('the %s theme', (name) => {
  const tokens = theme(name);
  const colour = (token: string): string => {
    const found = tokens.get(token);
    if (!found) throw new Error(`No token --${token}`);
    return found;
  };

  it.each(TEXT_PAIRS)('text of --%s on --%s has a contrast of 4.5 or more', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPE_PAIRS)('a shape of --%s on --%s has a contrast of 3 or more', (shape, ground) => {
    expect(contrast(colour(shape), colour(ground))).toBeGreaterThanOrEqual(3);
  });

  // Of large type, which all of a wall is (WCAG 1.4.3).
  it.each(TEXT_PAIRS.filter(([, ground]) => !['field', 'accent', 'night'].includes(ground)))(
    'text of --%s on --%s keeps a contrast of 3 while a wall is dimmed as far as it is unless told otherwise',
    (text, ground) => {
      const under = (token: string): string => dimmed(colour(token), colour('shade'), shadeOf(DEFAULT_HOURS.dimTo));
      expect(contrast(under(text), under(ground))).toBeGreaterThanOrEqual(3);
    },
  );

  it('has no pure white and no pure black', () => {
    expect([...tokens.values()].filter((value) => /^#(0{6}|f{6})$/.test(value))).toEqual([]);
    expect(tokens.size).toBeGreaterThan(20);
  });
});
