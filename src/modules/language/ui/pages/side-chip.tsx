import type { ReactNode } from 'react';
import type { Side } from './api-types.ts';
import classes from './side-chip.module.css';

/** Somebody of one side, in its colour; the side is said too, for who does not see colours. */
export function SideChip({ side, children }: { side: Side; children: ReactNode }) {
  return (
    <span className={classes.chip} data-side={side}>
      <span className="sr-only">for {side}: </span>
      {children}
    </span>
  );
}

/** A signature that is still to come. */
export function WaitingChip({ side, more = 1 }: { side: Side; more?: number }) {
  return (
    <span className={classes.chip} data-side={side} data-waiting>
      waiting for {side}
      {more > 1 ? ` (${more} more)` : ''}
    </span>
  );
}
