import type { ClauseChange, Version } from './api-types.ts';
import classes from './definition.module.css';
import { statusWords } from './words.ts';

type Pieces = NonNullable<ClauseChange['before']>;

/** A clause in both versions side by side; what is added or taken out in the colour of who proposes it. */
export function ClauseTable({
  before,
  after,
  changes,
}: {
  before: Version;
  after: Version;
  changes: readonly ClauseChange[];
}) {
  const heads = [headOf(before), headOf(after)] as const;
  return (
    <table className={classes.clauses} data-side={after.side ?? 'both'}>
      <thead>
        <tr>
          <td />
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
        </tr>
      </thead>
      <tbody>
        {changes.filter(isWorthShowing).map((change) => (
          <tr key={change.key}>
            <th scope="row">{change.label}</th>
            <td data-label={heads[0]}>
              <Text pieces={change.before} />
            </td>
            <td data-label={heads[1]}>
              <Text pieces={change.after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The word itself heads the page; it is a row only where it changes. */
const isWorthShowing = (clause: { key: string; summary?: string | null }): boolean =>
  clause.key !== 'word' || (clause.summary ?? null) !== null;

const headOf = (version: Version): string => `version ${version.number}, ${statusWords(version)}`;

/** A text with what differs marked; for who hears the page, said in words too. */
function Text({ pieces }: { pieces: Pieces | null }) {
  if (pieces === null) return <span className="mute">says nothing of it</span>;
  // The pieces of a text are in its order and never move, so their place is their key.
  return pieces.map((piece, place) => {
    const key = `${place} ${piece.is}`;
    if (piece.is === 'added')
      return (
        <ins key={key}>
          <span className="sr-only">added: </span>
          {piece.text}
        </ins>
      );
    if (piece.is === 'removed')
      return (
        <del key={key}>
          <span className="sr-only">taken out: </span>
          {piece.text}
        </del>
      );
    return <span key={key}>{piece.text}</span>;
  });
}

/** The clauses of one version alone. */
export function Clauses({ version, label }: { version: Version; label: string }) {
  return (
    <table className={classes.clauses} aria-label={label} data-alone>
      <tbody>
        {version.clauses.filter(isWorthShowing).map((clause) => (
          <tr key={clause.key}>
            <th scope="row">{clause.label}</th>
            <td>{clause.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
