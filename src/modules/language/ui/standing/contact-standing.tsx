import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { DefinedTerm } from '../terms/defined-term.tsx';
import type { Gate, Standing, Test, Why } from './api-types.ts';
import { GradeChip } from './grade-chip.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { Parts } from './parts.tsx';
import classes from './standing.module.css';
import { pointsWords, sourceText } from './words.ts';

const scoreEvidence = z.object({ score: z.string() });

/** A lead's scores, why they are where they are, and what the gates further on ask of them. */
export function ContactStanding({ contactId, stage }: { contactId: string; stage: string | null }) {
  const standing = useQuery(api.language.readStanding.queryOptions({ input: { id: contactId } }));
  const { data } = standing;
  return (
    <section className={classes.standing} aria-label="Score and stage">
      <h2>Score and stage</h2>
      <ProblemNotice error={standing.error} onRetry={() => void standing.refetch()} />
      {standing.isPending ? <div className={classes.wait} role="status" aria-label="Loading" /> : null}
      {data ? <Known standing={data} stage={stage} /> : null}
    </section>
  );
}

function Known({ standing, stage }: { standing: Standing; stage: string | null }) {
  const { scores, gates, tests, why } = standing;
  const ahead = gates.filter((gate) => gate.stageKey !== stage || !gate.holds);
  return (
    <>
      {scores.length === 0 ? <p className="mute">No scoring model is in force.</p> : null}
      <ul className={classes.scores}>
        {scores.map((score) => (
          <li key={score.key}>
            <DefinedTerm term={score.key}>{score.word}</DefinedTerm>
            <span>
              <GradeChip score={score} />
            </span>
          </li>
        ))}
      </ul>
      {why ? <WhyHere why={why} /> : null}
      {ahead.length + tests.length > 0 ? (
        <div className={classes.gates}>
          {ahead.map((gate) => (
            <Asked key={gate.definitionId} asked={gate} term={gate.stageKey} />
          ))}
          {tests.map((test) => (
            <Asked key={test.definitionId} asked={test} />
          ))}
        </div>
      ) : null}
      <EvidenceDrawer
        schema={scoreEvidence}
        title={({ score }) => scores.find((one) => one.key === score)?.word ?? 'Score'}
      >
        {({ score: key }) => {
          const score = scores.find((one) => one.key === key);
          return score ? <LedgerTable score={score} /> : <p>This score is no longer in force.</p>;
        }}
      </EvidenceDrawer>
    </>
  );
}

const outcomeWords = { reached: 'Came here', returned: 'Was sent back here', left: 'Left here' } as const;

/** The record that put them where they are: which version, and what it found then. */
function WhyHere({ why }: { why: Why }) {
  const { definition } = why;
  return (
    <details className={classes.why} open={definition !== null}>
      <summary>
        <span>
          {outcomeWords[why.outcome]} <When at={why.at} style="date" />:{' '}
          {definition
            ? `${definition.word}, version ${definition.versionNumber}`
            : (why.actorName ?? sourceText(why.source))}
        </span>
      </summary>
      {definition ? (
        <>
          <Parts parts={definition.parts} />
          <p className="mute">
            {[
              ...definition.scores.map(
                (score) => `${score.word} stood at ${score.grade}, ${pointsWords(score.points)}`,
              ),
              ...(definition.interactions > 0
                ? [
                    `${definition.interactions} ${definition.interactions === 1 ? 'interaction' : 'interactions'} counted`,
                  ]
                : []),
            ].join('; ')}
          </p>
        </>
      ) : (
        <p className="mute">{[why.reason, sourceText(why.source)].filter(Boolean).join('; ')}</p>
      )}
    </details>
  );
}

function Asked({ asked, term }: { asked: Gate | Test; term?: string }) {
  const yes = asked.parts.filter((part) => part.holds).length;
  return (
    <details className={classes.asked}>
      <summary>
        <span>{asked.word}</span>
        <span className={asked.holds ? undefined : 'mute'}>
          {asked.holds ? '✓ holds' : `✗ ${yes} of ${asked.parts.length}`}
          {asked.unsigned ? ', unsigned' : ''}
        </span>
      </summary>
      <Parts parts={asked.parts} />
      {term === undefined ? null : (
        <p className="mute">
          What <DefinedTerm term={term}>{asked.word}</DefinedTerm> means
          {asked.unsigned ? ' is not signed by both teams, so it moves nobody yet' : ''}.
        </p>
      )}
    </details>
  );
}
