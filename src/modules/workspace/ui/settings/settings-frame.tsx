import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { useMe } from '../../../../web/session.ts';
import type { Permission } from '../../access.ts';
import classes from './settings.module.css';

type Section = { to: string; label: string; permission: Permission };

const sections: readonly Section[] = [
  { to: '/settings/workspace', label: 'Workspace', permission: 'workspace:read' },
  { to: '/settings/members', label: 'Members', permission: 'workspace:read' },
  { to: '/settings/stages', label: 'Lifecycle stages', permission: 'funnel:read' },
  { to: '/settings/signing', label: 'Signing', permission: 'language:read' },
  { to: '/settings/routing', label: 'Routing', permission: 'handoffs:read' },
  { to: '/settings/fields', label: 'Custom fields', permission: 'people:read' },
  { to: '/settings/tracking', label: 'Tracking', permission: 'workspace:read' },
  { to: '/settings/reading', label: 'Reading', permission: 'content:read' },
  { to: '/settings/results', label: 'Results', permission: 'results:read' },
  { to: '/settings/inbound', label: 'Mail and calendars', permission: 'interactions:read' },
  { to: '/settings/notices', label: 'Notices', permission: 'notices:own' },
  { to: '/settings/webhooks', label: 'Webhooks', permission: 'workspace:admin' },
  { to: '/settings/tokens', label: 'API tokens', permission: 'workspace:admin' },
  { to: '/settings/audit', label: 'Audit log', permission: 'audit:read' },
];

type SettingsFrameProps = {
  title: string;
  /** The page's answering sentence. */
  answer: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** The frame of every settings page: the sections this reader may see, then the page. */
export function SettingsFrame({ title, answer, sub, actions, children }: SettingsFrameProps) {
  const { permissions } = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <>
      <nav className={classes.sections} aria-label="Settings">
        {sections
          .filter((section) => permissions.includes(section.permission))
          .map((section) => (
            <Link
              key={section.to}
              to={section.to}
              aria-current={path === section.to || path.startsWith(`${section.to}/`) ? 'page' : undefined}
            >
              {section.label}
            </Link>
          ))}
      </nav>
      <FirstLine title={title} sub={sub} actions={actions}>
        {answer}
      </FirstLine>
      {children}
    </>
  );
}
