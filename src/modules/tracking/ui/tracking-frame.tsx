import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SettingsFrame } from '../../workspace/ui/settings/settings-frame.tsx';
import classes from './tracking.module.css';

const tabs = [
  { to: '/settings/tracking', label: 'Connect' },
  { to: '/settings/tracking/sessions', label: 'Sessions' },
  { to: '/settings/tracking/channels', label: 'Channels' },
  { to: '/settings/tracking/not-counted', label: 'Not counted' },
  { to: '/settings/tracking/dead-letters', label: 'Dead letters' },
];

/** The frame of the tracking pages: the answering sentence, then the five of them. */
export function TrackingFrame(props: {
  title: string;
  answer: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { children, ...frame } = props;
  return (
    <SettingsFrame {...frame}>
      <nav aria-label="Tracking" className={classes.tabs}>
        {tabs.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {label}
          </Link>
        ))}
      </nav>
      {children}
    </SettingsFrame>
  );
}
