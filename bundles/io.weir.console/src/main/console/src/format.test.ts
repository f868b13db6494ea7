import { describe, expect, it } from 'vitest';
import type { Channel } from './api/types';
import {
  choices,
  counterWords,
  counted,
  figures,
  formatAge,
  formatBytes,
  formatNamed,
  formatSpan,
  formatValue,
  nameOf,
  parseInput,
  partWords,
  qualityWords,
  sentence,
} from './format';

const channel: Channel = {
  id: 'pump/speed',
  name: 'Speed',
  number: 1,
  type: 'integer',
  unit: '1/min',
  access: 'rw',
  write: { min: 0, max: 2900 },
};

describe('formatValue', () => {
  it.each([
    [null, '–'],
    [undefined, '–'],
    [true, 'on'],
    [false, 'off'],
    ['BX-1', 'BX-1'],
    [0, '0'],
    [71.2345, '71.23'],
    [0.12345, '0.123'],
    [12345.678, '12,345.7'],
    [-4, '-4'],
  ])('%s is %s', (value, text) => expect(formatValue(value)).toBe(text));
});

describe('values that have names', () => {
  const values = { '10': 'fault', '0': 'off', '2': 'auto', '-1': 'by hand' };

  it('are called by them, others are not', () => {
    expect([2, -1, 3, 2.5, null, '2', undefined].map((value) => nameOf(value, values))).toEqual([
      'auto',
      'by hand',
      ...Array<undefined>(5).fill(undefined),
    ]);
    expect([true, false].map((value) => nameOf(value, { '1': 'open' }))).toEqual([
      'open',
      undefined,
    ]);
    expect(nameOf(2, undefined)).toBeUndefined();
    expect(formatNamed(10, values)).toBe('10 fault');
    expect(formatNamed(11, values)).toBe('11');
    expect(formatNamed(true, { '1': 'open' })).toBe('on open');
  });

  it('are offered in order, those that may be written', () => {
    const write = { min: 0, max: 9 };
    expect(choices({ ...channel, values, write: {} }).map(({ value }) => value)).toEqual([
      '-1',
      '0',
      '2',
      '10',
    ]);
    expect(choices({ ...channel, values, write })).toEqual([
      { value: '0', label: '0 off' },
      { value: '2', label: '2 auto' },
    ]);
    expect(choices(channel)).toEqual([]);
    expect(parseInput('', { ...channel, values })).toEqual({ problem: 'Choose a value.' });
  });
});

it('spans take the largest unit that says something', () => {
  expect([0, 89e3, 90e3, 89 * 60e3, 90 * 60e3, 48 * 3600e3].map(formatSpan)).toEqual([
    '0 s',
    '89 s',
    '1 min',
    '89 min',
    '1 h',
    '2 d',
  ]);
  expect(formatAge(1_000_000, 6_000)).toBe('5 s ago');
  expect(formatAge(null, 6_000)).toBe('never');
});

it('bytes, qualities and parts are words for people', () => {
  expect([0, 999, 1500, 123_456_789].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.5 KB',
    '123 MB',
  ]);
  expect(qualityWords('bad/comm')).toBe('bad: no answer');
  expect(qualityWords('good')).toBe('good');
  expect(partWords('connection/plant')).toBe('Connection plant');
  expect(partWords('clock')).toBe('Clock');
  expect(counterWords('writes-failed')).toBe('Writes failed');
});

it('counters are words and sizes', () => {
  expect(figures({ samples: 1234, 'raw-bytes': 5_000_000, free: 7e9 })).toEqual([
    ['Samples', '1,234'],
    ['Raw bytes', '5.0 MB'],
    ['Free', '7.0 GB'],
  ]);
});

describe('parseInput', () => {
  it('takes what the channel can hold', () => {
    expect(parseInput(' 1450 ', channel)).toEqual({ value: 1450 });
    expect(parseInput('21,5', { ...channel, type: 'double' })).toEqual({ value: 21.5 });
    expect(parseInput('true', { ...channel, type: 'boolean' })).toEqual({ value: true });
    expect(parseInput('hello', { ...channel, type: 'text' })).toEqual({ value: 'hello' });
  });

  it.each(['', 'abc', '1.5', '-1', '2901'])('refuses %j with a reason', (text) => {
    expect(parseInput(text, channel)).toHaveProperty('problem');
  });
});

it('what the gateway says becomes a sentence', () => {
  expect(sentence('the disk is full')).toBe('The disk is full.');
  expect(sentence('Try again.')).toBe('Try again.');
});

it('counters that have counted nothing, or have no name, are left out', () => {
  expect(counted({ samples: 3, failures: 0, taken: 7, 'raw-bytes': 9 }, { taken: '' })).toEqual([
    ['Samples', '3'],
    ['Raw bytes', formatBytes(9)],
  ]);
});
