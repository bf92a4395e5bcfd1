import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import classes from './parts.module.css';

type TermProps = {
  /** The word as it stands in the text. */
  children: ReactNode;
  /** What it means here: a sentence or two. */
  meaning: ReactNode;
  /** Who signed it and since when, or where to read on. */
  footer?: ReactNode;
  /** The meaning holds something to press: a press on the word leads the keyboard into it. */
  interactive?: boolean;
};

const hoverDelayMs = 150;

/** Opened by a hover it closes with the hover; opened by a press it stays until it is left. */
type Opened = 'no' | 'hover' | 'pressed';

/** A word that opens its meaning: on hover, focus and press. A page may hold hundreds: each is a mere word until then. */
export function Term(props: TermProps) {
  const [opened, setOpened] = useState<Opened>('no');
  const [met, setMet] = useState(false);
  const word = useRef<HTMLButtonElement>(null);
  const dropdown = useRef<HTMLDivElement>(null);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const close = () => {
    window.clearTimeout(timer.current);
    setOpened('no');
  };
  const open = (how: Opened) => {
    window.clearTimeout(timer.current);
    setMet(true);
    setOpened(how);
  };
  const later = (act: () => void) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(act, hoverDelayMs);
  };
  const leave = () =>
    later(() => {
      // Somebody writes in it, or reads it by keyboard.
      if (!dropdown.current?.contains(document.activeElement))
        setOpened((now) => (now === 'hover' ? 'no' : now));
    });
  const button = (
    <button
      type="button"
      ref={word}
      className={classes.term}
      aria-expanded={opened !== 'no'}
      onClick={(event) => {
        // A word may stand in a row or a heading that takes presses as well.
        event.stopPropagation();
        if (opened === 'pressed') close();
        else open('pressed');
      }}
      onMouseEnter={() => later(() => open('hover'))}
      onMouseLeave={leave}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      {props.children}
    </button>
  );
  if (!met) return button;
  return (
    <Popover
      opened={opened !== 'no'}
      onChange={(next) => !next && close()}
      width={320}
      position="bottom-start"
      withinPortal
      trapFocus={props.interactive === true && opened === 'pressed'}
      returnFocus
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown
        ref={dropdown}
        className={classes.termMeaning}
        onMouseEnter={() => window.clearTimeout(timer.current)}
        onMouseLeave={leave}
        onClick={(event) => event.stopPropagation()}
      >
        <div>{props.meaning}</div>
        {props.footer ? <div className={classes.termFooter}>{props.footer}</div> : null}
      </Popover.Dropdown>
    </Popover>
  );
}
