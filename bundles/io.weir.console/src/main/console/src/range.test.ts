import { expect, it } from 'vitest';
import { drawn, moved, rangeWords, scaled } from './range';

const range = { from: 1000, to: 2000 };

it('a range grows and shrinks around its middle, within reason', () => {
  expect(scaled(range, 2)).toEqual({ from: 500, to: 2500 });
  expect(scaled(range, 0.5)).toEqual({ from: 1250, to: 1750 });
  expect(scaled(range, 10)).toEqual({ from: 0, to: 6500 });
  expect(scaled(range, 1e-9)).toEqual({ from: 1499.5, to: 1500.5 });
});

it('a range moves by its own length, never into the future', () => {
  expect(moved(range, -0.5, 9000)).toEqual({ from: 500, to: 1500 });
  expect(moved(range, 0.5, 9000)).toEqual({ from: 1500, to: 2500 });
  expect(moved(range, 0.5, 2200)).toEqual({ from: 1200, to: 2200 });
});

it('what is drawn counts from either side, a click does not', () => {
  expect(drawn(1800, 1200, range)).toEqual({ from: 1200, to: 1800 });
  expect(drawn(-5, 1200, range)).toEqual({ from: 1000, to: 1200 });
  expect(drawn(1200, 1201, range)).toBeUndefined();
});

it('the date of one day stands once', () => {
  const from = new Date(2026, 0, 31, 8).getTime() / 1000;
  expect(rangeWords({ from, to: from + 3600 })).toBe('31 Jan 2026, 08:00 – 09:00');
  expect(rangeWords({ from, to: from + 86400 })).toBe('31 Jan 2026, 08:00 – 1 Feb 2026, 08:00');
  expect(rangeWords({ from, to: from + 60 })).toBe('31 Jan 2026, 08:00:00 – 08:01:00');
});
