import { SECOND_MS } from '../common/time.ts';

/** The part of a chart of Chart.js that is used. */
interface Sharpened {
  readonly options: { devicePixelRatio?: unknown };
  resize(): void;
}

/**
 * Draws a chart anew when the screen has more or fewer pixels for each of the page than before: a window moved to another screen, or
 * an enlarged page. It is looked at each second, since browsers tell no media query of it where the page keeps its size.
 * @returns its own end
 */
export function keepSharp(current: () => Sharpened): () => void {
  let known = devicePixelRatio;
  const timer = setInterval(() => {
    if (devicePixelRatio === known) return;
    known = devicePixelRatio;
    const chart = current();
    // The library remembers what it found first.
    chart.options.devicePixelRatio = known;
    chart.resize();
  }, SECOND_MS);
  return () => clearInterval(timer);
}
