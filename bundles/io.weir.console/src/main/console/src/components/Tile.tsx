import type { ReactNode } from 'react';
import { Link } from 'wouter';

/** One figure with what it is of, and a line that explains it. */
export function Tile({
  label,
  link,
  foot,
  children,
}: {
  label: string;
  link?: string;
  foot?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="card tile">
      <div className="label">{link ? <Link href={link}>{label}</Link> : label}</div>
      <div className="figure">{children}</div>
      {foot && <div className="quiet">{foot}</div>}
    </div>
  );
}
