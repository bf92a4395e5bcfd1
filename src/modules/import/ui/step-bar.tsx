import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Kbd } from '../../../web/parts/kbd.tsx';
import classes from './import.module.css';

type StepBarProps = {
  /** What is known so far. */
  children: ReactNode;
  action: string;
  keys?: string;
  busy?: boolean;
  disabled?: boolean;
  onAction: () => void;
  note?: string;
};

/** Stays at the foot of the window: how it stands, and the one button that goes on. */
export function StepBar({ children, action, keys, busy, disabled, onAction, note }: StepBarProps) {
  return (
    <div className={classes.bar}>
      <div aria-live="polite" className={classes.barText}>
        {children} {note ? <span className="mute">{note}</span> : null}
      </div>
      <Button
        onClick={onAction}
        loading={busy ?? false}
        disabled={disabled ?? false}
        rightSection={
          keys ? (
            <span className={classes.barKeys}>
              <Kbd keys={keys} />
            </span>
          ) : undefined
        }
      >
        {action}
      </Button>
    </div>
  );
}
