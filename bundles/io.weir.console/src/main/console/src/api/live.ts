import type { LiveValue } from './types';

export type Link = 'connecting' | 'live' | 'lost';

/** The part of EventSource that is used, so that tests can bring their own. */
export interface Source {
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

/** How many values of a channel are kept for its sparkline. */
export const RECENT = 60;
const RETRY_MS = 2000;

/**
 * The last value of each channel, fed by the gateway's event stream.
 *
 * Reconnects by itself; the first event of each connection carries every value, so that nothing
 * needs to be remembered across a gap.
 */
export class LiveStore {
  private readonly values = new Map<string, LiveValue>();
  private readonly recent = new Map<string, number[]>();
  private readonly listeners = new Set<() => void>();
  private source: Source | undefined;
  private retry: number | undefined;
  private link: Link = 'connecting';

  constructor(
    private readonly open: () => Source = () => new EventSource('/api/live/stream'),
    private readonly later: (run: () => void, ms: number) => number = (run, ms) =>
      window.setTimeout(run, ms),
  ) {}

  start(): void {
    this.stop();
    const source = this.open();
    this.source = source;
    source.onopen = () => this.setLink('live');
    source.onerror = () => {
      source.close();
      this.setLink('lost');
      this.retry = this.later(() => this.start(), RETRY_MS);
    };
    source.addEventListener('values', (event) => this.take(JSON.parse(event.data) as LiveValue[]));
  }

  stop(): void {
    this.source?.close();
    this.source = undefined;
    if (this.retry !== undefined) clearTimeout(this.retry);
    this.retry = undefined;
  }

  value = (channel: string): LiveValue | undefined => this.values.get(channel);
  history = (channel: string): readonly number[] | undefined => this.recent.get(channel);
  state = (): Link => this.link;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private take(values: LiveValue[]): void {
    for (const value of values) {
      this.values.set(value.channel, value);
      if (typeof value.value === 'number') {
        const kept = this.recent.get(value.channel) ?? [];
        this.recent.set(value.channel, [...kept.slice(1 - RECENT), value.value]);
      }
    }
    this.setLink('live');
    this.notify();
  }

  private setLink(link: Link): void {
    if (this.link !== link) {
      this.link = link;
      this.notify();
    }
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
