import { beforeEach, describe, expect, it } from 'vitest';
import { LiveStore, RECENT, type Source } from './live';
import type { LiveValue } from './types';

class FakeSource implements Source {
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  private listener: (event: MessageEvent<string>) => void = () => undefined;

  addEventListener(_type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listener = listener;
  }

  close(): void {
    this.closed = true;
  }

  send(...values: LiveValue[]): void {
    this.listener({ data: JSON.stringify(values) } as MessageEvent<string>);
  }
}

const value = (v: number): LiveValue => ({ channel: 'a/b', time: v, value: v, quality: 'good' });

describe('LiveStore', () => {
  let sources: FakeSource[];
  let later: (() => void)[];
  let store: LiveStore;

  const newest = () => sources.at(-1) as FakeSource;

  beforeEach(() => {
    sources = [];
    later = [];
    store = new LiveStore(
      () => {
        sources.push(new FakeSource());
        return newest();
      },
      (run) => later.push(run),
    );
    store.start();
  });

  it('keeps the last value and tells its listeners', () => {
    let told = 0;
    store.subscribe(() => told++);
    newest().send(value(1), value(2));
    expect(store.value('a/b')?.value).toBe(2);
    expect(told).toBeGreaterThan(0);
    expect(store.state()).toBe('live');
  });

  it('keeps a bounded number of recent values', () => {
    for (let i = 0; i < RECENT + 10; i++) newest().send(value(i));
    expect(store.history('a/b')).toHaveLength(RECENT);
    expect(store.history('a/b')?.at(-1)).toBe(RECENT + 9);
  });

  it('says that the link is lost, tries again, and is live again', () => {
    newest().onerror?.({} as Event);
    expect(store.state()).toBe('lost');
    expect(newest().closed).toBe(true);
    later.shift()?.();
    expect(sources).toHaveLength(2);
    newest().send(value(7));
    expect(store.state()).toBe('live');
  });
});
