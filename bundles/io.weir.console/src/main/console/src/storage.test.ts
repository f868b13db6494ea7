import { describe, expect, it } from 'vitest';
import type { GatewayEvent, Lane, Wear } from './api/types';
import { commitWords, gapRow, keptWords, lifeWords, readers } from './storage';

const lane: Lane = {
  lane: 'telemetry',
  first: 101,
  last: 1101,
  committed: 1100,
  segments: 2,
  bytes: 1,
  commits: 1,
  commitIntervalMs: 1000,
  cursors: { history: 1100, 'uplink/cloud': 850, 'uplink/new': 0 },
};

describe('readers', () => {
  it('shows who is furthest behind first', () => {
    expect(readers(lane)).toEqual([
      { name: 'Uplink new', at: 0, behind: 1100, share: 0 },
      { name: 'Uplink cloud', at: 850, behind: 250, share: 0.75 },
      { name: 'History', at: 1100, behind: 0, share: 1 },
    ]);
  });

  it('knows that nobody is behind in an empty lane', () => {
    const empty = { ...lane, first: 1, committed: 0, cursors: { history: 0 } };
    expect(readers(empty)).toEqual([{ name: 'History', at: 0, behind: 0, share: 1 }]);
  });
});

it('an empty lane keeps nothing', () => {
  expect(keptWords(lane)).toBe('101 – 1,101');
  expect(keptWords({ ...lane, first: 1, last: 0 })).toBe('none');
});

it('commit intervals are words', () => {
  expect([0, 1000, 5000, 250].map(commitWords)).toEqual([
    'each entry at once',
    'every 1 s',
    'every 5 s',
    'every 250 ms',
  ]);
});

it('the life of the card is words', () => {
  const life = (lifeYears: number | null) => lifeWords({ lifeYears } as Wear);
  expect([null, 250, 12.4, 1.5, 0.08].map(life)).toEqual([
    'not known',
    'over 100 years',
    '12 years',
    '18 months',
    '1 month',
  ]);
});

describe('gapRow', () => {
  const event = (attributes: Record<string, string>): GatewayEvent => ({
    sequence: 7,
    type: 'gap',
    source: 'telemetry',
    severity: 'warning',
    time: 5,
    message: 'words of the gateway',
    attributes,
  });

  it('says what was lost, when and why', () => {
    const row = gapRow(
      event({
        lane: 'telemetry',
        first: '5',
        last: '1200',
        loss: 'half',
        reason: 'disk-floor',
        samples: '2400',
        from: '1767225600000000',
        to: '1767229200000000',
      }),
    );
    expect(row.what).toBe('Every second sample of entries 5 to 1,200, 2,400 samples');
    expect(row.when).toMatch(/^1 Jan.* – 1 Jan/);
    expect(row.why).toBe('the disk was nearly full');
  });

  it('does not call what a restore skips a loss', () => {
    const row = gapRow(event({ first: '5', last: '6', loss: 'all', reason: 'restore' }));
    expect(row).toMatchObject({ what: 'Numbers skipped: entries 5 to 6', when: '' });
  });

  it('takes the words of the gateway for what it does not know', () => {
    expect(gapRow(event({})).why).toBe('words of the gateway');
    expect(gapRow(event({ reason: 'cosmic-rays' })).why).toBe('cosmic rays');
  });
});
