import { describe, expect, it } from 'vitest';
import type { History, HistoryPoint } from './api/types';
import { levelWords, overall, stepWords, toChart } from './trend';

const point = (time: number, mean: number, count = 1): HistoryPoint => ({
  time,
  count,
  min: mean - 1,
  max: mean + 1,
  mean,
  timeWeightedMean: mean + 0.5,
  first: mean,
  last: mean,
});

const history = (points: HistoryPoint[], step = 1e6): History => ({
  channel: 'a/b',
  unit: '',
  type: 'double',
  level: 'raw',
  step,
  points,
});

describe('toChart', () => {
  it('makes a gap, not a line, where points are missing', () => {
    const points = [point(0, 5), point(1e6, 6), point(5e6, 7)];
    const chart = toChart(history(points));
    expect(chart.columns).toEqual([
      [0, 1, 3, 5],
      [5, 6, null, 7],
      [4, 5, null, 6],
      [6, 7, null, 8],
    ]);
    expect(chart.points).toEqual([points[0], points[1], undefined, points[2]]);
  });

  it('joins the points of a channel that is slower than the steps', () => {
    const minutes = [0, 60e6, 120e6, 180e6].map((time) => point(time, 1));
    expect(toChart(history(minutes, 6e6)).columns[0]).toEqual([0, 60, 120, 180]);
  });

  it('draws a value that was only held', () => {
    const held = { ...point(0, 5, 0), mean: null, min: null, max: null };
    expect(toChart(history([held])).columns).toEqual([[0], [5.5], [5.5], [5.5]]);
  });

  it('draws nothing of nothing', () => {
    expect(toChart(history([])).columns).toEqual([[], [], [], []]);
  });
});

it('all points as one weigh as much as they count', () => {
  expect(overall([point(0, 2, 3), point(1, 6, 1)])).toEqual({
    count: 4,
    min: 1,
    max: 7,
    mean: 3,
    timeWeightedMean: 4.5,
  });
  expect(overall([])).toEqual({
    count: 0,
    min: null,
    max: null,
    mean: null,
    timeWeightedMean: null,
  });
});

it('the level and the step are words', () => {
  expect([1.5e6, 60e6, 600e6, 7200e6, 86400e6 * 2].map(stepWords)).toEqual([
    '1.5 s',
    '60 s',
    '10 min',
    '2 h',
    '2 d',
  ]);
  expect(levelWords({ ...history([], 600e6), level: 'minute' }, 1234)).toBe(
    'From sums of a minute, a point every 10 min; 1,234 samples.',
  );
});
