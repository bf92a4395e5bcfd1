import { ActionIcon, Button, MultiSelect, Switch } from '@mantine/core';
import { type Problems, problemAt, problemsUnder } from '../pages/editors/problems.ts';
import { NumberField } from './number-field.tsx';
import classes from './sla.module.css';
import { gradeChoices, type Policy } from './words.ts';

type Sales = Policy['sales'];
type Props = { value: Sales; onChange: (value: Sales) => void; problems: Problems; disabled: boolean };

const mostLines = 16;
const usualAttempts = { atLeast: 4, withinDays: 10, apartHours: 4 };

/** What sales promises: how soon a person answers, how often it tries, when it decides. */
export function SalesPromises({ value, onChange, problems, disabled }: Props) {
  const change = (changes: Partial<Sales>) => onChange({ ...value, ...changes });
  return (
    <section className={`panel ${classes.side}`} data-side="sales" aria-labelledby="sales-promises">
      <h2 id="sales-promises">Sales promises</h2>
      <ResponseLines value={value} change={change} problems={problems} disabled={disabled} />
      <Attempts value={value} change={change} problems={problems} disabled={disabled} />
      <div className={classes.pair}>
        <NumberField
          label="Accept, reject or recycle within"
          unit="business days"
          min={1}
          value={value.dispositionDays}
          disabled={disabled}
          error={problemAt(problems, 'dispositionDays')}
          onChange={(days) => change({ dispositionDays: days ?? value.dispositionDays })}
        />
        <NumberField
          label="An unanswered offer comes back after"
          unit="business days"
          min={1}
          value={value.expiresDays}
          disabled={disabled}
          error={problemAt(problems, 'expiresDays')}
          onChange={(days) => change({ expiresDays: days ?? value.expiresDays })}
        />
      </div>
    </section>
  );
}

type PartProps = Omit<Props, 'onChange'> & { change: (changes: Partial<Sales>) => void };

function ResponseLines({ value, change, problems, disabled }: PartProps) {
  const { firstResponse } = value;
  const changeLine = (place: number, changes: Partial<Sales['firstResponse'][number]>) =>
    change({
      firstResponse: firstResponse.map((line, at) => (at === place ? { ...line, ...changes } : line)),
    });
  return (
    <fieldset className={classes.group}>
      <legend>First human response</legend>
      <p className={classes.hint}>
        The first line that names a lead’s grade holds. Automatic replies do not count.
      </p>
      <ol className={classes.lines}>
        {firstResponse.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name; its order is what it means.
          <li key={place}>
            <MultiSelect
              label={`Grades of line ${place + 1}`}
              data={[...gradeChoices]}
              value={line.grades}
              searchable
              disabled={disabled}
              {...(line.grades.length === 0 ? { placeholder: 'A1, B, …' } : {})}
              error={problemAt(problems, `firstResponse.${place}.grades`)}
              onChange={(grades) => changeLine(place, { grades })}
            />
            <NumberField
              label="within"
              unit={line.hours === 1 ? 'business hour' : 'business hours'}
              decimals
              value={line.hours}
              disabled={disabled}
              error={problemAt(problems, `firstResponse.${place}.hours`)}
              onChange={(hours) => changeLine(place, { hours: hours ?? line.hours })}
            />
            {disabled ? null : (
              <ActionIcon
                className={classes.remove}
                aria-label={`Remove line ${place + 1}`}
                onClick={() => change({ firstResponse: firstResponse.filter((_, at) => at !== place) })}
              >
                ×
              </ActionIcon>
            )}
          </li>
        ))}
        <li>
          <span className={classes.rest}>
            {firstResponse.length === 0 ? 'Every lead' : 'Every other lead'}
          </span>
          <NumberField
            label="within"
            unit={value.firstResponseHours === 1 ? 'business hour' : 'business hours'}
            decimals
            value={value.firstResponseHours}
            disabled={disabled}
            error={problemAt(problems, 'firstResponseHours')}
            onChange={(hours) => change({ firstResponseHours: hours ?? value.firstResponseHours })}
          />
        </li>
      </ol>
      {disabled || firstResponse.length >= mostLines ? null : (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => change({ firstResponse: [...firstResponse, { grades: [], hours: 8 }] })}
        >
          Add a line
        </Button>
      )}
    </fieldset>
  );
}

function Attempts({ value: { attempts }, change, problems, disabled }: PartProps) {
  const own = problemsUnder(problems, 'attempts');
  const set = (changes: Partial<typeof usualAttempts>) =>
    change({ attempts: { ...(attempts ?? usualAttempts), ...changes } });
  return (
    <fieldset className={classes.group}>
      <legend>Before a lead is given up as not reached</legend>
      <Switch
        label="Sales promises a number of tries"
        color="sales"
        checked={attempts !== null}
        disabled={disabled}
        onChange={(event) => change({ attempts: event.currentTarget.checked ? usualAttempts : null })}
      />
      {attempts === null ? null : (
        <div className={classes.three}>
          <NumberField
            label="At least"
            unit={attempts.atLeast === 1 ? 'try' : 'tries'}
            min={1}
            value={attempts.atLeast}
            disabled={disabled}
            error={problemAt(own, 'atLeast')}
            onChange={(atLeast) => set({ atLeast: atLeast ?? attempts.atLeast })}
          />
          <NumberField
            label="within"
            unit="days"
            min={1}
            value={attempts.withinDays}
            disabled={disabled}
            error={problemAt(own, 'withinDays')}
            onChange={(withinDays) => set({ withinDays: withinDays ?? attempts.withinDays })}
          />
          <NumberField
            label="apart, at least"
            unit="business hours"
            decimals
            value={attempts.apartHours}
            disabled={disabled}
            error={problemAt(own, 'apartHours')}
            onChange={(apartHours) => set({ apartHours: apartHours ?? attempts.apartHours })}
          />
        </div>
      )}
    </fieldset>
  );
}
