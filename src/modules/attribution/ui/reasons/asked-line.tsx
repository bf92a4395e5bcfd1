import { Link } from '@tanstack/react-router';
import classes from './reasons.module.css';
import { useAsked } from './use-asked.ts';
import { plural } from './words.ts';

/** Where sellers work: how many closed deals wait for a word of theirs. Nothing where none do. */
export function AskedLine() {
  const asked = useAsked();
  const waiting = asked.data?.waiting ?? 0;
  const [first] = asked.data?.items ?? [];
  if (!first) return null;
  return (
    <p className={classes.askedLine}>
      {plural(waiting, 'closed deal')} of yours {waiting === 1 ? 'waits' : 'wait'} for a word:{' '}
      <Link to="/results/reasons" search={{ say: first.id }}>
        why was “{first.name}” {first.outcome}?
      </Link>
    </p>
  );
}
