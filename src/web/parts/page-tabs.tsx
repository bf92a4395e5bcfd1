import { Link, useRouter } from '@tanstack/react-router';
import classes from './page-tabs.module.css';

type PageTab = { to: string; label: string };

type PageTabsProps = {
  /** What the pages are about, for screen readers: "Results". */
  label: string;
  /** In their order; one whose page is not registered is not shown. */
  tabs: readonly PageTab[];
  /** A short count beside a tab, by its path. */
  counts?: Readonly<Record<string, number | null>>;
  /** They stand in a bar with other things, which keeps the distance to what follows. */
  inBar?: boolean;
};

/** The pages that belong together, one beside the other. */
export function PageTabs({ label, tabs, counts = {}, inBar = false }: PageTabsProps) {
  const { routesByPath } = useRouter();
  return (
    <nav aria-label={label} className={classes.tabs} data-in-bar={inBar || undefined}>
      {tabs
        .filter(({ to }) => to in routesByPath)
        .map((tab) => (
          <Link
            key={tab.to}
            to={tab.to}
            className={classes.tab}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {tab.label}
            {counts[tab.to] ? <span className={classes.count}>{counts[tab.to]}</span> : null}
          </Link>
        ))}
    </nav>
  );
}
