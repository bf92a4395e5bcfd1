import type { Version } from './api-types.ts';
import classes from './definition.module.css';
import { shortHash } from './words.ts';

/** All that a version says, clause by clause, with the hash that a signature is given for. */
export function FullText({ version }: { version: Version }) {
  return (
    <>
      <dl className={classes.fullText}>
        {version.clauses.map((clause) => (
          <div key={clause.key}>
            <dt>{clause.label}</dt>
            <dd>{clause.text}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.hash}>
        The text as you read it has the fingerprint{' '}
        <code title={version.hash}>{shortHash(version.hash)}…</code> Your signature is for these words and no
        others.
      </p>
    </>
  );
}
