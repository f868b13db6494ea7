import type { Plan, PlannedRead } from './api/documents';

export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return '–';
  return share > 0 && share < 0.005 ? 'below 1 %' : `${Math.round(share * 100)} %`;
}

/** A duration on the wire: `850 µs`, `12.3 ms`, `1.2 s`. */
export function formatMicros(micros: number | null | undefined): string {
  if (micros === null || micros === undefined) return '–';
  if (micros < 1000) return `${Math.round(micros)} µs`;
  if (micros < 1e6) return `${(micros / 1000).toFixed(micros < 1e5 ? 1 : 0)} ms`;
  return `${(micros / 1e6).toFixed(1)} s`;
}

/** A period as documents have it: `250 ms`, `1 s`, `2 min`. */
export function formatPeriod(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000} min`;
  return milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`;
}

/** Which places a request asks for. */
export function places({ area, start, length }: PlannedRead): string {
  return length > 1 ? `${area} ${start}–${start + length - 1}` : `${area} ${start}`;
}

/** What a change does to the bus: `42 % → 57 %`. */
export function changeWords(before: Plan | undefined, after: Plan): string {
  if (!after.timed) {
    const now = `${after.reads.length} requests`;
    return before ? `${before.reads.length} → ${now}` : now;
  }
  return before?.timed
    ? `${percent(before.utilisation)} → ${percent(after.utilisation)}`
    : percent(after.utilisation);
}
