import type { History, HistoryPoint, Level } from './api/types';
import { formatCount } from './format';

/** uPlot's columns: seconds, mean, lowest, highest; null where there is nothing. */
export type Columns = [number[], (number | null)[], (number | null)[], (number | null)[]];

export interface Chart {
  columns: Columns;
  /** The point of each row; none for a gap. */
  points: (HistoryPoint | undefined)[];
}

/**
 * History as a chart, with an empty row wherever samples are missing: where nothing came for longer
 * than two and a half times what lies between points otherwise.
 */
export function toChart(history: History): Chart {
  const { points } = history;
  const columns: Columns = [[], [], [], []];
  const [time, mean, low, high] = columns;
  const rows: Chart['points'] = [];
  const gap = longestPause(points, history.step);
  let previous: number | undefined;
  for (const point of points) {
    if (previous !== undefined && point.time - previous > gap) {
      time.push((previous + point.time) / 2e6);
      mean.push(null);
      low.push(null);
      high.push(null);
      rows.push(undefined);
    }
    const middle = point.mean ?? point.timeWeightedMean;
    time.push(point.time / 1e6);
    mean.push(middle);
    low.push(point.min ?? middle);
    high.push(point.max ?? middle);
    rows.push(point);
    previous = point.time;
  }
  return { columns, points: rows };
}

function longestPause(points: HistoryPoint[], step: number): number {
  const pauses = points
    .slice(1)
    .map((point, i) => point.time - (points[i]?.time ?? 0))
    .sort((a, b) => a - b);
  const usual = pauses[Math.floor((pauses.length - 1) / 2)] ?? step;
  return Math.max(step * 1.5, usual * 2.5);
}

export type Figures = Pick<HistoryPoint, 'count' | 'min' | 'max' | 'mean' | 'timeWeightedMean'>;

/** All points as one. */
export function overall(points: HistoryPoint[]): Figures {
  const known = (values: (number | null)[]) => values.filter((v): v is number => v !== null);
  const count = points.reduce((n, point) => n + point.count, 0);
  const sum = points.reduce((total, point) => total + (point.mean ?? 0) * point.count, 0);
  const held = known(points.map((point) => point.timeWeightedMean));
  return {
    count,
    min: known(points.map((point) => point.min)).reduce<number | null>(lower, null),
    max: known(points.map((point) => point.max)).reduce<number | null>(higher, null),
    mean: count > 0 ? sum / count : null,
    timeWeightedMean: held.length > 0 ? held.reduce((a, b) => a + b, 0) / held.length : null,
  };
}

const lower = (a: number | null, b: number) => (a === null || b < a ? b : a);
const higher = (a: number | null, b: number) => (a === null || b > a ? b : a);

const LEVELS: Record<Level, string> = {
  raw: 'From the samples themselves',
  minute: 'From sums of a minute',
  hour: 'From sums of an hour',
  day: 'From sums of a day',
};

/** What a chart is made of. */
export function levelWords({ level, step }: History, samples: number): string {
  return `${LEVELS[level]}, a point every ${stepWords(step)}; ${formatCount(samples)} samples.`;
}

/** The length of a step: `1.5 s`, `10 min`, `1 h`, `2 d`. */
export function stepWords(micros: number): string {
  const seconds = micros / 1e6;
  if (seconds < 120) return `${Number(seconds.toPrecision(3))} s`;
  if (seconds < 7200) return `${Number((seconds / 60).toPrecision(3))} min`;
  return seconds < 172800
    ? `${Number((seconds / 3600).toPrecision(3))} h`
    : `${Number((seconds / 86400).toPrecision(3))} d`;
}
