/** How much of something is used, as a bar; above the whole it turns to a warning. */
export function Meter({ share, label }: { share: number; label: string }) {
  const percent = Math.round(share * 100);
  return (
    <div
      className="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.min(100, percent)}
      data-over={share > 1 || undefined}
    >
      <div style={{ width: `${Math.min(100, Math.max(share > 0 ? 1 : 0, percent))}%` }} />
    </div>
  );
}
