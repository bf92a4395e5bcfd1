import { Button, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './results-parts.module.css';

type Period = 'quarters' | 'all' | 'custom';
type Basis = 'result' | 'touch';

type Changes = {
  period?: Period | undefined;
  from?: string | undefined;
  to?: string | undefined;
  basis?: Basis | undefined;
};

type Props = {
  period: Period;
  /** As it was answered; undefined until it was. */
  range: { from: string | null; to: string | null } | undefined;
  /** What has to lie in the period; left out where only results can. */
  basis?: Basis;
  onChange: (changes: Changes) => void;
};

const presets = [
  ['quarters', 'Last four quarters and this one'],
  ['all', 'All time'],
] as const;

/** The period of results: whole quarters, everything, or any days. */
export function ResultsPeriodForm({ period, range, basis, onChange }: Props) {
  const [from, setFrom] = useState(range?.from ?? '');
  const [to, setTo] = useState(range?.to ?? '');
  const isWrong = from !== '' && to !== '' && to < from;
  return (
    <Stack gap="sm" maw={320}>
      {presets.map(([key, label]) => (
        <Button
          key={key}
          variant={period === key ? 'light' : 'default'}
          size="compact-md"
          justify="flex-start"
          aria-pressed={period === key}
          onClick={() =>
            onChange({ period: key === 'quarters' ? undefined : key, from: undefined, to: undefined })
          }
        >
          {label}
        </Button>
      ))}
      <form
        className={classes.days}
        onSubmit={(event) => {
          event.preventDefault();
          if (isWrong || (from === '' && to === '')) return;
          onChange({ period: 'custom', from: from || undefined, to: to || undefined });
        }}
      >
        <TextInput
          type="date"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label="To"
          value={to}
          error={isWrong ? 'Ends before it starts' : undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit">Use these days</Button>
      </form>
      {basis ? (
        <Radio.Group
          label="What lies in the period"
          value={basis}
          onChange={(word) => onChange({ basis: word === 'touch' ? 'touch' : undefined })}
        >
          <Stack gap="sm" mt="sm">
            <Radio
              value="result"
              label="The result"
              description="Deals that closed in the period, with all that led to them."
            />
            <Radio
              value="touch"
              label="The touchpoint"
              description="What buyers met in the period, whenever the deal closed."
            />
          </Stack>
        </Radio.Group>
      ) : null}
    </Stack>
  );
}
