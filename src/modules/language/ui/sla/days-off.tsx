import { Button, Pill, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatDate } from '../../../../web/parts/when.tsx';
import classes from './sla.module.css';

type Props = {
  value: readonly string[];
  onChange: (value: string[]) => void;
  error: string | undefined;
  disabled: boolean;
};

/** Days on which nobody works besides the public holidays, such as a company holiday. */
export function DaysOff({ value, onChange, error, disabled }: Props) {
  const [day, setDay] = useState('');
  const taken = value.includes(day);
  const add = () => {
    onChange([...value, day].toSorted());
    setDay('');
  };
  return (
    <fieldset className={classes.group}>
      <legend>Further days off</legend>
      {value.length === 0 ? null : (
        <div className={classes.pills}>
          {value.map((one) => (
            <Pill
              key={one}
              withRemoveButton={!disabled}
              disabled={disabled}
              onRemove={() => onChange(value.filter((other) => other !== one))}
              removeButtonProps={{ 'aria-label': `Work on ${formatDate(one)}`, tabIndex: 0 }}
            >
              {formatDate(one)}
            </Pill>
          ))}
        </div>
      )}
      {disabled ? null : (
        <div className={classes.addDay}>
          <TextInput
            type="date"
            label="Day"
            value={day}
            error={error ?? (taken ? 'is a day off already' : undefined)}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Button variant="default" disabled={day === '' || taken} onClick={add}>
            Add
          </Button>
        </div>
      )}
    </fieldset>
  );
}
