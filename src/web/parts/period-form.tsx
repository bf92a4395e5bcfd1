import { Button, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './filter-forms.module.css';

/** Days as ISO dates; undefined is open on that side. */
export type Days = { from?: string | undefined; to?: string | undefined };

type DaysFormProps = {
  /** What is in force now. */
  from: string;
  to: string;
  /** Both sides have to be said. */
  needsBoth?: boolean;
  onDays: (days: Days) => void;
};

/** Any days, from one to another. */
function DaysForm({ from, to, needsBoth, onDays }: DaysFormProps) {
  const [first, setFirst] = useState(from);
  const [last, setLast] = useState(to);
  const isWrong = first !== '' && last !== '' && last < first;
  const isMissing = needsBoth ? first === '' || last === '' : first === '' && last === '';
  return (
    <form
      className={classes.days}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWrong || isMissing) return;
        onDays({ from: first || undefined, to: last || undefined });
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
  );
}

type PeriodFormProps<Preset extends string> = {
  presets: readonly (readonly [Preset, string])[];
  /** The preset in force, if one is. */
  chosen: string | undefined;
  /** The days that it stands for; undefined until they are known. */
  range: { from: string | null; to: string | null } | undefined;
  needsBoth?: boolean;
  onPreset: (preset: Preset) => void;
  onDays: (days: Days) => void;
  /** What else is said of the period, below. */
  children?: ReactNode;
};

/** In a filter's popover: the usual periods, or any days. */
export function PeriodForm<Preset extends string>(props: PeriodFormProps<Preset>) {
  const { presets, chosen, range, needsBoth = false, onPreset, onDays, children } = props;
  return (
    <Stack gap="sm" maw={320}>
      <div className={classes.presets}>
        {presets.map(([preset, label]) => (
          <Button
            key={preset}
            variant={chosen === preset ? 'light' : 'default'}
            size="compact-md"
            justify="flex-start"
            aria-pressed={chosen === preset}
            onClick={() => onPreset(preset)}
          >
            {label}
          </Button>
        ))}
      </div>
      <DaysForm from={range?.from ?? ''} to={range?.to ?? ''} needsBoth={needsBoth} onDays={onDays} />
      {children}
    </Stack>
  );
}

/** Of pages that count by days: what their period may be besides any days. */
export const daysPresets = [
  ['last30', 'Last 30 days'],
  ['last90', 'Last 90 days'],
  ['last365', 'Last 365 days'],
  ['all', 'All time'],
] as const;
