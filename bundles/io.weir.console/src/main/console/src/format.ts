import type { Channel, State, Value } from './api/types';

const SYMBOLS: Record<string, string> = {
  Cel: '°C',
  K: 'K',
  '%': '%',
  'l/min': 'l/min',
  '1/min': 'rpm',
  'm3/h': 'm³/h',
  Ohm: 'Ω',
  VA: 'VA',
  VAR: 'var',
  'deg F': '°F',
};

/** A UCUM or SenML unit as people write it. */
export function unitSymbol(unit: string): string {
  return SYMBOLS[unit] ?? unit;
}

/** A value without its unit; a missing one is a dash. */
export function formatValue(value: Value | undefined, type?: Channel['type']): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  if (type === 'integer' || Number.isInteger(value)) return value.toLocaleString('en-GB');
  const digits = Math.abs(value) >= 1000 ? 1 : Math.abs(value) >= 10 ? 2 : 3;
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits });
}

type Names = Channel['values'];

/** What a value is called on its channel, if it has a name. */
export function nameOf(value: Value | undefined, names: Names): string | undefined {
  return typeof value === 'number' || typeof value === 'boolean'
    ? names?.[String(Number(value))]
    : undefined;
}

/** A value and what it is called: `2 auto`. */
export function formatNamed(
  value: Value | undefined,
  names: Names,
  type?: Channel['type'],
): string {
  return [formatValue(value, type), nameOf(value, names)].filter(Boolean).join(' ');
}

/** The named values that may be written, as choices; none if values have no names. */
export function choices({ values, write }: Channel): { value: string; label: string }[] {
  const { min, max } = write ?? {};
  return Object.entries(values ?? {})
    .map(([value, name]) => ({ number: Number(value), name }))
    .filter(({ number }) => number >= (min ?? -Infinity) && number <= (max ?? Infinity))
    .sort((a, b) => a.number - b.number)
    .map(({ number, name }) => ({ value: String(number), label: `${number} ${name}` }));
}

/** How long ago, in the largest unit that says something: `3 s`, `5 min`, `2 h`, `4 d`. */
export function formatSpan(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** Age of a moment given in epoch microseconds. */
export function formatAge(micros: number | null | undefined, nowMs: number): string {
  return micros ? `${formatSpan(nowMs - micros / 1000)} ago` : 'never';
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let rest = bytes;
  let unit = 0;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${rest >= 100 || unit === 0 ? Math.round(rest) : rest.toFixed(1)} ${units[unit]}`;
}

export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-GB');
}

export function formatTime(micros: number): string {
  return new Date(micros / 1000).toLocaleString('en-GB', {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

const REASONS: Record<string, string> = {
  range: 'out of range',
  stale: 'no new value',
  device: 'device error',
  comm: 'no answer',
  config: 'configuration',
  clock: 'time not known',
};

/** A quality such as `bad/comm` in words. */
export function qualityWords(quality: string): string {
  const [level, reason] = quality.split('/');
  return reason ? `${level}: ${REASONS[reason] ?? reason}` : (level ?? quality);
}

/** A counter such as `writes-failed` in words. */
export function counterWords(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const SIZES = /bytes|^free$|^floor$/;

/** Counters as names and figures; sizes as sizes. */
export function figures(counters: Record<string, number>): [string, string][] {
  return Object.entries(counters).map(([name, value]) => [
    counterWords(name),
    SIZES.test(name) ? formatBytes(value) : formatCount(value),
  ]);
}

/** Those counters that have counted something, under the names given for them. */
export function counted(
  counters: Record<string, number>,
  names: Record<string, string>,
): [string, string][] {
  return figures(
    Object.fromEntries(
      Object.entries(counters)
        .filter(([name, value]) => value !== 0 && names[name] !== '')
        .map(([name, value]) => [names[name] ?? name, value]),
    ),
  );
}

/** A part such as `connection/plant` in words. */
export function partWords(part: string): string {
  const slash = part.indexOf('/');
  if (slash < 0) return part.charAt(0).toUpperCase() + part.slice(1);
  const kind = part.slice(0, slash);
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${part.slice(slash + 1)}`;
}

export const STATE_WORDS: Record<State, string> = {
  ok: 'OK',
  disabled: 'Off',
  starting: 'Starting',
  degraded: 'Degraded',
  error: 'Error',
};

/** What was typed for a channel as the value to send, or the reason why it cannot be. */
export function parseInput(text: string, channel: Channel): { value: Value } | { problem: string } {
  if (channel.type === 'text' || channel.type === 'bytes') return { value: text };
  if (channel.type === 'boolean') return { value: text === 'true' };
  const trimmed = text.trim().replace(',', '.');
  const value = Number(trimmed);
  if (trimmed === '' || !Number.isFinite(value)) {
    return { problem: choices(channel).length > 0 ? 'Choose a value.' : 'Type a number.' };
  }
  if (channel.type === 'integer' && !Number.isInteger(value)) {
    return { problem: 'Type a whole number.' };
  }
  const { min, max } = channel.write ?? {};
  if (typeof min === 'number' && value < min) return { problem: `Not below ${min}.` };
  if (typeof max === 'number' && value > max) return { problem: `Not above ${max}.` };
  return { value };
}

/** What the gateway says, as a sentence. */
export function sentence(message: string): string {
  const capital = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
