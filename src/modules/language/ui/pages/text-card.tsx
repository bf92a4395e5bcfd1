import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import type { Definition, Version } from './api-types.ts';
import { Clauses, ClauseTable } from './clause-table.tsx';
import classes from './definition.module.css';
import { QuestionItem, WriteBox } from './questions.tsx';
import { SaidList, saidAbout } from './said.tsx';
import { Signing } from './signing.tsx';
import { type Actions, useActions } from './use-actions.ts';
import { openVersions, statusWords } from './words.ts';

type TextCardProps = { definition: Definition; subject: Version; against: Version | null };

/** The text itself, beside what is in force where it is not that; what is said about it; and the signatures. */
export function TextCard({ definition, subject, against }: TextCardProps) {
  const actions = useActions(definition);
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="text">
      <h2 id="text">
        {against ? 'What changes' : `What version ${subject.number} says, ${statusWords(subject)}`}
      </h2>
      {against ? (
        <Compared definition={definition} before={against} after={subject} />
      ) : (
        <Clauses version={subject} label={`What version ${subject.number} says`} />
      )}
      <SaidAboutIt definition={definition} subject={subject} actions={actions} />
      <Signing definition={definition} subject={subject} actions={actions} />
    </section>
  );
}

/** Two versions side by side, with the differences in one line of words each. */
export function Compared({
  definition,
  before,
  after,
}: {
  definition: Definition;
  before: Version;
  after: Version;
}) {
  const changes = useQuery(
    api.language.compareVersions.queryOptions({
      input: { id: definition.id, from: before.id, to: after.id },
    }),
  );
  if (changes.error) return <ProblemNotice error={changes.error} onRetry={() => void changes.refetch()} />;
  if (!changes.data)
    return <div className={classes.waiting} role="status" aria-label="Loading" aria-busy="true" />;
  const { clauses, summary } = changes.data;
  return (
    <>
      <ClauseTable before={before} after={after} changes={clauses} />
      {summary.length > 0 ? (
        <p className={classes.inWords}>
          <span className="mute">In words: </span>
          {summary.join('; ')}.
        </p>
      ) : (
        <p className={`${classes.inWords} mute`}>The two say the same.</p>
      )}
    </>
  );
}

function SaidAboutIt({
  definition,
  subject,
  actions,
}: {
  definition: Definition;
  subject: Version;
  actions: Actions;
}) {
  const { inForce, open } = openVersions(definition);
  const mayAsk = useMay('language:ask');
  const [asking, setAsking] = useState(false);
  const questions = useQuery(
    api.language.listQuestions.queryOptions({ input: { definitionId: definition.id } }),
  );
  useKeys('Definition', [{ keys: 'q', label: 'Ask what is meant', run: () => setAsking(true) }], mayAsk);
  const versions = [...new Set([...(inForce ? [inForce] : []), ...open, subject])];
  const said = saidAbout(versions);
  const asked = questions.data?.items ?? [];
  const answered = asked.filter((question) => question.settledAt !== null);
  return (
    <div className={classes.said}>
      <h3>Said about it</h3>
      <ProblemNotice error={questions.error} onRetry={() => void questions.refetch()} />
      {said.length + asked.length === 0 ? (
        <p className="mute">Nobody has said anything about it yet.</p>
      ) : null}
      <ul>
        <SaidList definition={definition} said={said} actions={actions} />
        {asked
          .filter((question) => question.settledAt === null)
          .map((question) => (
            <QuestionItem key={question.id} question={question} mayAnswer={mayAsk} />
          ))}
      </ul>
      {answered.length > 0 ? (
        <details className={classes.answered}>
          <summary>
            {answered.length === 1
              ? 'One question was answered'
              : `${answered.length} questions were answered`}
          </summary>
          <ul>
            {answered.map((question) => (
              <QuestionItem key={question.id} question={question} mayAnswer={mayAsk} />
            ))}
          </ul>
        </details>
      ) : null}
      {mayAsk && asking ? (
        <WriteBox
          label="What do you mean by that?"
          action="Ask the other side"
          said="Asked. It stays open until somebody answers."
          send={(text) => client.language.ask({ definitionId: definition.id, versionId: subject.id, text })}
          onClose={() => setAsking(false)}
        />
      ) : mayAsk ? (
        <button type="button" className={classes.ask} onClick={() => setAsking(true)}>
          What do you mean by that? <ButtonKey keys="q" />
        </button>
      ) : null}
      <ProblemNotice error={actions.takeBackObjection.error} />
    </div>
  );
}
