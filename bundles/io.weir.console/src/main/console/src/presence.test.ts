import { expect, test } from 'vitest';
import { spans } from './presence';

test('each change holds until the next, the last until now', () => {
  const change = (time: number, online: boolean) => ({ time, online, reason: '', message: '' });
  const found = spans([change(1_000_000, true), change(61_000_000, false)], 71_000);
  expect(found.map(({ milliseconds, lasts }) => [milliseconds, lasts])).toEqual([
    [10_000, true],
    [60_000, false],
  ]);
  expect(spans([], 5)).toEqual([]);
});
