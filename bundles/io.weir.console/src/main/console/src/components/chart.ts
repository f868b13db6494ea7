import uPlot from 'uplot';

export const HEIGHT = 340;

export interface ChartEvents {
  /** The row under the cursor. */
  onCursor: (row: number | undefined) => void;
  /** What was drawn over the chart, in seconds since 1970. */
  onDraw: (from: number, to: number) => void;
}

// Ticks at least so many seconds apart look so: [seconds, text, and more of it when the year, the
// day or the minute begins].
const TIMES: uPlot.Axis.Values = [
  [31_536_000, '{YYYY}', null, null, null, null, null, null, 1],
  [2_419_200, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [86_400, '{D} {MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
  [
    1,
    ':{ss}',
    '\n{D} {MMM} {HH}:{mm}',
    null,
    '\n{D} {MMM} {HH}:{mm}',
    null,
    '\n{HH}:{mm}',
    null,
    1,
  ],
  [0.001, ':{ss}.{fff}', '\n{HH}:{mm}', null, '\n{HH}:{mm}', null, '\n{HH}:{mm}', null, 1],
];

/** How the chart looks and what it does. */
export function chartOptions(
  width: number,
  steps: boolean,
  dark: boolean,
  events: ChartEvents,
): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--quiet'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
  };
  const paths = steps ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  const edge: uPlot.Series = {
    stroke: 'transparent',
    spanGaps: false,
    points: { show: false },
    ...(paths && { paths }),
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 9 } },
    scales: { x: { time: true, auto: false }, y: { auto: false } },
    axes: [
      { ...axis, values: TIMES, space: 70 },
      { ...axis, size: 60 },
    ],
    series: [
      {},
      { stroke: colour('--accent'), width: 1.5, spanGaps: false, ...(paths && { paths }) },
      edge,
      edge,
    ],
    bands: [{ series: [3, 2], fill: dark ? 'rgb(75 168 184 / 24%)' : 'rgb(11 114 134 / 18%)' }],
    hooks: {
      ready: [touch],
      setCursor: [(plot) => events.onCursor(plot.cursor.idx ?? undefined)],
      setSelect: [
        (plot) => {
          const { left, width: drawn } = plot.select;
          if (drawn <= 0) return;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          events.onDraw(plot.posToVal(left, 'x'), plot.posToVal(left + drawn, 'x'));
        },
      ],
    },
  };
}

/** Drawing with a finger: the library knows the mouse alone. Up and down scrolls the page. */
function touch(plot: uPlot): void {
  let start: number | undefined;
  const at = (event: PointerEvent) =>
    Math.min(
      plot.over.clientWidth,
      Math.max(0, event.clientX - plot.over.getBoundingClientRect().left),
    );
  const select = (event: PointerEvent, fire: boolean) => {
    if (start === undefined) return;
    const end = at(event);
    const [left, width] = [Math.min(start, end), Math.abs(end - start)];
    plot.setSelect({ left, top: 0, width, height: plot.over.clientHeight }, fire);
  };
  plot.over.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse') return;
    start = at(event);
    plot.over.setPointerCapture(event.pointerId);
  });
  plot.over.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse') return;
    plot.setCursor({ left: at(event), top: 0 });
    select(event, false);
  });
  plot.over.addEventListener('pointerup', (event) => {
    select(event, true);
    start = undefined;
  });
  plot.over.addEventListener('pointercancel', () => {
    start = undefined;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  });
}

/** The scale that shows everything, with a little room. */
export function yRange(
  low: (number | null)[],
  high: (number | null)[],
): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const value of low) if (value !== null && value < min) min = value;
  for (const value of high) if (value !== null && value > max) max = value;
  if (min > max) return { min: 0, max: 1 };
  const margin = (max - min || Math.abs(max) || 1) * 0.08;
  return { min: min - margin, max: max + margin };
}
