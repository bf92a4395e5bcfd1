import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

type PersonProps = {
  name: string;
  /** Beside the name: a company, a role. */
  detail?: string | undefined;
  /** At the end: since when, how late. */
  note?: ReactNode;
  late?: boolean;
  /** Where a press leads: `/people/contacts/0193…`. */
  href?: string;
};

/** A person as a chip. */
export function Person({ name, detail, note, late, href }: PersonProps) {
  const inside = (
    <>
      <span className={classes.personMark} aria-hidden="true">
        {initialOf(name)}
      </span>
      <b>{name}</b>
      {detail ? <span className={classes.personDetail}>{detail}</span> : null}
      {note ? <span className={late ? 'late' : 'mute'}>{note}</span> : null}
    </>
  );
  if (!href) return <span className={classes.person}>{inside}</span>;
  return (
    <Link to={href} className={classes.person}>
      {inside}
    </Link>
  );
}

function initialOf(name: string): string {
  const [first = '?'] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name.trim());
  return typeof first === 'string' ? first : first.segment.toUpperCase();
}
