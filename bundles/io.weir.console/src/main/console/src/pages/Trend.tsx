import { SegmentedControl } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useGateway, usePolled } from '../api/hooks';
import { Await } from '../components/Await';
import { ChannelValue } from '../components/ChannelValue';
import { TrendChart } from '../components/TrendChart';
import { formatCount, unitSymbol } from '../format';
import { toColumns } from '../trend';

const RANGES = [
  { value: '900', label: '15 min', refresh: 1000 },
  { value: '3600', label: '1 h', refresh: 3000 },
  { value: '21600', label: '6 h', refresh: 15000 },
  { value: '86400', label: '24 h', refresh: 30000 },
];
const POINTS = 600;

export function Trend({ channel }: { channel: string }) {
  const { client } = useGateway();
  const [range, setRange] = useState('900');
  const seconds = Number(range);
  const refresh = RANGES.find((r) => r.value === range)?.refresh ?? 3000;
  const load = useCallback(async () => {
    const to = Date.now() * 1000;
    const from = to - seconds * 1e6;
    return { from, to, history: await client.history(channel, from, to, POINTS) };
  }, [client, channel, seconds]);
  const loaded = usePolled(load, refresh);
  const devices = usePolled(client.devices, 60000);
  const known = devices.data?.flatMap((d) => d.channels).find((c) => c.id === channel);
  const columns = useMemo(() => loaded.data && toColumns(loaded.data.history), [loaded.data]);

  return (
    <div className="stack">
      <div className="head">
        <div>
          <div className="quiet">
            <Link href="/devices">Devices</Link> / {channel}
          </div>
          <h1>{known?.name ?? channel}</h1>
        </div>
        {known && <ChannelValue channel={known} large />}
      </div>
      <section className="card stack" aria-label="Trend">
        <SegmentedControl
          aria-label="Range"
          size="md"
          data={RANGES.map(({ value, label }) => ({ value, label }))}
          value={range}
          onChange={setRange}
        />
        <Await of={loaded} height={340}>
          {({ from, to, history }) => (
            <>
              {columns && (
                <TrendChart
                  data={columns}
                  unit={unitSymbol(history.unit)}
                  from={from / 1e6}
                  to={to / 1e6}
                />
              )}
              <div className="quiet">
                {history.points.length === 0
                  ? 'Nothing was recorded in this range.'
                  : `${formatCount(history.points.reduce((n, p) => n + p.count, 0))} samples. The band reaches from the lowest to the highest value of each step.`}
              </div>
            </>
          )}
        </Await>
      </section>
    </div>
  );
}
