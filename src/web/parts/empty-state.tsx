import type { ReactNode } from 'react';
import classes from './parts.module.css';

/** Nothing here yet: says so, and what to do next. */
export function EmptyState({
  heading,
  children,
  action,
}: {
  heading: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <h2>{heading}</h2>
      {children ? <p>{children}</p> : null}
      {action ? <div className={classes.emptyAction}>{action}</div> : null}
    </div>
  );
}
