import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useGateway, usePolled } from '../api/hooks';
import type { Channel, History } from '../api/types';
import { Await } from '../components/Await';
import { ChannelValue } from '../components/ChannelValue';
import { ExportDialog } from '../components/ExportDialog';
import { Readout } from '../components/Readout';
import { TrendChart } from '../components/TrendChart';
import { unitSymbol } from '../format';
import { drawn, moved, preset, PRESETS, rangeWords, scaled, type Range } from '../range';
import { levelWords, overall, toChart } from '../trend';

const NEVER = 24 * 3600 * 1000;
const now = () => Date.now() / 1000;

export function Trend({ channel }: { channel: string }) {
  const { client } = useGateway();
  const { ref, width } = useElementSize();
  const [chosen, setChosen] = useState('1h');
  /** What was chosen by hand; the time up to now otherwise. */
  const [fixed, setFixed] = useState<Range>();
  const [exporting, setExporting] = useState<Range>();
  const { seconds, refresh } = preset(chosen);
  // A point for each pixel; in steps, so that not every drag of the window asks anew.
  const points = Math.max(100, Math.round((width || window.innerWidth) / 50) * 50);

  const load = useCallback(async () => {
    const range = fixed ?? { from: now() - seconds, to: now() };
    const history = await client.history(channel, range, points);
    return { range, history };
  }, [client, channel, fixed, seconds, points]);
  const loaded = usePolled(load, fixed ? NEVER : refresh);
  const devices = usePolled(client.devices, 60000);
  const known = devices.data?.flatMap((d) => d.channels).find((c) => c.id === channel);
  const summable = known?.type !== 'text' && known?.type !== 'bytes';
  const shown = () => fixed ?? loaded.data?.range ?? { from: now() - seconds, to: now() };

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
        <div className="row-line">
          <SegmentedControl
            className="ranges"
            aria-label="Range"
            size="md"
            data={PRESETS.map(({ value, label }) => ({ value, label }))}
            value={fixed ? '' : chosen}
            onChange={(value) => {
              setChosen(value);
              setFixed(undefined);
            }}
          />
          <div className="tools">
            <Tool label="Earlier" onClick={() => setFixed(moved(shown(), -0.5, now()))}>
              <IconChevronLeft size={20} />
            </Tool>
            <Tool label="Later" onClick={() => setFixed(moved(shown(), 0.5, now()))}>
              <IconChevronRight size={20} />
            </Tool>
            <Tool label="Closer" onClick={() => setFixed(scaled(shown(), 0.5))}>
              <IconZoomIn size={20} />
            </Tool>
            <Tool label="Further away" onClick={() => setFixed(scaled(shown(), 2))}>
              <IconZoomOut size={20} />
            </Tool>
            <Button
              variant="default"
              mih={44}
              leftSection={<IconDownload size={18} aria-hidden />}
              onClick={() => setExporting(shown())}
            >
              Export
            </Button>
          </div>
        </div>
        {fixed && (
          <div className="row-line fixed">
            <strong>{rangeWords(fixed)}</strong>
            <Button variant="light" mih={44} onClick={() => setFixed(undefined)}>
              Back to now
            </Button>
          </div>
        )}
        <div ref={ref}>
          {summable ? (
            <Await of={loaded} height={420}>
              {({ range, history }) => (
                <Drawing range={range} history={history} names={known?.values} onDraw={setFixed} />
              )}
            </Await>
          ) : (
            <div className="empty">Text has no chart. Export gives every value recorded.</div>
          )}
        </div>
      </section>
      {exporting && (
        <ExportDialog channel={channel} range={exporting} onClose={() => setExporting(undefined)} />
      )}
    </div>
  );
}

function Tool({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={44} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Drawing({
  range,
  history,
  names,
  onDraw,
}: {
  range: Range;
  history: History;
  names: Channel['values'];
  onDraw: (range: Range) => void;
}) {
  const chart = useMemo(() => toChart(history), [history]);
  const all = useMemo(() => overall(history.points), [history]);
  const [row, setRow] = useState<number>();
  const unit = unitSymbol(history.unit);
  return (
    <>
      <TrendChart
        data={chart.columns}
        range={range}
        steps={history.type === 'boolean' || names !== undefined}
        events={{
          onCursor: setRow,
          onDraw: (from, to) => {
            const chosen = drawn(from, to, range);
            if (chosen) onDraw(chosen);
          },
        }}
      />
      <Readout
        point={row === undefined ? undefined : chart.points[row]}
        all={all}
        unit={unit}
        names={names}
      />
      <div className="quiet">
        {history.points.length === 0
          ? 'Nothing was recorded in this range.'
          : `${levelWords(history, all.count)} The band reaches from the lowest to the highest value of each point. Draw over the chart to look closer.`}
      </div>
    </>
  );
}
