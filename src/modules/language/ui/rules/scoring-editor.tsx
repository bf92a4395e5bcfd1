import { NumberInput, Skeleton } from '@mantine/core';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import type { RuleProblem } from '../../rules/contract.ts';
import type { ScoringModel } from '../../scoring/contract.ts';
import { withoutGroup } from './edit-model.ts';
import { GradeMatrix } from './grade-matrix.tsx';
import { GroupList } from './group-list.tsx';
import classes from './scoring.module.css';
import { InteractionSignalList, RuleSignalList } from './signal-lists.tsx';
import { type Catalogue, useRuleCatalogue } from './use-rule-catalogue.ts';

type ScoringEditorProps = {
  value: ScoringModel;
  onChange: (model: ScoringModel) => void;
  readOnly?: boolean;
  /** What was wrong when it was saved, by its place in the model: `fit.signals.0.rule.rules.0.value`. */
  problems?: readonly RuleProblem[];
};

type PartProps = Required<ScoringEditorProps> & { catalogue: Catalogue };

function FitPart({ value, onChange, catalogue, readOnly, problems }: PartProps) {
  const { fit } = value;
  const change = (changes: Partial<ScoringModel['fit']>) =>
    onChange({ ...value, fit: { ...fit, ...changes } });
  return (
    <section className={classes.part} aria-labelledby="score-fit">
      <h3 id="score-fit">Fit</h3>
      <p className={classes.hint}>Whom we want: points for what the person and the company are.</p>
      <RuleSignalList
        value={fit.signals}
        groups={fit.groups}
        catalogue={catalogue}
        readOnly={readOnly}
        path="fit.signals"
        problems={problems}
        add="+ Fit signal"
        onChange={(signals) => change({ signals })}
      />
      <GroupList
        value={fit.groups}
        readOnly={readOnly}
        onChange={(groups) => change({ groups })}
        onRemove={(key) =>
          change({
            groups: fit.groups.filter((group) => group.key !== key),
            signals: withoutGroup(fit.signals, key),
          })
        }
      />
    </section>
  );
}

function EngagementPart({ value, onChange, catalogue, readOnly, problems }: PartProps) {
  const { engagement } = value;
  const { groups } = engagement;
  const change = (changes: Partial<ScoringModel['engagement']>) =>
    onChange({ ...value, engagement: { ...engagement, ...changes } });
  const shared = { groups, catalogue, readOnly, problems };
  return (
    <section className={classes.part} aria-labelledby="score-engagement">
      <h3 id="score-engagement">Engagement</h3>
      <p className={classes.hint}>What they do: verified interactions only, fading as time goes by.</p>
      <InteractionSignalList
        {...shared}
        value={engagement.signals}
        path="engagement.signals"
        onChange={(signals) => change({ signals })}
      />
      <h4>Rules</h4>
      <RuleSignalList
        {...shared}
        value={engagement.rules}
        path="engagement.rules"
        add="+ Rule, such as silence for 30 days"
        onChange={(rules) => change({ rules })}
      />
      <GroupList
        value={groups}
        readOnly={readOnly}
        onChange={(next) => change({ groups: next })}
        onRemove={(key) =>
          change({
            groups: groups.filter((group) => group.key !== key),
            signals: withoutGroup(engagement.signals, key),
            rules: withoutGroup(engagement.rules, key),
          })
        }
      />
    </section>
  );
}

function AccountPart({ value, onChange, readOnly }: PartProps) {
  const { account } = value;
  return (
    <section className={classes.part} aria-labelledby="score-account">
      <h3 id="score-account">A company's engagement</h3>
      <div className={classes.formLine}>
        <Segmented
          label="How a company's engagement is made of its people's"
          value={account.method}
          options={[
            { value: 'highest', label: 'The highest' },
            { value: 'sum_of_best', label: 'Sum of the best' },
            { value: 'sum', label: 'Sum of all' },
          ]}
          onChange={(method) => !readOnly && onChange({ ...value, account: { ...account, method } })}
        />
        {account.method === 'sum_of_best' && (
          <NumberInput
            size="xs"
            label="How many people"
            value={account.best}
            min={2}
            max={50}
            allowDecimal={false}
            hideControls
            disabled={readOnly}
            onChange={(best) =>
              typeof best === 'number' && best >= 2 && onChange({ ...value, account: { ...account, best } })
            }
          />
        )}
      </div>
    </section>
  );
}

/** A scoring model: what gives how many points, what fades, what is capped, and which points make which grade. */
export function ScoringEditor({ value, onChange, readOnly = false, problems = [] }: ScoringEditorProps) {
  const { catalogue, error, retry } = useRuleCatalogue();
  if (error) return <ProblemNotice error={error} onRetry={retry} />;
  if (!catalogue) return <Skeleton height={240} radius="md" />;
  const props: PartProps = { value, onChange, readOnly, problems, catalogue };
  return (
    <div className={classes.editor}>
      <FitPart {...props} />
      <EngagementPart {...props} />
      <section className={classes.part} aria-labelledby="score-grades">
        <h3 id="score-grades">Grades</h3>
        <GradeMatrix model={value} readOnly={readOnly} onChange={onChange} />
      </section>
      <AccountPart {...props} />
    </div>
  );
}
