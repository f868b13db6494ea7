import { useRecent } from '../api/hooks';

/** The last values of a channel as a line without axes. */
export function Sparkline({ channel }: { channel: string }) {
  const values = useRecent(channel);
  if (!values || values.length < 2) return <svg className="spark" aria-hidden />;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map(
    (value, i) => `${(i / (values.length - 1)) * 100},${28 - ((value - low) / span) * 24}`,
  );
  return (
    <svg className="spark" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden>
      <polyline points={points.join(' ')} />
    </svg>
  );
}
