import type { Range } from './range';

export type Content = 'raw' | 'minute' | 'hour' | 'day';
export type Format = 'csv' | 'jsonl';

/** Where the gateway gives recorded samples as a file. */
export function exportUrl(
  channel: string,
  { from, to }: Range,
  content: Content,
  format: Format,
  gzip: boolean,
): string {
  const query = new URLSearchParams({
    channel,
    from: String(Math.floor(from * 1e6)),
    to: String(Math.ceil(to * 1e6)),
    format,
  });
  if (content !== 'raw') query.set('level', content);
  if (gzip) query.set('gzip', 'true');
  return `/api/export?${query}`;
}

/** The pattern of all channels of a channel's device. */
export function siblings(channel: string): string {
  return `${channel.slice(0, channel.indexOf('/'))}/*`;
}
