import { expect, it } from 'vitest';
import type { HistoryPoint } from './api/types';
import { toColumns } from './trend';

const point = (time: number, mean: number): HistoryPoint => ({
  time,
  count: 1,
  min: mean - 1,
  max: mean + 1,
  mean,
  first: mean,
  last: mean,
});

it('a missing step becomes a gap, not a line', () => {
  const points = [point(0, 5), point(1e6, 6), point(4e6, 7)];
  const columns = toColumns({ channel: 'a/b', unit: '', type: 'double', step: 1e6, points });
  expect(columns).toEqual([
    [0, 1, 2, 4],
    [5, 6, null, 7],
    [4, 5, null, 6],
    [6, 7, null, 8],
  ]);
});

it('no history is no point', () => {
  expect(toColumns({ channel: 'a/b', unit: '', type: 'double', step: 1, points: [] })).toEqual([
    [],
    [],
    [],
    [],
  ]);
});
