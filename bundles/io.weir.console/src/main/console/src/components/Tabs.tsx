import { Link } from 'wouter';

export interface Tab {
  path: string;
  title: string;
}

/** The parts of a page, each with an address of its own. */
export function Tabs({ label, tabs, at }: { label: string; tabs: Tab[]; at: string }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ path, title }) => (
        <Link key={path} href={path} aria-current={path === at ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
