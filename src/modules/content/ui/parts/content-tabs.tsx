import { Link, useRouter } from '@tanstack/react-router';
import classes from './content-tabs.module.css';

const tabs = [
  { to: '/content', label: 'Content' },
  { to: '/content/library', label: 'Library' },
  { to: '/content/links', label: 'Links' },
  { to: '/content/usage', label: 'Usage' },
];

/** The pages of content: where there is something to read, all of it, who was given it, who uses it. */
export function ContentTabs({ counts = {} }: { counts?: Readonly<Record<string, number | null>> }) {
  const { routesByPath } = useRouter();
  return (
    <nav aria-label="Content" className={classes.tabs}>
      {tabs
        .filter(({ to }) => to in routesByPath)
        .map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            className={classes.tab}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {label}
            {counts[to] ? <span className={classes.count}>{counts[to]}</span> : null}
          </Link>
        ))}
    </nav>
  );
}
