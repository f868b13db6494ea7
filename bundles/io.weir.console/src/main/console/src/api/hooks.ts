import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Client } from './client';
import type { Link, LiveStore } from './live';
import type { LiveValue } from './types';

export const GatewayContext = createContext<{ client: Client; live: LiveStore } | undefined>(
  undefined,
);

export function useGateway(): { client: Client; live: LiveStore } {
  const gateway = useContext(GatewayContext);
  if (!gateway) throw new Error('no gateway above this component');
  return gateway;
}

export function useLive(channel: string): LiveValue | undefined {
  const { live } = useGateway();
  return useSyncExternalStore(live.subscribe, () => live.value(channel));
}

export function useRecent(channel: string): readonly number[] | undefined {
  const { live } = useGateway();
  return useSyncExternalStore(live.subscribe, () => live.history(channel));
}

export function useLink(): Link {
  const { live } = useGateway();
  return useSyncExternalStore(live.subscribe, live.state);
}

export interface Loaded<T> {
  data: T | undefined;
  error: Error | undefined;
  reload: () => void;
}

/** Loads once. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  return usePolled(load, 0);
}

/** Loads at once and then every so many milliseconds; keeps the last answer while asking again. */
export function usePolled<T>(load: () => Promise<T>, everyMs: number): Loaded<T> {
  const [data, setData] = useState<T>();
  const [error, setError] = useState<Error>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    let timer: number | undefined;
    const run = () => {
      load()
        .then(
          (answer) => {
            if (!current) return;
            setData(answer);
            setError(undefined);
          },
          (failure: Error) => current && setError(failure),
        )
        .finally(() => {
          if (current && everyMs > 0) timer = window.setTimeout(run, everyMs);
        });
    };
    run();
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [load, everyMs, round]);
  const reload = useCallback(() => setRound((n) => n + 1), []);
  return { data, error, reload };
}

/** The time in epoch milliseconds, renewed each second, for ages. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}
