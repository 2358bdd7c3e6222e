import { BarController, BarElement, CategoryScale, Chart, LinearScale, type Plugin, type Scale } from 'chart.js';
import { keepSharp } from '../../pixelRatio.ts';
import { isolated } from '../isolated.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

export interface ChartColours {
  readonly bar: string;
  readonly over: string;
  readonly rest: string;
  readonly ink: string;
  readonly mute: string;
  readonly line: string;
}

/** What the canvas shows. */
export interface BarPicture {
  readonly bars: readonly {
    readonly label: string;
    readonly note: string;
    readonly value: number;
    readonly over: boolean;
    readonly rest: boolean;
  }[];
  readonly lying: boolean;
  /** The last bar holds all that is beyond those before it: its name is never left out. */
  readonly endsOpen: boolean;
  readonly mirrored: boolean;
  /** Where the threshold's line stands, in bars: 3 before the fourth one, 3.5 in its middle. */
  readonly markAt: number | null;
  readonly markText: string | null;
  readonly colours: ChartColours;
  readonly font: { readonly family: string; readonly sizePx: number };
}

export interface BarChart {
  update(picture: BarPicture): void;
  destroy(): void;
}

const LONGEST_LABEL = 28;
/** Thickness of the widest bar and room kept above or behind bars for their notes, in font sizes. */
const WIDEST_BAR = 4;
const NOTE_ROOM = 1.6;
const LYING_NOTE_ROOM = 8;
const MARK_DASH = [4, 3];

