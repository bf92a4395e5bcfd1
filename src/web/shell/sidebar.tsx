import { Link, useRouter, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LogEntry } from '../../modules/conversations/ui/log-float.tsx';
import { type NavigationEntry, navigation } from '../navigation.ts';
import { Kbd } from '../parts/kbd.tsx';
import { hasRoute } from '../routes.tsx';
import { useMe } from '../session.ts';
import { BrandMark } from './brand.tsx';
import classes from './shell.module.css';
import { UserMenu } from './user-menu.tsx';

/** The entries this reader may see, whose pages are there. */
export function useNavigation(): NavigationEntry[] {
  const { permissions } = useMe();
  const { routesByPath } = useRouter();
  return navigation.filter(
    (entry) => permissions.includes(entry.permission) && hasRoute(entry.to, routesByPath),
  );
}

const groupOrder = ['main', 'records', 'data', 'house'] as const;

type SidebarProps = {
  onFind: () => void;
  onHelp: () => void;
  onGo?: () => void;
  /** Stands beside the name; on a phone it is in the top bar. */
  bell?: ReactNode;
};

/** The left navigation; on a phone the same stands in the menu. `onGo` closes that menu. */
export function Sidebar({ onFind, onHelp, onGo, bell }: SidebarProps) {
  const entries = useNavigation();
  return (
    <nav className={classes.sideInner} aria-label="Liaison">
      <div className={classes.head}>
        <Link to="/" className={classes.brand} onClick={onGo}>
          <BrandMark />
          Liaison
        </Link>
        {bell}
      </div>
      <button type="button" className={classes.find} onClick={onFind}>
        Go to…
        <Kbd keys="mod+k" />
      </button>
      <LogEntry className={classes.find} onGo={onGo} />
      <div>
        {groupOrder.map((group) => {
          const shown = entries.filter((entry) => entry.group === group);
          if (shown.length === 0) return null;
          return (
            <ul key={group} className={classes.list}>
              {shown.map((entry) =>
                entry.onlyWithCount && entry.useCount ? (
                  <WaitingEntry key={entry.to} entry={entry} useCount={entry.useCount} onGo={onGo} />
                ) : (
                  <li key={entry.to}>
                    <Entry entry={entry} onGo={onGo} />
                  </li>
                ),
              )}
            </ul>
          );
        })}
      </div>
      <div className={classes.foot}>
        <UserMenu onHelp={onHelp} />
      </div>
    </nav>
  );
}

type WaitingEntryProps = {
  entry: NavigationEntry;
  useCount: NonNullable<NavigationEntry['useCount']>;
  onGo: (() => void) | undefined;
};

/** An entry that shows only while something waits there, or while it is open. */
function WaitingEntry({ entry, useCount, onGo }: WaitingEntryProps) {
  const count = useCount();
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (!count && path !== entry.to) return null;
  return (
    <li>
      <Entry entry={entry} onGo={onGo} />
    </li>
  );
}

function Entry({ entry, onGo }: { entry: NavigationEntry; onGo: (() => void) | undefined }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const current = isCurrent(entry.to, path);
  return (
    <Link
      to={entry.to}
      className={classes.entry}
      activeOptions={{ exact: true }}
      data-current={current || undefined}
      aria-current={current ? 'page' : undefined}
      onClick={onGo}
    >
      {entry.label}
      {entry.useCount ? <Count useCount={entry.useCount} /> : null}
    </Link>
  );
}

/** The entry that a page belongs to: of several that begin its path, the longest. */
function isCurrent(to: string, path: string): boolean {
  const within = (one: string) => path === one || path.startsWith(`${one}/`);
  return within(to) && !navigation.some((other) => other.to.length > to.length && within(other.to));
}

function Count({ useCount }: { useCount: NonNullable<NavigationEntry['useCount']> }) {
  const count = useCount();
  if (!count) return null;
  return (
    <span className={classes.count} data-late={count.late || undefined}>
      {count.text}
    </span>
  );
}
