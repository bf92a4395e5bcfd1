import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import classes from './parts.module.css';

/** Names the page in the tab and for screen readers. `FirstLine` calls it. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Liaison`;
  }, [title]);
}

type FirstLineProps = {
  /** The page's name, for the tab: "Funnel". */
  title: string;
  /** One or two sentences that answer the page's question, with `<Figure>` and `<Term>` in them. */
  children: ReactNode;
  /** A second, quiet line: against what, for whom, how worked out. */
  sub?: ReactNode;
  /** Buttons at the right; below on a phone. */
  actions?: ReactNode;
};

/** Opens every page. */
export function FirstLine({ title, children, sub, actions }: FirstLineProps) {
  usePageTitle(title);
  return (
    <header className={classes.firstLine}>
      <div className={classes.firstLineText}>
        <h1 className={classes.sentence}>{children}</h1>
        {sub ? <div className={classes.sub}>{sub}</div> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
}

type FigureProps = {
  children: ReactNode;
  /**
   * What the number is made of: goes into the address as `?evidence=…`, where the page's `EvidenceDrawer` reads it.
   * A string or an object, as the drawer's schema says.
   */
  evidence?: string | Record<string, unknown>;
  /** Or a list on another page: `/people/contacts?stage=mql`. */
  href?: string;
  /** Red, for a broken promise only. */
  late?: boolean;
  /** Said to screen readers where the number alone says too little: "14 people past their time". */
  label?: string;
};

/** A number that opens what it is made of. */
export function Figure({ children, evidence, href, late, label }: FigureProps) {
  const className = late ? `${classes.figure} late` : classes.figure;
  if (evidence !== undefined) {
    return (
      <Link
        to="."
        search={(now: Record<string, unknown>) => ({ ...now, evidence })}
        className={className}
        aria-label={label}
        resetScroll={false}
      >
        {children}
      </Link>
    );
  }
  if (href === undefined) return <strong className={late ? 'late' : undefined}>{children}</strong>;
  const [pathname = '/', query = ''] = href.split('?');
  return (
    <Link
      to={pathname}
      search={Object.fromEntries(new URLSearchParams(query))}
      className={className}
      aria-label={label}
    >
      {children}
    </Link>
  );
}
