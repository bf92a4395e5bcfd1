import { Button, NumberInput, Radio, Select, Stack, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { eligibilities } from '../../settings/contract.ts';
import { eligibilityWords } from '../credit/words.ts';
import type { ResultsSettings } from './api-types.ts';
import classes from './results-settings.module.css';
import { partsOf, usualWeights, type WeightKey, type Weights, weightKeys, weightNames } from './weights.ts';

type Draft = {
  leadStage: string | null;
  eligibility: ResultsSettings['eligibility'];
  /** Blank while somebody types. */
  halfLifeDays: number | '';
  /** Blank: no limit. */
  lookbackDays: number | '';
  weights: Weights | null;
};

const asNumber = (value: number | string): number | '' => (typeof value === 'number' ? value : '');

/** The defaults of sharing out. */
export function SharingForm({ saved }: { saved: ResultsSettings }) {
  const [draft, setDraft] = useState<Draft>({
    leadStage: saved.leadStage,
    eligibility: saved.eligibility,
    halfLifeDays: saved.halfLifeDays,
    lookbackDays: saved.lookbackDays ?? '',
    weights: saved.customWeights,
  });
  const set = (changes: Partial<Draft>) => setDraft((now) => ({ ...now, ...changes }));
  const cache = useQueryClient();
  const save = useMutation(
    api.results.settings.save.mutationOptions({
      onSuccess: async () => {
        notifications.show({ message: 'Saved.' });
        await cache.invalidateQueries({ queryKey: api.results.key() });
      },
    }),
  );
  const parts = draft.weights ? partsOf(draft.weights) : null;
  const isReady =
    draft.halfLifeDays !== '' && draft.halfLifeDays > 0 && (draft.weights === null || parts !== null);
  const submit = () => {
    if (draft.halfLifeDays === '' || !isReady) return;
    save.mutate({
      leadStage: draft.leadStage,
      eligibility: draft.eligibility,
      halfLifeDays: draft.halfLifeDays,
      lookbackDays: draft.lookbackDays === '' ? null : draft.lookbackDays,
      customWeights: draft.weights,
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="lg">
        <ProblemNotice error={save.error} withFields />
        <Radio.Group
          label="Whose touchpoints count"
          value={draft.eligibility}
          onChange={(word) =>
            set({ eligibility: eligibilities.find((one) => one === word) ?? draft.eligibility })
          }
        >
          <Stack gap="sm" mt="sm">
            {eligibilities.map((whose) => (
              <Radio
                key={whose}
                value={whose}
                label={`The ${eligibilityWords[whose].short}’s`}
                description={eligibilityWords[whose].says}
              />
            ))}
          </Stack>
        </Radio.Group>
        <NumberInput
          label="Look-back, in days"
          description="What a buyer met longer before the result counts for nothing. Blank: no limit."
          min={1}
          max={3650}
          allowDecimal={false}
          value={draft.lookbackDays}
          onChange={(value) => set({ lookbackDays: asNumber(value) })}
          maw={280}
        />
        <Select
          label="A lead is created"
          description="The second milestone of U, W and full path."
          data={[
            { value: '', label: 'when the contact became known' },
            ...saved.stages.map(({ key, name }) => ({ value: key, label: `at ${name}` })),
          ]}
          value={draft.leadStage ?? ''}
          onChange={(value) => set({ leadStage: value === '' ? null : value })}
          allowDeselect={false}
          maw={280}
        />
        <NumberInput
          label="Half-life of time decay, in days"
          description="So many days before the last touchpoint are worth half. 7 is usual, 30 in long sales."
          min={0.1}
          max={3650}
          value={draft.halfLifeDays}
          onChange={(value) => set({ halfLifeDays: asNumber(value) })}
          error={draft.halfLifeDays === '' ? 'Needs a number of days' : undefined}
          maw={280}
        />
        <WeightsField weights={draft.weights} onChange={(weights) => set({ weights })} parts={parts} />
        <div>
          <Button type="submit" loading={save.isPending} disabled={!isReady}>
            Save
          </Button>
        </div>
      </Stack>
    </form>
  );
}

type WeightsFieldProps = {
  weights: Weights | null;
  onChange: (weights: Weights | null) => void;
  parts: Record<WeightKey, string> | null;
};

/** A model of the workspace’s own. */
function WeightsField({ weights, onChange, parts }: WeightsFieldProps) {
  return (
    <fieldset className={classes.weights}>
      <legend>Our own weights</legend>
      <Switch
        checked={weights !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usualWeights : null)}
        label="Use a model with weights of our own"
        description="They need not sum to 100. What belongs to a milestone that was not reached goes to the others."
      />
      {weights ? (
        <div className={classes.weightGrid}>
          {weightKeys.map((key) => (
            <NumberInput
              key={key}
              label={weightNames[key]}
              description={parts ? parts[key] : undefined}
              min={0}
              max={100}
              decimalScale={2}
              value={weights[key]}
              onChange={(value) => onChange({ ...weights, [key]: typeof value === 'number' ? value : 0 })}
            />
          ))}
        </div>
      ) : null}
      {weights && !parts ? <p className="mute">One of them at least has to be above nothing.</p> : null}
    </fieldset>
  );
}
