import { Button } from '@mantine/core';
import { Segmented } from '../../../../../web/parts/segmented.tsx';
import type { BodyOf } from '../api-types.ts';
import classes from '../draft.module.css';
import type { EditorProps } from './body-editor.tsx';
import { problemsUnder } from './problems.ts';
import { emptyRule, RuleField } from './rule-field.tsx';

/** Whom a stage's gate lets in, by a rule or by people, and who goes back one stage. */
export function StageEditor({ body, onChange, problems, ...rest }: EditorProps<BodyOf<'stage'>>) {
  const { gate, sendsBack } = body;
  return (
    <>
      <section className={`panel ${classes.block}`} aria-labelledby="gate">
        <div className={classes.blockHead}>
          <h2 id="gate">Whom it lets in</h2>
          {rest.disabled ? null : (
            <Segmented
              label="Who decides"
              value={gate === null ? 'people' : 'rule'}
              onChange={(who) => onChange({ ...body, gate: who === 'rule' ? (gate ?? emptyRule()) : null })}
              options={[
                { value: 'rule', label: 'a rule' },
                { value: 'people', label: 'people' },
              ]}
            />
          )}
        </div>
        {gate === null ? (
          <p className={classes.hint}>
            People or deals decide, as the meaning says. Leads move by hand, or with their deal.
          </p>
        ) : (
          <RuleField
            label="The gate"
            rule={gate}
            onChange={(rule) => onChange({ ...body, gate: rule })}
            problems={problemsUnder(problems, 'gate')}
            {...rest}
          />
        )}
      </section>
      <section className={`panel ${classes.block}`} aria-labelledby="back">
        <h2 id="back">Whom it sends back</h2>
        {sendsBack === null ? (
          <>
            <p className={classes.hint}>Nobody by rule. A rule here sends leads back to the stage before.</p>
            {rest.disabled ? null : (
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => onChange({ ...body, sendsBack: emptyRule() })}
              >
                Send some back by a rule
              </Button>
            )}
          </>
        ) : (
          <>
            <RuleField
              label="Who goes back"
              rule={sendsBack}
              onChange={(rule) => onChange({ ...body, sendsBack: rule })}
              problems={problemsUnder(problems, 'sendsBack')}
              {...rest}
            />
            {rest.disabled ? null : (
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => onChange({ ...body, sendsBack: null })}
              >
                Send nobody back
              </Button>
            )}
          </>
        )}
      </section>
    </>
  );
}
