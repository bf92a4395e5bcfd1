import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { ReadingPill } from '../../modules/content/ui/links/reading/reading-pill.tsx';
import { ShareFloat } from '../../modules/content/ui/share/share-float.tsx';
import { LogFloat } from '../../modules/conversations/ui/log-float.tsx';
import { Bell } from '../../modules/notices/ui/bell.tsx';
import { useNoticesLive } from '../../modules/notices/ui/use-notices-live.tsx';
import { useKeyListener, useKeys } from '../keys.ts';
import { BrandMark } from './brand.tsx';
import { PagePending } from './page-states.tsx';
import classes from './shell.module.css';
import { Sidebar, useNavigation } from './sidebar.tsx';

// What floats is loaded when it is first opened.
const Finder = lazy(async () => ({ default: (await import('./finder.tsx')).Finder }));
const KeyHelp = lazy(async () => ({ default: (await import('./key-help.tsx')).KeyHelp }));
const NoticesDrawer = lazy(async () => ({
  default: (await import('../../modules/notices/ui/notices-drawer.tsx')).NoticesDrawer,
}));
const PhoneMenu = lazy(async () => ({ default: (await import('./phone-menu.tsx')).PhoneMenu }));

/** The frame around every page of a workspace. */
export function Shell() {
  const menu = useFloat();
  const finder = useFloat();
  const help = useFloat();
  const notices = useFloat();
  const openFinder = () => {
    menu.close();
    finder.open();
  };
  useShellKeys({ openFinder, openHelp: help.open, openNotices: notices.open });
  useNoticesLive();
  const bell = <Bell opened={notices.opened} onOpen={notices.open} />;
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
          {bell}
          <button type="button" className={classes.topButton} onClick={openFinder}>
            Find
          </button>
          <button type="button" className={classes.topButton} aria-expanded={menu.opened} onClick={menu.open}>
            Menu
          </button>
        </div>
      </nav>
      <div className={classes.side}>
        <Sidebar onFind={openFinder} onHelp={help.open} bell={bell} />
      </div>
      <Page />
      <LogFloat />
      <ShareFloat />
      <ReadingPill />
      <Suspense>
        {menu.used ? (
          <PhoneMenu opened={menu.opened} onClose={menu.close} onFind={openFinder} onHelp={help.open} />
        ) : null}
        {notices.used ? <NoticesDrawer opened={notices.opened} onClose={notices.close} /> : null}
        {help.used ? <KeyHelp opened={help.opened} onClose={help.close} /> : null}
        {finder.used ? <Finder opened={finder.opened} onClose={finder.close} /> : null}
      </Suspense>
    </div>
  );
}

/** Something that is drawn from its first opening on, so that it can also slide away. */
function useFloat() {
  const [state, setState] = useState<'unused' | 'open' | 'closed'>('unused');
  return {
    used: state !== 'unused',
    opened: state === 'open',
    open: () => setState('open'),
    close: () => setState((now) => (now === 'unused' ? now : 'closed')),
  };
}

function useShellKeys(open: { openFinder: () => void; openHelp: () => void; openNotices: () => void }): void {
  const navigate = useNavigate();
  const entries = useNavigation();
  useKeyListener();
  useKeys('Everywhere', [
    { keys: 'mod+k', label: 'Go anywhere, find anyone', run: open.openFinder },
    { keys: 'g n', label: 'Notices', run: open.openNotices },
    { keys: '?', label: 'This help', run: open.openHelp },
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
