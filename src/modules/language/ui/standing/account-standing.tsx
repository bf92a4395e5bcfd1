import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { DefinedTerm } from '../terms/defined-term.tsx';
import type { AccountScores } from './api-types.ts';
import classes from './standing.module.css';
import { pointsText, pointsWords } from './words.ts';

const shownPeople = 8;

/** A company's scores, and what each of its people adds to them. */
export function AccountStanding({ accountId }: { accountId: string }) {
  const scores = useQuery(api.language.readAccountScores.queryOptions({ input: { id: accountId } }));
  if (scores.data?.scores.length === 0) return null;
  return (
    <section className={classes.standing} aria-label="Score">
      <h2>Score</h2>
      <ProblemNotice error={scores.error} onRetry={() => void scores.refetch()} />
      {scores.isPending ? <div className={classes.wait} role="status" aria-label="Loading" /> : null}
      {scores.data?.scores.map((score) => (
        <One key={score.key} score={score} />
      ))}
    </section>
  );
}

function One({ score }: { score: AccountScores['scores'][number] }) {
  const shown = score.people.slice(0, shownPeople);
  return (
    <>
      <ul className={classes.scores}>
        <li>
          <DefinedTerm term={score.key}>{score.word}</DefinedTerm>
          <span>
            <span className={classes.grade}>{score.grade}</span> · {pointsWords(score.points)}
          </span>
        </li>
      </ul>
      <ul className={classes.people}>
        {shown.map((person) => {
          const href: string = `/people/contacts/${person.id}`;
          return (
            <li key={person.id}>
              <span>
                <Link to={href}>{person.name}</Link>
              </span>
              <span>
                {person.grade} · {pointsText(person.engagement)}
                {person.counts === 0 && person.engagement !== 0 ? (
                  <span className="mute">, not counted</span>
                ) : null}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="mute">
        Engagement is {score.method}; fit is the best of theirs.
        {score.people.length > shown.length ? ` ${shown.length} of them shown.` : ''}
      </p>
    </>
  );
}
