import { useNow, When } from '../../../../web/parts/when.tsx';
import type { Entry, Score } from './api-types.ts';
import classes from './standing.module.css';
import { gradeWords, letterWords, levelWords, pointsText, pointsWords, signed } from './words.ts';

/** Everything that a score is the sum of, to the last digit. */
export function LedgerTable({ score }: { score: Score }) {
  return (
    <div className={classes.ledger}>
      <p>
        {gradeWords(score.grade)}. {pointsWords(score.points)} today: {pointsText(score.fit)} for fit and{' '}
        {pointsText(score.engagement)} for engagement, by version {score.versionNumber} of “{score.word}”
        {score.unsigned ? ', which nobody has signed yet' : ''}.
      </p>
      <Part
        heading={`Fit: ${score.letter}, ${letterWords[score.letter]}`}
        entries={score.ledger.fit}
        sum={score.fit}
        nothing="Nothing known of them or their company gives points."
      />
      <Part
        heading={`Engagement: ${score.level}, ${levelWords[score.level]}`}
        entries={score.ledger.engagement}
        sum={score.engagement}
        nothing="Nothing they have done counts at present."
      />
      <p className="mute">
        {score.nextChangeAt === null ? (
          'Does not change while nothing happens.'
        ) : (
          <>
            Changes <When at={score.nextChangeAt} /> if nothing happens.
          </>
        )}
      </p>
    </div>
  );
}

type PartProps = { heading: string; entries: readonly Entry[]; sum: number; nothing: string };

function Part({ heading, entries, sum, nothing }: PartProps) {
  return (
    <section aria-label={heading}>
      <h3>{heading}</h3>
      {entries.length === 0 ? (
        <p className="mute">{nothing}</p>
      ) : (
        <table className={classes.entries}>
          <thead>
            <tr>
              <th scope="col">For what</th>
              <th scope="col" className={classes.number}>
                Given
              </th>
              <th scope="col" className={classes.number}>
                Today
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <EntryRow key={`${entry.signalKey} ${entry.interactionId ?? ''}`} entry={entry} />
            ))}
          </tbody>
          <tfoot>
            <tr className={classes.sum}>
              <th scope="row">Sum</th>
              <td />
              <td className={classes.number}>{pointsText(sum)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  const now = useNow();
  const ends = entry.endsAt !== null && Date.parse(entry.endsAt) > now.getTime() ? entry.endsAt : null;
  return (
    <tr>
      <td>
        {entry.name}
        <span className={classes.what}>
          {entry.what}
          {entry.at === null ? null : (
            <>
              , <When at={entry.at} />
            </>
          )}
          {ends === null ? null : (
            <>
              ; counts until <When at={ends} style="date" />
            </>
          )}
        </span>
      </td>
      <td className={classes.number}>{signed(entry.given)}</td>
      <td className={classes.number}>{signed(entry.worth)}</td>
    </tr>
  );
}
