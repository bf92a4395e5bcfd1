import { Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useRef } from 'react';
import classes from './parts.module.css';

type TermProps = {
  /** The word as it stands in the text. */
  children: ReactNode;
  /** What it means here: a sentence or two. */
  meaning: ReactNode;
  /** Who signed it and since when, or where to read on. */
  footer?: ReactNode;
};

const hoverDelayMs = 150;

/** A word that opens its meaning: on hover, focus and press. */
export function Term({ children, meaning, footer }: TermProps) {
  const [opened, { open, close, toggle }] = useDisclosure(false);
  const timer = useRef<number | undefined>(undefined);
  const later = (act: () => void) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(act, hoverDelayMs);
  };
  return (
    <Popover
      opened={opened}
      onChange={(next) => !next && close()}
      width={320}
      position="bottom-start"
      withinPortal
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.term}
          aria-expanded={opened}
          onClick={toggle}
          onMouseEnter={() => later(open)}
          onMouseLeave={() => later(close)}
          onKeyDown={(event) => event.key === 'Escape' && close()}
        >
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown
        className={classes.termMeaning}
        onMouseEnter={() => later(open)}
        onMouseLeave={() => later(close)}
      >
        <div>{meaning}</div>
        {footer ? <div className={classes.termFooter}>{footer}</div> : null}
      </Popover.Dropdown>
    </Popover>
  );
}
