import type { ReactNode } from 'react';
import classes from './people.module.css';

/** A part of the narrow column of a record's page. */
export function SideSection({
  heading,
  action,
  children,
}: {
  heading: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.side} aria-label={heading}>
      <div className={classes.sideHead}>
        <h2>{heading}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
