import { ActionIcon, Button, MultiSelect } from '@mantine/core';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { type Problems, problemAt } from '../pages/editors/problems.ts';
import { NumberField } from './number-field.tsx';
import classes from './sla.module.css';
import { type EscalationStep, targets } from './words.ts';

type Steps = readonly EscalationStep[];
type Props = {
  value: Steps;
  onChange: (value: EscalationStep[]) => void;
  problems: Problems;
  disabled: boolean;
};

const mostSteps = 8;

/** Who is told as an answer comes due, and after. Each step tells once. */
export function EscalationSteps({ value, onChange, problems, disabled }: Props) {
  const change = (place: number, changes: Partial<EscalationStep>) =>
    onChange(value.map((step, at) => (at === place ? { ...step, ...changes } : step)));
  return (
    <section className={`panel ${classes.side}`} data-side="both" aria-labelledby="escalation">
      <h2 id="escalation">As an answer comes due</h2>
      <p className={classes.hint}>
        Each step tells once. Nobody is told under an agreement that is not signed.
      </p>
      <ol className={classes.lines} data-steps>
        {value.map((step, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its time, which is being typed.
          <li key={place}>
            <NumberField
              label={`Step ${place + 1}`}
              unit={Math.abs(step.hours) === 1 ? 'business hour' : 'business hours'}
              decimals
              value={Math.abs(step.hours)}
              disabled={disabled}
              error={problemAt(problems, `${place}.hours`)}
              onChange={(hours) => change(place, { hours: step.hours < 0 ? -(hours ?? 0) : (hours ?? 0) })}
            />
            {step.hours === 0 ? (
              <span className={classes.rest}>when it is due</span>
            ) : (
              <div className={classes.when}>
                <Segmented
                  label={`Step ${place + 1} comes`}
                  value={step.hours < 0 ? 'before' : 'after'}
                  onChange={(when) => {
                    if (!disabled)
                      change(place, { hours: Math.abs(step.hours) * (when === 'before' ? -1 : 1) });
                  }}
                  options={[
                    { value: 'before', label: 'before' },
                    { value: 'after', label: 'late' },
                  ]}
                />
              </div>
            )}
            <MultiSelect
              label="tells"
              data={[...targets]}
              value={step.to}
              disabled={disabled}
              error={problemAt(problems, `${place}.to`)}
              onChange={(chosen) =>
                change(place, {
                  to: targets.flatMap((target) => (chosen.includes(target.value) ? [target.value] : [])),
                })
              }
            />
            {disabled ? null : (
              <ActionIcon
                className={classes.remove}
                aria-label={`Remove step ${place + 1}`}
                onClick={() => onChange(value.filter((_, at) => at !== place))}
              >
                ×
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      {disabled || value.length >= mostSteps ? null : (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => onChange([...value, { hours: nextHours(value), to: ['liaison'] }])}
        >
          Add a step
        </Button>
      )}
    </section>
  );
}

const hoursLater = 4;
const nextHours = (steps: Steps) => Math.max(0, ...steps.map(({ hours }) => hours)) + hoursLater;
