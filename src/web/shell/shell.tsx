import { Drawer } from '@mantine/core';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useKeyListener, useKeys } from '../keys.ts';
import { BrandMark } from './brand.tsx';
import { KeyHelp, showKeyHelp } from './key-help.tsx';
import { PagePending } from './page-states.tsx';
import classes from './shell.module.css';
import { Sidebar, useNavigation } from './sidebar.tsx';

const Finder = lazy(async () => ({ default: (await import('./finder.tsx')).Finder }));

/** The frame around every page of a workspace. */
export function Shell() {
  const [menu, setMenu] = useState(false);
  const [finder, setFinder] = useState<'unused' | 'open' | 'closed'>('unused');
  const openFinder = () => {
    setMenu(false);
    setFinder('open');
  };
  useShellKeys(openFinder);
  return (
    <div className={classes.app}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <nav className={classes.top} aria-label="Top bar">
        <Link to="/" className={classes.brand}>
          <BrandMark />
          Liaison
        </Link>
        <div className={classes.topActions}>
          <button type="button" className={classes.topButton} onClick={openFinder}>
            Find
          </button>
          <button
            type="button"
            className={classes.topButton}
            aria-expanded={menu}
            onClick={() => setMenu(true)}
          >
            Menu
          </button>
        </div>
      </nav>
      <Drawer opened={menu} onClose={() => setMenu(false)} position="right" size={280} title="Menu">
        <Sidebar onFind={openFinder} onGo={() => setMenu(false)} />
      </Drawer>
      <div className={classes.side}>
        <Sidebar onFind={openFinder} />
      </div>
      <Page />
      <KeyHelp />
      {finder === 'unused' ? null : (
        <Suspense>
          <Finder opened={finder === 'open'} onClose={() => setFinder('closed')} />
        </Suspense>
      )}
    </div>
  );
}

function useShellKeys(openFinder: () => void): void {
  const navigate = useNavigate();
  const entries = useNavigation();
  useKeyListener();
  useKeys('Everywhere', [
    { keys: 'mod+k', label: 'Go anywhere, find anyone', run: openFinder },
    { keys: '?', label: 'This help', run: showKeyHelp },
  ]);
  useKeys(
    'Go to',
    entries.map((entry) => ({
      keys: entry.keys,
      label: entry.label,
      run: () => void navigate({ to: entry.to }),
    })),
  );
}

/** The page itself; on a change of page the focus goes to its start, as it would on a loaded page. */
function Page() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== undefined && before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  return (
    <main id="main" ref={main} tabIndex={-1} className={classes.main}>
      <div className={classes.mainInner}>
        <Suspense fallback={<PagePending />}>
          <Outlet />
        </Suspense>
      </div>
    </main>
  );
}
