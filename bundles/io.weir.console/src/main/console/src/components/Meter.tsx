/** How much of something is used, as a bar; above its limit, marked on it, it turns to a warning. */
export function Meter({ share, label, limit }: { share: number; label: string; limit?: number }) {
  const percent = Math.round(share * 100);
  return (
    <div
      className="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.min(100, percent)}
      data-over={share > (limit ?? 1) || undefined}
    >
      <div style={{ width: `${Math.min(100, Math.max(share > 0 ? 1 : 0, percent))}%` }} />
      {limit !== undefined && limit < 1 && <span style={{ left: `${limit * 100}%` }} />}
    </div>
  );
}
