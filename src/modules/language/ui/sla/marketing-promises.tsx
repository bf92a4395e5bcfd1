import { Checkbox } from '@mantine/core';
import { type Problems, problemAt } from '../pages/editors/problems.ts';
import { NumberField } from './number-field.tsx';
import classes from './sla.module.css';
import { type Policy, packetItems } from './words.ts';

type Marketing = Policy['marketing'];
type Props = {
  value: Marketing;
  onChange: (value: Marketing) => void;
  problems: Problems;
  disabled: boolean;
};

/** What marketing promises: how many leads, what each packet tells, how many of them sales can accept. */
export function MarketingPromises({ value, onChange, problems, disabled }: Props) {
  const change = (changes: Partial<Marketing>) => onChange({ ...value, ...changes });
  return (
    <section className={`panel ${classes.side}`} data-side="marketing" aria-labelledby="marketing-promises">
      <h2 id="marketing-promises">Marketing promises</h2>
      <NumberField
        label="Leads offered"
        unit="a month"
        placeholder="no promise"
        min={1}
        value={value.volumePerMonth}
        disabled={disabled}
        error={problemAt(problems, 'volumePerMonth')}
        onChange={(volumePerMonth) => change({ volumePerMonth })}
      />
      <Checkbox.Group
        label="What each packet tells"
        value={value.packetItems}
        error={problemAt(problems, 'packetItems')}
        onChange={(chosen) =>
          change({
            packetItems: packetItems.flatMap((item) => (chosen.includes(item.value) ? [item.value] : [])),
          })
        }
      >
        <div className={classes.checks}>
          {packetItems.map((item) => (
            <Checkbox
              key={item.value}
              value={item.value}
              label={item.label}
              color="marketing"
              disabled={disabled}
            />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.pair}>
        <NumberField
          label="Packets complete, on average"
          unit="%"
          placeholder="no promise"
          value={value.packetCompletenessPercent}
          disabled={disabled}
          error={problemAt(problems, 'packetCompletenessPercent')}
          onChange={(packetCompletenessPercent) => change({ packetCompletenessPercent })}
        />
        <NumberField
          label="Accepted by sales, at least"
          unit="%"
          placeholder="no promise"
          value={value.acceptancePercent}
          disabled={disabled}
          error={problemAt(problems, 'acceptancePercent')}
          onChange={(acceptancePercent) => change({ acceptancePercent })}
        />
      </div>
    </section>
  );
}
