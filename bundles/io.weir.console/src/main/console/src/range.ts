/** A stretch of time in seconds since 1970. */
export interface Range {
  from: number;
  to: number;
}

export interface Preset {
  value: string;
  label: string;
  seconds: number;
  /** How often it is asked for anew, in milliseconds. */
  refresh: number;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

const FIRST: Preset = { value: '1h', label: '1 h', seconds: HOUR, refresh: 3_000 };

export const PRESETS: Preset[] = [
  FIRST,
  { value: '6h', label: '6 h', seconds: 6 * HOUR, refresh: 15_000 },
  { value: '24h', label: '24 h', seconds: DAY, refresh: 30_000 },
  { value: '7d', label: '7 d', seconds: 7 * DAY, refresh: 60_000 },
  { value: '30d', label: '30 d', seconds: 30 * DAY, refresh: 300_000 },
  { value: '1y', label: '1 y', seconds: 365 * DAY, refresh: 900_000 },
];

export function preset(value: string): Preset {
  return PRESETS.find((each) => each.value === value) ?? FIRST;
}

const SHORTEST = 1;
const LONGEST = 20 * 365 * DAY;

/** The same middle, so many times as long. */
export function scaled({ from, to }: Range, factor: number): Range {
  const middle = (from + to) / 2;
  const half = Math.min(LONGEST, Math.max(SHORTEST, (to - from) * factor)) / 2;
  return { from: Math.max(0, middle - half), to: middle + half };
}

/** As long, moved by this part of its length, but not beyond now. */
export function moved({ from, to }: Range, part: number, now: number): Range {
  const length = to - from;
  const end = Math.min(now, to + length * part);
  return { from: Math.max(0, end - length), to: end };
}

/** What was drawn over a chart, whichever way, or nothing if it is next to nothing. */
export function drawn(a: number, b: number, within: Range): Range | undefined {
  const from = Math.max(within.from, Math.min(a, b));
  const to = Math.min(within.to, Math.max(a, b));
  return to - from < Math.max(SHORTEST, (within.to - within.from) / 500) ? undefined : { from, to };
}

/** A range in words, the date once where it is one day. */
export function rangeWords({ from, to }: Range): string {
  const start = new Date(from * 1000);
  const end = new Date(to * 1000);
  const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  if (to - from < 600) time.second = '2-digit';
  const oneDay = start.toDateString() === end.toDateString();
  const last = end.toLocaleString('en-GB', oneDay ? time : { ...date, ...time });
  return `${start.toLocaleString('en-GB', { ...date, ...time })} – ${last}`;
}
