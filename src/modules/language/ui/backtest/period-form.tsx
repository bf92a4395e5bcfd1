import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './backtest.module.css';

type Period = { from: string; to: string };
type PeriodFormProps = Period & {
  /** Undefined: the usual period. */
  onChange: (period: Period | undefined) => void;
};

/** Which stretch of the past is asked. */
export function PeriodForm({ from, to, onChange }: PeriodFormProps) {
  const [first, setFirst] = useState(from);
  const [last, setLast] = useState(to);
  const isWrong = first !== '' && last !== '' && last < first;
  return (
    <Stack gap="sm">
      <Button variant="default" size="compact-md" onClick={() => onChange(undefined)}>
        The last twelve whole months
      </Button>
      <form
        className={classes.period}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong && first !== '' && last !== '') onChange({ from: first, to: last });
        }}
      >
        <TextInput
          type="date"
          label="From"
          value={first}
          onChange={(event) => setFirst(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label="To"
          value={last}
          error={isWrong ? 'Ends before it starts' : undefined}
          onChange={(event) => setLast(event.currentTarget.value)}
        />
        <Button type="submit">Use these days</Button>
      </form>
    </Stack>
  );
}