/** Cut between whole characters, and with its own direction whatever the page's. */
function shortened(label: string): string {
  const letters = [...label];
  return isolated(letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL - 1).join('')}…` : label);
}

/** Writes each bar's note at its end, where there is room for it. */
function notes(current: () => BarPicture): Plugin<'bar'> {
  return {
    id: 'notes',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      const { bars, lying, mirrored, colours, font } = current();
      ctx.save();
      ctx.font = `550 ${font.sizePx}px ${font.family}`;
      ctx.fillStyle = colours.ink;
      ctx.textBaseline = lying ? 'middle' : 'bottom';
      ctx.textAlign = lying ? (mirrored ? 'right' : 'left') : 'center';
      const gap = font.sizePx / 3;
      const elements = chart.getDatasetMeta(0).data;
      const step = elements.length > 1 ? Math.abs((elements[1]?.x ?? 0) - (elements[0]?.x ?? 0)) : Infinity;
      elements.forEach((element, index) => {
        const note = bars[index]?.note ?? '';
        if ((bars[index]?.value ?? 0) === 0) return;
        if (lying) ctx.fillText(note, element.x + (mirrored ? -gap : gap), element.y);
        else if (ctx.measureText(note).width < step) ctx.fillText(note, element.x, element.y - gap / 2);
      });
      ctx.restore();
    },
  };
}

/** Where a place among bars lies in the picture, in pixels. */
function placeOf(chart: Chart, place: number, mirrored: boolean): number {
  const { chartArea } = chart;
  const step = chartArea.width / chart.getDatasetMeta(0).data.length;
  return mirrored ? chartArea.right - place * step : chartArea.left + place * step;
}

/** Draws the threshold as a dashed line between or within bins, with its words at the top. */
function mark(current: () => BarPicture): Plugin<'bar'> {
  return {
    id: 'mark',
    afterDatasetsDraw(chart) {
      const { markAt, markText, mirrored, colours, font } = current();
      if (markAt === null || markText === null || chart.getDatasetMeta(0).data.length === 0) return;
      const { ctx, chartArea } = chart;
      const x = placeOf(chart, markAt, mirrored);
      ctx.save();
      ctx.strokeStyle = colours.ink;
      ctx.lineWidth = Math.max(2, font.sizePx / 8);
      ctx.setLineDash(MARK_DASH);
      ctx.beginPath();
      ctx.moveTo(x, 0);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.font = `600 ${font.sizePx}px ${font.family}`;
      ctx.fillStyle = colours.ink;
      ctx.textBaseline = 'top';
      // Away from the nearer edge, so that the words never leave the picture.
      const onStart = x > (chartArea.left + chartArea.right) / 2;
      ctx.textAlign = onStart ? 'right' : 'left';
      ctx.fillText(markText, x + (onStart ? -font.sizePx / 2 : font.sizePx / 2), 0);
      ctx.restore();
    },
  };
}

function dataOf({ bars, colours }: BarPicture) {
  const fill = bars.map(({ over, rest }) => (over ? colours.over : rest ? colours.rest : colours.bar));
  return {
    labels: bars.map(({ label }) => shortened(label)),
    // Under the pointer too: a colour of the library's own would be one that means nothing here.
    datasets: [
      { data: bars.map(({ value }) => value), backgroundColor: fill, hoverBackgroundColor: fill, borderRadius: 3 },
    ],
  };
}

/** Which bars are named when there is room for one name in so many bars, counted from the last bar. */
export const namedFromEnd = (bars: number, every: number): readonly number[] =>
  Array.from({ length: bars }, (_, index) => index).filter((index) => (bars - 1 - index) % every === 0);

/** Leaves out as many names as there is no room for, and never the last one. */
const namesFromEnd =
  ({ family, sizePx }: BarPicture['font']) =>
  (scale: Scale): void => {
    const { ctx, ticks } = scale;
    const labels = scale.getLabels();
    ctx.save();
    ctx.font = `${sizePx}px ${family}`;
    const widest = Math.max(...labels.map((label) => ctx.measureText(label).width)) + sizePx;
    ctx.restore();
    const every = Math.max(1, Math.ceil(widest / (scale.maxWidth / Math.max(1, labels.length))));
    const kept = new Set(namedFromEnd(labels.length, every));
    scale.ticks = ticks.filter(({ value }) => kept.has(value));
  };

function optionsOf(
  { lying, endsOpen, mirrored, colours, font, markText }: BarPicture,
  choose: (index: number) => void,
) {
  const ticks = { color: colours.mute, font: { family: font.family, size: font.sizePx } };
  const names = {
    grid: { display: false },
    border: { color: colours.line },
    ticks: { ...ticks, autoSkip: !lying && !endsOpen, maxRotation: 0, autoSkipPadding: font.sizePx },
    ...(endsOpen && { afterBuildTicks: namesFromEnd(font) }),
    ...(lying ? { position: mirrored ? ('right' as const) : ('left' as const) } : { reverse: mirrored }),
  };
  const amounts = { display: false, beginAtZero: true, grid: { display: false }, reverse: lying && mirrored };
  const noteRoom = font.sizePx * LYING_NOTE_ROOM;
  const above = font.sizePx * NOTE_ROOM * (markText === null ? 1 : 2);
  return {
    animation: false as const,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: lying ? ('y' as const) : ('x' as const),
    layout: { padding: lying ? { left: mirrored ? noteRoom : 0, right: mirrored ? 0 : noteRoom } : { top: above } },
    datasets: {
      bar: { maxBarThickness: font.sizePx * WIDEST_BAR, categoryPercentage: 0.9, barPercentage: lying ? 0.8 : 0.92 },
    },
    scales: lying ? { y: names, x: amounts } : { x: names, y: amounts },
    interaction: { mode: 'index' as const, axis: lying ? ('y' as const) : ('x' as const), intersect: false },
    onClick: (_event: unknown, hits: readonly { readonly index: number }[]) => {
      const hit = hits[0];
      if (hit) choose(hit.index);
    },
  };
}

/**
 * A bar chart in a canvas. It follows the size of the canvas's parent by itself.
 * @param choose called with the index of a bar that was clicked, or whose column or line was
 * @returns null where there is nothing to draw on
 */
export function createBarChart(
  canvas: HTMLCanvasElement,
  first: BarPicture,
  choose: (index: number) => void,
): BarChart | null {
  if (!canvas.getContext('2d')) return null;
  let picture = first;
  const plugins = [notes(() => picture), mark(() => picture)];
  const make = (): Chart<'bar'> =>
    new Chart(canvas, { type: 'bar', data: dataOf(picture), options: optionsOf(picture, choose), plugins });
  let chart = make();
  const endFollowing = keepSharp(() => chart);
  return {
    update(next) {
      // The axes change places between standing and lying bars, which a chart cannot do while it lives.
      const turned = next.lying !== picture.lying;
      picture = next;
      if (turned) {
        chart.destroy();
        chart = make();
        return;
      }
      chart.data = dataOf(next);
      chart.options = optionsOf(next, choose);
      chart.update('none');
    },
    destroy() {
      endFollowing();
      chart.destroy();
    },
  };
}
