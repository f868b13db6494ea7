import type { GatewayEvent, Lane, Wear } from './api/types';
import { counterWords, formatCount, formatTime, partWords } from './format';

export interface Reader {
  name: string;
  at: number;
  behind: number;
  /** How much of what is kept it has read, from 0 to 1. */
  share: number;
}

/** Who reads a lane, whoever is furthest behind first. */
export function readers(lane: Lane): Reader[] {
  const kept = Math.max(0, lane.committed - lane.first + 1);
  return Object.entries(lane.cursors)
    .map(([name, at]) => {
      const behind = Math.max(0, lane.committed - at);
      const share = kept === 0 ? 1 : 1 - Math.min(1, behind / kept);
      return { name: partWords(name), at, behind, share };
    })
    .sort((a, b) => b.behind - a.behind || a.name.localeCompare(b.name));
}

/** Which entries a lane keeps. */
export function keptWords({ first, last }: Lane): string {
  return last < first ? 'none' : `${formatCount(first)} – ${formatCount(last)}`;
}

/** When a lane is committed, in words. */
export function commitWords(intervalMs: number): string {
  if (intervalMs === 0) return 'each entry at once';
  return intervalMs % 1000 === 0 ? `every ${intervalMs / 1000} s` : `every ${intervalMs} ms`;
}

/** How long the card will last, in words. */
export function lifeWords(wear: Wear): string {
  if (wear.lifeYears === null) return 'not known';
  if (wear.lifeYears >= 100) return 'over 100 years';
  if (wear.lifeYears >= 2) return `${Math.round(wear.lifeYears)} years`;
  const months = Math.round(wear.lifeYears * 12);
  return months === 1 ? '1 month' : `${months} months`;
}

export interface GapRow {
  sequence: number;
  time: number;
  lane: string;
  what: string;
  /** When it was recorded; empty if that is not known. */
  when: string;
  why: string;
}

const REASONS: Record<string, string> = {
  budget: 'the lane was full while a reader was behind',
  'disk-floor': 'the disk was nearly full',
  damage: 'damaged on the medium',
  restore: 'a backup was restored',
};

const LOSSES: Record<string, string> = {
  half: 'Every second sample',
  'three-quarters': 'Three of four samples',
  all: 'All',
};

/** A gap's event as a line for people. */
export function gapRow(event: GatewayEvent): GapRow {
  const of = event.attributes;
  const samples = Number(of.samples ?? 0);
  const [from, to] = [Number(of.from ?? 0), Number(of.to ?? 0)];
  const reason = of.reason ?? '';
  return {
    sequence: event.sequence,
    time: event.time,
    lane: of.lane ?? event.source,
    what: lossWords(of.loss, reason, samples, Number(of.first ?? 0), Number(of.last ?? 0)),
    when: from > 0 && to > 0 ? `${formatTime(from)} – ${formatTime(to)}` : '',
    why: REASONS[reason] ?? (counterWords(reason).toLowerCase() || event.message),
  };
}

function lossWords(
  loss: string | undefined,
  reason: string,
  samples: number,
  first: number,
  last: number,
): string {
  const entries = `entries ${formatCount(first)} to ${formatCount(last)}`;
  if (reason === 'restore') return `Numbers skipped: ${entries}`;
  const head = LOSSES[loss ?? ''] ?? 'Part';
  const lost = samples > 0 ? `, ${formatCount(samples)} samples` : '';
  return `${head} of ${entries}${lost}`;
}
