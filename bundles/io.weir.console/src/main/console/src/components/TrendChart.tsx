import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { Columns } from '../trend';

/** Mean line within the band from lowest to highest; gaps stay gaps. */
export function TrendChart({
  data,
  unit,
  from,
  to,
}: {
  data: Columns;
  unit: string;
  from: number;
  to: number;
}) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const dark = useComputedColorScheme('light') === 'dark';

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const plot = new uPlot(options(element.clientWidth, unit, dark), [[], [], [], []], element);
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
  }, [unit, dark]);

  useEffect(() => {
    const plot = chart.current;
    if (!plot) return;
    plot.batch(() => {
      plot.setData(data, false);
      plot.setScale('x', { min: from, max: to });
      plot.setScale('y', yRange(data));
    });
  }, [data, from, to, unit, dark]);

  return <div ref={host} className="chart" role="img" aria-label="Trend of the channel" />;
}

const HEIGHT = 320;

function yRange([, , low, high]: Columns): { min: number; max: number } {
  const values = [...low, ...high].filter((v): v is number => v !== null);
  if (values.length === 0) return { min: 0, max: 1 };
  const min = Math.min(...values);
  const max = Math.max(...values);
  const margin = (max - min || Math.abs(max) || 1) * 0.08;
  return { min: min - margin, max: max + margin };
}

function options(width: number, unit: string, dark: boolean): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const accent = style.getPropertyValue('--accent').trim();
  const quiet = style.getPropertyValue('--quiet').trim();
  const line = style.getPropertyValue('--line').trim();
  const axis = {
    stroke: quiet,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  };
  const band = dark ? 'rgb(75 168 184 / 22%)' : 'rgb(11 114 134 / 16%)';
  const figure = (_: uPlot, value: number | null) =>
    value === null || value === undefined ? '–' : `${Number(value.toPrecision(6))} ${unit}`;
  return {
    width,
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    scales: { x: { time: true, auto: false }, y: { auto: false } },
    axes: [axis, { ...axis, size: 60 }],
    series: [
      { label: 'Time' },
      { label: 'Mean', stroke: accent, width: 2, spanGaps: false, value: figure },
      {
        label: 'Lowest',
        stroke: 'transparent',
        spanGaps: false,
        value: figure,
        points: { show: false },
      },
      {
        label: 'Highest',
        stroke: 'transparent',
        spanGaps: false,
        value: figure,
        points: { show: false },
      },
    ],
    bands: [{ series: [3, 2], fill: band }],
  };
}
