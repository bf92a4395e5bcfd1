import { Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { asProblem } from '../../../../web/problem.ts';
import { type RuleGroup, type RuleProblem, ruleSentence } from '../../rules/contract.ts';
import { RuleGroupEditor } from './rule-group.tsx';
import classes from './rules.module.css';
import { type Catalogue, useRuleCatalogue } from './use-rule-catalogue.ts';

type RuleEditorProps = {
  value: RuleGroup;
  onChange: (rule: RuleGroup) => void;
  /** The definition it stands in: circles through it are found. */
  definitionId?: string | undefined;
  readOnly?: boolean;
  /** What was wrong when it was saved, by its place in the rule: `rules.0.value`. */
  problems?: readonly RuleProblem[];
};

const waitMs = 350;

function useCheck(rule: RuleGroup, definitionId: string | undefined) {
  const [settled] = useDebouncedValue(rule, waitMs);
  const query = useQuery(
    api.language.checkRule.queryOptions({
      input: { rule: settled, ...(definitionId === undefined ? {} : { definitionId }) },
      enabled: settled.rules.length > 0,
      placeholderData: keepPreviousData,
      staleTime: 30_000,
      retry: false,
    }),
  );
  // What cannot even be read as a rule, such as a window of no days, is refused with its places.
  const refused = query.error ? (asProblem(query.error).fields ?? []) : [];
  return {
    ...query,
    isOfThis: settled === rule && !query.isPlaceholderData,
    problems: [
      ...(query.data?.problems ?? []),
      ...refused.map(({ path, message }) => ({ path: path.replace(/^rule\.?/, ''), message })),
    ],
  };
}

type Check = ReturnType<typeof useCheck>;

function Answer({ rule, catalogue, check }: { rule: RuleGroup; catalogue: Catalogue; check: Check }) {
  const { isFetching, problems } = check;
  const general = problems.filter(({ path }) => path === '');
  return (
    <div className={classes.answer} aria-live="polite">
      <p className={classes.sentence}>{ruleSentence(rule, catalogue.words)}.</p>
      {general.map(({ message }) => (
        <p key={message} className={classes.problem}>
          {message}
        </p>
      ))}
      <p className={classes.count} data-busy={isFetching || undefined}>
        <Count check={check} />
      </p>
    </div>
  );
}

function Count({ check: { data, error, problems } }: { check: Check }) {
  if (problems.length > 0) {
    return (
      <>{problems.length === 1 ? 'One thing is' : `${problems.length} things are`} still to be put right.</>
    );
  }
  if (error) return <>Whom it holds cannot be counted just now.</>;
  if (!data) return <>Counting…</>;
  if (data.holds === null || data.of === null) return <>Whom it holds cannot be counted just now.</>;
  return (
    <>
      Holds <strong>{formatCount(data.holds)}</strong> of {formatCount(data.of)} leads now
    </>
  );
}

/** A rule, edited with typed pickers; below it the rule as a sentence and how many leads it holds now. */
export function RuleEditor({
  value,
  onChange,
  definitionId,
  readOnly = false,
  problems = [],
}: RuleEditorProps) {
  const { catalogue, error, retry } = useRuleCatalogue();
  const check = useCheck(value, definitionId);
  if (error) return <ProblemNotice error={error} onRetry={retry} />;
  if (!catalogue) return <Skeleton height={120} radius="md" />;
  // What was wrong a moment ago may be put right by now: only an answer to this very rule marks its parts.
  const all = [...problems, ...(check.isOfThis ? check.problems : [])];
  const problemAt = (path: string) => all.find((problem) => problem.path === path)?.message;
  return (
    <div className={classes.editor}>
      <RuleGroupEditor
        group={value}
        catalogue={catalogue}
        readOnly={readOnly}
        path=""
        depth={0}
        problemAt={(path) => (path === '' ? undefined : problemAt(path))}
        onChange={onChange}
      />
      {value.rules.length > 0 && <Answer rule={value} catalogue={catalogue} check={check} />}
    </div>
  );
}
