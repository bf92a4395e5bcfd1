import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { Term } from '../../../../web/parts/term.tsx';
import { usePathParam, useUrlState } from '../../../../web/parts/use-url-state.ts';
import { RecordProblem, RecordWait } from '../../../people/ui/record-states.tsx';
import { CohortRecast } from '../backtest/cohort-recast.tsx';
import { answerWords, subWords } from './answer-words.ts';
import type { Definition, Version } from './api-types.ts';
import classes from './definition.module.css';
import { DefinitionHistory } from './history.tsx';
import { PastCard } from './past-card.tsx';
import { TextCard } from './text-card.tsx';
import { useProposalBacktest } from './use-proposal-backtest.ts';
import { backtestWords, openVersions } from './words.ts';

const pageState = z.object({ version: z.coerce.number().int().optional().catch(undefined) });

/** One word: what it means, what is proposed, what both sides say of it, and what it would have done. */
export function DefinitionPage() {
  const key = usePathParam('key');
  const definition = useQuery(api.language.getDefinition.queryOptions({ input: { id: key } }));
  if (definition.error && !definition.data)
    return (
      <RecordProblem error={definition.error} onRetry={() => void definition.refetch()} back="/language" />
    );
  if (!definition.data) return <RecordWait title="Language" />;
  return <Shown key={definition.data.id} definition={definition.data} />;
}

/** The version the page is about, and the one it is held against. */
function pick(
  definition: Definition,
  number: number | undefined,
): { subject: Version; against: Version | null } | null {
  const { inForce, open, drafts } = openVersions(definition);
  const subject =
    definition.versions.find((version) => version.number === number) ??
    open[0] ??
    inForce ??
    drafts[0] ??
    definition.versions[0];
  if (subject === undefined) return null;
  return { subject, against: inForce !== null && inForce.id !== subject.id ? inForce : null };
}

function Shown({ definition }: { definition: Definition }) {
  const [{ version }, set] = useUrlState(pageState);
  const picked = pick(definition, version);
  const { inForce, open } = openVersions(definition);
  if (picked === null) return <RecordWait title={definition.word} />;
  const { subject, against } = picked;
  const shownVersions = [...open, ...(inForce ? [inForce] : [])];
  return (
    <>
      <FirstLine
        title={definition.word}
        sub={subWords(definition, inForce, open)}
        actions={definition.kind === 'scoring' ? <SuggestLink /> : null}
      >
        <Term
          meaning={definition.meaning}
          footer={against ? `Version ${against.number} says this.` : undefined}
        >
          {definition.word}
        </Term>
        {answerWords(subject, inForce)} <BacktestSentence definition={definition} version={subject} />
      </FirstLine>
      {open.length > 1 || (version !== undefined && shownVersions.length > 1) ? (
        <div className={classes.versionPick}>
          <Segmented
            label="Which version"
            value={String(subject.number)}
            onChange={(next) => set({ version: Number(next) })}
            options={withSubject(shownVersions, subject).map((one) => ({
              value: String(one.number),
              label: pickLabel(one),
              ...(one.status === 'in_force'
                ? { tone: 'shared' as const }
                : one.side
                  ? { tone: one.side }
                  : {}),
            }))}
          />
        </div>
      ) : null}
      <div className={classes.duo}>
        <TextCard definition={definition} subject={subject} against={against} />
        <PastCard subject={subject} against={against} />
      </div>
      {definition.kind === 'stage' ? (
        <div className={classes.cohorts}>
          <CohortRecast definitionId={definition.id} />
        </div>
      ) : null}
      <DefinitionHistory definition={definition} />
    </>
  );
}

/** A model need not be guessed: the past can be asked for one. */
const SuggestLink = () => (
  <Button component={Link} to="/language/suggest" variant="default">
    What the past suggests
  </Button>
);

const withSubject = (versions: readonly Version[], subject: Version): readonly Version[] =>
  versions.some((one) => one.id === subject.id) ? versions : [subject, ...versions];

function pickLabel(version: Version): string {
  if (version.status === 'in_force') return `${version.number}, in force`;
  if (version.status === 'proposed' && version.side) return `${version.number}, ${version.side}’s`;
  return `${version.number}, ${version.status}`;
}

/** What the past says of a proposal: "It passes 18 % fewer leads, keeps every one that was won." */
function BacktestSentence({ definition, version }: { definition: Definition; version: Version }) {
  const backtest = useProposalBacktest(definition.id, version);
  return backtest ? backtestWords(backtest.sentence) : null;
}
