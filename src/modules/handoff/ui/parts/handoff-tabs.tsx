import { Link, useRouter } from '@tanstack/react-router';
import classes from './handoff-tabs.module.css';

const tabs = [
  { to: '/handoffs', label: 'Queue' },
  { to: '/handoffs/returned', label: 'Came back' },
  { to: '/handoffs/sla', label: 'SLA' },
  { to: '/handoffs/capacity', label: 'Capacity' },
  { to: '/handoffs/goal', label: 'Lead goal' },
];

/** The pages of hand-offs: what sales has to do, what came back, what both promised, who can take how many, what the goal takes. */
export function HandoffTabs({ counts = {} }: { counts?: Readonly<Record<string, number | null>> }) {
  const { routesByPath } = useRouter();
  return (
    <nav aria-label="Hand-offs" className={classes.tabs}>
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
