import { describe, expect, it } from 'vitest';
import type { Plan } from './api/documents';
import { changeWords, formatMicros, formatPeriod, percent, places } from './plan';

const plan = (utilisation: number | null, reads = 0): Plan => ({
  connection: 'plant',
  medium: '',
  timed: utilisation !== null,
  utilisation,
  limit: 0.8,
  warning: null,
  cycleMicros: null,
  devices: [],
  reads: Array.from({ length: reads }, (_, start) => ({
    device: 'a',
    periodMs: 1000,
    area: 'holding',
    start,
    length: 1,
    channels: [],
    unused: 0,
    why: '',
  })),
});

describe('a bus plan', () => {
  it('tells shares and times', () => {
    expect([0, 0.001, 0.42, 1.3, null].map(percent)).toEqual([
      '0 %',
      'below 1 %',
      '42 %',
      '130 %',
      '–',
    ]);
    expect([850, 12_345, 123_456, 1_234_567, undefined].map(formatMicros)).toEqual([
      '850 µs',
      '12.3 ms',
      '123 ms',
      '1.2 s',
      '–',
    ]);
    expect([250, 1500, 60_000, 90_000].map(formatPeriod)).toEqual([
      '250 ms',
      '1.5 s',
      '1 min',
      '90 s',
    ]);
  });

  it('names the places of a request', () => {
    const [read] = plan(0, 1).reads;
    if (!read) throw new Error('no read');
    expect(places(read)).toBe('holding 0');
    expect(places({ ...read, start: 10, length: 4 })).toBe('holding 10–13');
  });

  it('tells before and after', () => {
    expect(changeWords(plan(0.42), plan(0.571))).toBe('42 % → 57 %');
    expect(changeWords(undefined, plan(0.571))).toBe('57 %');
    expect(changeWords(plan(null, 2), plan(null, 3))).toBe('2 → 3 requests');
  });
});
