import { Button } from '@mantine/core';
import { client } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { Pool, Rule, Rules, Seller } from './api-types.ts';
import { FallbackRow } from './fallback-row.tsx';
import classes from './routing.module.css';
import { RuleForm } from './rule-form.tsx';
import { targetInWords } from './target-words.ts';
import { useChange } from './use-change.ts';

type RuleListProps = {
  rules: Rules;
  sellers: readonly Seller[];
  pools: readonly Pool[];
  mayChange: boolean;
  /** The rule that is being changed, or `new`. */
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
};

/** The rules in their order, the first that holds counts; what happens where none does stands last. */
export function RuleList(props: RuleListProps) {
  const { rules, sellers, pools, mayChange, open, onOpen } = props;
  const reorder = useChange(client.handoff.routing.reorderRules, {
    said: () => 'The rules are in their new order.',
  });
  const ids = rules.items.map(({ id }) => id);
  const move = (at: number, by: -1 | 1) => {
    const next = ids.toSpliced(at, 1);
    next.splice(at + by, 0, ids[at] ?? '');
    reorder.mutate({ ruleIds: next });
  };
  return (
    <section className={classes.section} aria-labelledby="routing-rules">
      <div className={classes.head}>
        <h2 id="routing-rules">Rules</h2>
        {mayChange && open !== 'new' ? (
          <Button size="xs" variant="default" onClick={() => onOpen('new')}>
            Add a rule
          </Button>
        ) : null}
      </div>
      <ProblemNotice error={reorder.error} />
      <ol className={classes.rows}>
        {rules.items.map((rule, at) =>
          open === rule.id && mayChange ? (
            <li key={rule.id}>
              <RuleForm rule={rule} sellers={sellers} pools={pools} onClose={() => onOpen(undefined)} />
            </li>
          ) : (
            <RuleRow
              key={rule.id}
              rule={rule}
              at={at}
              many={rules.items.length}
              mayChange={mayChange}
              busy={reorder.isPending}
              onMove={move}
              onOpen={onOpen}
            />
          ),
        )}
        {open === 'new' && mayChange ? (
          <li>
            <RuleForm rule={null} sellers={sellers} pools={pools} onClose={() => onOpen(undefined)} />
          </li>
        ) : null}
        <FallbackRow
          fallback={rules.fallback}
          pools={pools}
          mayChange={mayChange}
          first={rules.items.length === 0}
        />
      </ol>
    </section>
  );
}

type RowProps = {
  rule: Rule;
  at: number;
  many: number;
  mayChange: boolean;
  busy: boolean;
  onMove: (at: number, by: -1 | 1) => void;
  onOpen: (id: string) => void;
};

function RuleRow({ rule, at, many, mayChange, busy, onMove, onOpen }: RowProps) {
  const ask = useConfirm();
  const remove = useChange(client.handoff.routing.deleteRule, {
    said: () => `The rule “${rule.name}” is gone.`,
  });
  const onRemove = async () => {
    const answer = await ask({
      title: `Delete the rule “${rule.name}”?`,
      body: 'Leads for which it held go on to the next rule that holds. Hand-offs made by it stay as they are.',
      action: 'Delete',
      danger: true,
    });
    if (answer) remove.mutate({ ruleId: rule.id });
  };
  return (
    <li className={classes.rule}>
      <span className={classes.number} aria-hidden="true">
        {at + 1}
      </span>
      <div className={classes.ruleText}>
        <strong>{rule.name}</strong>{' '}
        <span className="sales">{targetInWords(rule.target.kind, rule.targetName)}</span>
        <p>{rule.sentence}.</p>
        {rule.problems.map(({ path, message }) => (
          <p key={`${path} ${message}`} className={classes.problem}>
            Passed over: {message}
          </p>
        ))}
        <ProblemNotice error={remove.error} />
      </div>
      {mayChange ? (
        <div className={classes.ruleButtons}>
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={at === 0 || busy}
            onClick={() => onMove(at, -1)}
            aria-label={`Ask “${rule.name}” earlier`}
          >
            ↑
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={at === many - 1 || busy}
            onClick={() => onMove(at, 1)}
            aria-label={`Ask “${rule.name}” later`}
          >
            ↓
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onOpen(rule.id)}
            aria-label={`Change “${rule.name}”`}
          >
            Change
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            loading={remove.isPending}
            onClick={() => void onRemove()}
            aria-label={`Delete “${rule.name}”`}
          >
            Delete
          </Button>
        </div>
      ) : null}
    </li>
  );
}
