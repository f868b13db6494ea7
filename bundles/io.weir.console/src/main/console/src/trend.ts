import type { History } from './api/types';

/** uPlot's columns: seconds, mean, lowest, highest; null where there is nothing. */
export type Columns = [number[], (number | null)[], (number | null)[], (number | null)[]];

/** History as columns, with an empty point wherever a step has no samples. */
export function toColumns(history: History): Columns {
  const columns: Columns = [[], [], [], []];
  const [time, mean, low, high] = columns;
  let previous: number | undefined;
  for (const point of history.points) {
    if (previous !== undefined && point.time - previous > history.step * 1.5) {
      time.push((previous + history.step) / 1e6);
      mean.push(null);
      low.push(null);
      high.push(null);
    }
    time.push(point.time / 1e6);
    mean.push(point.mean);
    low.push(point.min);
    high.push(point.max);
    previous = point.time;
  }
  return columns;
}
