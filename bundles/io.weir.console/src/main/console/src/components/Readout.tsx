import type { Channel, HistoryPoint } from '../api/types';
import { formatCount, formatNamed, formatTime, formatValue } from '../format';
import type { Figures } from '../trend';

/** The figures of the point under the cursor, or of all that is shown. */
export function Readout({
  point,
  all,
  unit,
  names,
}: {
  point: HistoryPoint | undefined;
  all: Figures;
  unit: string;
  /** Names of single values. */
  names: Channel['values'];
}) {
  const figures = point ?? all;
  const value = (figure: number | null) =>
    figure === null ? '–' : `${formatNamed(figure, names)} ${unit}`.trim();
  // Between two states lies no third one.
  const mean = (figure: number | null) =>
    figures.min === figures.max ? value(figure) : `${formatValue(figure)} ${unit}`.trim();
  const columns: [string, string][] = [
    ['Time', point ? formatTime(point.time) : 'whole range'],
    ['Mean', mean(figures.mean)],
    ['Lowest', value(figures.min)],
    ['Highest', value(figures.max)],
    ['Mean over time', mean(figures.timeWeightedMean)],
    ['Samples', formatCount(figures.count)],
  ];
  return (
    <dl className="readout">
      {columns.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
