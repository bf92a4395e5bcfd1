import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useWorkspace } from '../../../../web/session.ts';
import {
  type ClaimMetric,
  claimMetrics,
  isOutcome,
  metricNames,
  outcomeMetrics,
  vanityMetrics,
  vanityWords,
} from '../../evidence/contract.ts';
import type { OpenedEvidence } from './api-types.ts';
import classes from './evidence.module.css';

type Props = { campaign: OpenedEvidence['campaign']; onDone: () => void; onCancel: () => void };

const choicesOf = (metrics: readonly ClaimMetric[]) =>
  metrics.map((value) => ({ value, label: metricNames[value] }));
const metrics = [
  { group: 'Looked for in the record', items: choicesOf(outcomeMetrics) },
  { group: 'Counts for nothing', items: choicesOf(vanityMetrics) },
];

/** What is claimed for a campaign, in a line: so much of what, in which period. */
export function ClaimForm({ campaign, onDone, onCancel }: Props) {
  const { currency } = useWorkspace();
  const [metric, setMetric] = useState<ClaimMetric>('opportunities');
  const [amount, setAmount] = useState<number | ''>('');
  const [from, setFrom] = useState(campaign.startsOn ?? '');
  const [to, setTo] = useState(campaign.endsOn ?? '');
  const [statedIn, setStatedIn] = useState('');
  const make = useMutation(api.results.evidence.claim.mutationOptions({ onSuccess: onDone }));
  const isReady = amount !== '' && amount > 0 && from !== '' && to !== '' && from <= to;
  const submit = () => {
    if (!isReady || make.isPending) return;
    make.mutate({
      campaignId: campaign.id,
      metric,
      ...(metric === 'revenue'
        ? { amountMinor: Math.round(amount * 100), currency }
        : { count: Math.round(amount) }),
      from,
      to,
      statedIn,
    });
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={classes.formRow}>
        <NumberInput
          label={metric === 'revenue' ? `How much, in ${currency}` : 'How many'}
          value={amount}
          onChange={(value) => setAmount(typeof value === 'number' ? value : '')}
          min={1}
          thousandSeparator=","
          hideControls
          data-autofocus
        />
        <Select
          label="Of what"
          data={metrics}
          value={metric}
          onChange={(word) => setMetric(claimMetrics.find((one) => one === word) ?? metric)}
          allowDeselect={false}
        />
      </div>
      {isOutcome(metric) ? null : (
        <p className={classes.rowSays}>
          {metricNames[metric].charAt(0).toUpperCase() + metricNames[metric].slice(1)}: {vanityWords}.
        </p>
      )}
      <div className={classes.formRow}>
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
          error={from !== '' && to !== '' && to < from ? 'Ends before it starts' : undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      <TextInput
        label="Where it was said"
        placeholder="Review of the third quarter"
        value={statedIn}
        onChange={(event) => setStatedIn(event.currentTarget.value)}
      />
      <ProblemNotice error={make.error} />
      <div className={classes.bar}>
        <Button type="submit" size="compact-md" disabled={!isReady} loading={make.isPending}>
          Write it down
        </Button>
        <Button size="compact-md" variant="subtle" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
