import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import type { Summary } from '../pages/api-types.ts';
import { WriteBox } from '../pages/questions.tsx';
import classes from './terms.module.css';
import { inForceWords, openQuestionWords, proposalWords, shortMeaning } from './words.ts';

const seldomChangesMs = 60_000;

/** What a word means, by whose signatures, and what is open about it; with the question between the two sides. */
export function TermCard({ term, more }: { term: string; more: ReactNode }) {
  const list = useQuery(api.language.listDefinitions.queryOptions({ input: {}, staleTime: seldomChangesMs }));
  if (list.error) return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <span className="mute">Looking up the definition…</span>;
  const definition = list.data.items.find((item) => item.key === term);
  if (!definition) return <Undefined term={term} more={more} />;
  return <Card definition={definition} more={more} />;
}

function Undefined({ term, more }: { term: string; more: ReactNode }) {
  return (
    <div className={classes.card}>
      <p>
        Nobody has said yet what <strong>{term.replaceAll('_', ' ')}</strong> means here.
      </p>
      {more ? <p className={classes.more}>{more}</p> : null}
      <p className={classes.foot}>
        <Link to="/language/new">Define it</Link>
      </p>
    </div>
  );
}

function Card({ definition, more }: { definition: Summary; more: ReactNode }) {
  const [asking, setAsking] = useState(false);
  const mayAsk = useMay('language:ask');
  const { key, word, meaning, openQuestions, inForce } = definition;
  const proposal = proposalWords(definition);
  return (
    <div className={classes.card}>
      <p>
        <strong className="shared">{word}</strong>: {shortMeaning(meaning)}
      </p>
      {more ? <p className={classes.more}>{more}</p> : null}
      <p className={classes.state}>
        {inForceWords(definition)}
        {proposal ? ` ${proposal}` : ''}
      </p>
      <p className={classes.foot}>
        <Link to="/language/$key" params={{ key }}>
          Read the definition
        </Link>
        {openQuestions > 0 ? (
          <Link to="/language/questions" search={{ about: key }}>
            {openQuestionWords(openQuestions)}
          </Link>
        ) : null}
        {mayAsk && !asking ? (
          <button type="button" className={classes.ask} onClick={() => setAsking(true)}>
            What do you mean by that?
          </button>
        ) : null}
      </p>
      {asking ? (
        <WriteBox
          label={`What do you mean by “${word}”?`}
          action="Ask"
          send={(text) =>
            client.language.ask({
              definitionId: definition.id,
              ...(inForce === null ? {} : { versionId: inForce.versionId }),
              text,
            })
          }
          said="Asked. It stays open until the other side has answered."
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}
