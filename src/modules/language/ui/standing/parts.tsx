import type { Gate } from './api-types.ts';
import classes from './standing.module.css';

/** Each part of a definition with its answer: said in words as well as marked. */
export function Parts({ parts }: { parts: Gate['parts'] }) {
  return (
    <ul className={classes.parts}>
      {parts.map((part, place) => (
        // Parts of one version stay in their order, and two may read the same.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={place} className={part.holds ? undefined : 'mute'}>
          <span className={classes.mark} aria-hidden="true">
            {part.holds ? '✓' : '✗'}
          </span>
          <span>
            <span className="sr-only">{part.holds ? 'Yes: ' : 'No: '}</span>
            {part.text}
            {part.found === null ? null : <span className={classes.found}> {part.found}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
