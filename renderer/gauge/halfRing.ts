import { ArcElement, Chart, DoughnutController, type Plugin } from 'chart.js';
import { keepSharp } from '../pixelRatio.ts';

Chart.register(DoughnutController, ArcElement);

export interface RingColours {
  readonly filled: string;
  readonly rest: string;
  readonly mark: string;
  /** Drawn around the target mark, so that it stands out from the ring too. */
  readonly halo: string;
}

export interface RingValue {
  /** In percent; more than 100 is drawn as a full ring, null as an empty one. */
  readonly percent: number | null;
  /** Where the target mark stands, 0–100; null draws none. */
  readonly target: number | null;
  readonly colours: RingColours;
}

export interface HalfRing {
  update(value: RingValue): void;
  destroy(): void;
}

/** How far the target mark reaches beyond the ring on each side, and how thick it is, as parts of the outer radius. */
const MARK_REACH = 0.05;
const MARK_WIDTH = 0.035;
/** Thickness of the halo, in thicknesses of the mark. */
const HALO = 2.6;
/** Room for the mark's outer end, as a part of the canvas's smaller side. */
const PADDING = 0.04;

const within = (percent: number): number => Math.min(100, Math.max(0, percent));

/** Draws the target as a line across the ring; the ring runs from π (0 %) to 2π (100 %). */
function targetMark(current: () => RingValue): Plugin<'doughnut'> {
  return {
    id: 'targetMark',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      const arc = chart.getDatasetMeta(0).data[0];
      if (!(arc instanceof ArcElement)) return;
      const { x, y, innerRadius, outerRadius } = arc;
      const { target, colours } = current();
      if (target === null) return;
      const angle = Math.PI * (1 + within(target) / 100);
      const reach = outerRadius * MARK_REACH;
      ctx.save();
      ctx.translate(x, y);
      ctx.rotate(angle);
      ctx.beginPath();
      ctx.moveTo(innerRadius - reach, 0);
      ctx.lineTo(outerRadius + reach, 0);
      const thickness = Math.max(2, outerRadius * MARK_WIDTH);
      ctx.lineWidth = thickness * HALO;
      ctx.strokeStyle = colours.halo;
      ctx.stroke();
      ctx.lineWidth = thickness;
      ctx.strokeStyle = colours.mark;
      ctx.stroke();
      ctx.restore();
    },
  };
}

const portions = ({ percent }: RingValue): number[] => {
  const filled = within(percent ?? 0);
  return [filled, 100 - filled];
};

/**
 * A half-ring gauge in a canvas. It follows the size of the canvas's parent by itself.
 * @returns null where there is nothing to draw on
 */
export function createHalfRing(canvas: HTMLCanvasElement, first: RingValue): HalfRing | null {
  if (!canvas.getContext('2d')) return null;
  let value = first;
  const chart = new Chart(canvas, {
    type: 'doughnut',
    data: {
      datasets: [
        { data: portions(first), backgroundColor: [first.colours.filled, first.colours.rest], borderWidth: 0 },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      rotation: -90,
      circumference: 180,
      cutout: '77%',
      layout: { padding: ({ chart: { width, height } }) => Math.min(width, height) * PADDING },
    },
    plugins: [targetMark(() => value)],
  });
  const endFollowing = keepSharp(() => chart);
  return {
    update(next) {
      value = next;
      const dataset = chart.data.datasets[0];
      if (!dataset) return;
      dataset.data = portions(next);
      dataset.backgroundColor = [next.colours.filled, next.colours.rest];
      chart.update('none');
    },
    destroy() {
      endFollowing();
      chart.destroy();
    },
  };
}
