import { Link } from '@tanstack/react-router';
import classes from './people.module.css';

const tabs = [
  { to: '/people/contacts', label: 'Contacts' },
  { to: '/people/accounts', label: 'Accounts' },
  { to: '/people/deals', label: 'Deals' },
  { to: '/scores', label: 'Scores' },
  { to: '/people/matches', label: 'Which company?' },
];

/** The lists of the people pages. */
export function PeopleTabs() {
  return (
    <nav aria-label="People" className={classes.tabs}>
      {tabs.map(({ to, label }) => (
        <Link key={to} to={to} className={classes.tab} activeProps={{ 'aria-current': 'page' }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
