import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { Range } from '../range';
import type { Columns } from '../trend';
import { chartOptions, HEIGHT, yRange, type ChartEvents } from './chart';

/** Mean line within the band from lowest to highest; gaps stay gaps. */
export function TrendChart({
  data,
  range,
  steps,
  events,
}: {
  data: Columns;
  range: Range;
  /** Whether a value stays until the next one comes, as of a switch. */
  steps: boolean;
  events: ChartEvents;
}) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const listener = useRef(events);
  const dark = useComputedColorScheme('light') === 'dark';

  useEffect(() => {
    listener.current = events;
  });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const plot = new uPlot(
      chartOptions(element.clientWidth, steps, dark, {
        onCursor: (row) => listener.current.onCursor(row),
        onDraw: (from, to) => listener.current.onDraw(from, to),
      }),
      [[], [], [], []],
      element,
    );
    chart.current = plot;
    const watcher = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      plot.destroy();
      chart.current = undefined;
    };
  }, [steps, dark]);

  useEffect(() => {
    const plot = chart.current;
    if (!plot) return;
    plot.batch(() => {
      plot.setData(data, false);
      plot.setScale('x', { min: range.from, max: range.to });
      plot.setScale('y', yRange(data[2], data[3]));
    });
  }, [data, range, steps, dark]);

  return <div ref={host} className="chart" role="img" aria-label="Trend of the channel" />;
}
