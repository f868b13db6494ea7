import { describe, expect, it } from 'vitest';
import type { Uplink } from './api/types';
import { budgetWords, drainWords } from './uplinks';

const uplink = (etaSeconds: number | null | undefined, bytesPerDay = 0, usedBytes = 0) =>
  ({
    backlog: { event: 0, telemetry: 5, etaSeconds },
    budget: { bytesPerDay, usedBytes },
  }) as Uplink;

describe('drainWords', () => {
  it('says when the backlog is gone, or that it is not', () => {
    expect(drainWords(uplink(0))).toBeUndefined();
    expect(drainWords(uplink(undefined))).toBeUndefined();
    expect(drainWords(uplink(42))).toBe('in about 42 s');
    expect(drainWords(uplink(7200))).toBe('in about 2 h');
    expect(drainWords(uplink(null))).toBe('not shrinking');
  });
});

describe('budgetWords', () => {
  it('says how much of the day is used', () => {
    expect(budgetWords(uplink(0))).toBeUndefined();
    expect(budgetWords(uplink(0, 2_000_000, 500_000))).toBe('500 KB of 2.0 MB (25 %)');
  });
});
