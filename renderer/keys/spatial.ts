export type Direction = 'up' | 'down' | 'left' | 'right';

/** A box on the screen in pixels; screen directions are physical, so a mirrored layout needs nothing of its own. */
export type Box = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;

/** Boxes whose edges overlap by this much still lie beside each other, in pixels. */
const SLACK_PX = 2;
/** A box aside of the way counts as if it were so much further away. */
const ASIDE_WEIGHT = 3;
/** Of two boxes in the way at the same distance, the one nearer to the middle wins. */
const MIDDLE_WEIGHT = 0.01;

interface Span {
  readonly from: number;
  readonly to: number;
}

const across = (box: Box): Span => ({ from: box.left, to: box.right });
const down = (box: Box): Span => ({ from: box.top, to: box.bottom });
const flipped = ({ from, to }: Span): Span => ({ from: -to, to: -from });
const middle = ({ from, to }: Span): number => (from + to) / 2;

/** A box as seen when looking into a direction: how far ahead it reaches, and what of the side it takes. */
function seen(box: Box, direction: Direction): { ahead: Span; side: Span } {
  const isDown = direction === 'up' || direction === 'down';
  const along = isDown ? down(box) : across(box);
  const isBack = direction === 'up' || direction === 'left';
  return { ahead: isBack ? flipped(along) : along, side: isDown ? across(box) : down(box) };
}

/** The box one comes to from another when going into a direction, as its position in the list; null at the edge. */
export function nextIn(direction: Direction, from: Box, others: readonly Box[]): number | null {
  const here = seen(from, direction);
  let best: number | null = null;
  let leastCost = Infinity;
  others.forEach((other, index) => {
    const there = seen(other, direction);
    const distance = there.ahead.from - here.ahead.to;
    if (distance < -SLACK_PX) return;
    const aside = Math.max(0, there.side.from - here.side.to, here.side.from - there.side.to);
    const offMiddle = Math.abs(middle(there.side) - middle(here.side));
    const cost = distance + ASIDE_WEIGHT * aside + MIDDLE_WEIGHT * offMiddle;
    if (cost >= leastCost) return;
    leastCost = cost;
    best = index;
  });
  return best;
}
