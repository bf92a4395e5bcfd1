import { Button, NumberInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { asProblem, fieldErrors } from '../../../../web/problem.ts';
import { useMay } from '../../../../web/session.ts';
import classes from './settings.module.css';
import { SettingsFrame } from './settings-frame.tsx';

type Stage = Awaited<ReturnType<typeof api.people.lifecycle.listStages.call>>['items'][number];

const hoursADay = 24;

/** Words and times of the gates both teams work with. */
export function StagesPage() {
  const mayChange = useMay('fields:write');
  const stages = useQuery(api.people.lifecycle.listStages.queryOptions());
  const items = stages.data?.items ?? [];
  return (
    <SettingsFrame
      title="Lifecycle stages"
      answer={
        items.length > 0
          ? `A lead goes through ${items.length} stages, from ${items[0]?.name} to ${items.at(-1)?.name}.`
          : 'The stages a lead goes through'
      }
      sub="Renaming changes the word everywhere; histories and counts stay. Whoever waits longer than allowed is shown in red."
    >
      <ProblemNotice error={stages.error} onRetry={() => void stages.refetch()} />
      {items.length > 0 ? (
        <ol className={`${classes.rows} ${classes.medium}`}>
          {items.map((stage, index) => (
            <StageRow key={stage.key} number={index + 1} stage={stage} mayChange={mayChange} />
          ))}
        </ol>
      ) : null}
    </SettingsFrame>
  );
}

function StageRow({ number, stage, mayChange }: { number: number; stage: Stage; mayChange: boolean }) {
  const cache = useQueryClient();
  const form = useForm<{ name: string; gate: string; allowedDays: number | string }>({
    initialValues: {
      name: stage.name,
      gate: stage.gate,
      allowedDays: stage.allowedHours === null ? '' : stage.allowedHours / hoursADay,
    },
  });
  const update = useMutation(
    api.people.lifecycle.updateStage.mutationOptions({
      onSuccess: async (saved) => {
        form.resetDirty();
        notifications.show({ message: `${saved.name} is saved.` });
        await cache.invalidateQueries();
      },
      onError: (error) => {
        const { allowedHours, ...others } = fieldErrors(error);
        form.setErrors({ ...others, ...(allowedHours ? { allowedDays: allowedHours } : {}) });
      },
    }),
  );
  const submit = form.onSubmit(({ name, gate, allowedDays }) => {
    const hours = typeof allowedDays === 'number' ? Math.max(1, Math.round(allowedDays * hoursADay)) : null;
    update.mutate({ key: stage.key, name, gate, allowedHours: hours });
  });
  return (
    <li>
      <form className={classes.stage} onSubmit={submit} aria-label={stage.name}>
        <span className={classes.stageNumber}>{number}</span>
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={40}
          disabled={!mayChange}
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Its gate, in a few words"
          required
          withAsterisk={false}
          maxLength={60}
          disabled={!mayChange}
          {...form.getInputProps('gate')}
        />
        <NumberInput
          label="Allowed days"
          placeholder="no limit"
          min={0.05}
          max={3_650}
          step={1}
          decimalScale={2}
          disabled={!mayChange}
          {...form.getInputProps('allowedDays')}
        />
        {mayChange ? (
          <Button
            type="submit"
            variant="default"
            disabled={!form.isDirty()}
            loading={update.isPending}
            aria-label={`Save ${stage.name}`}
          >
            Save
          </Button>
        ) : null}
      </form>
      {update.error && !asProblem(update.error).fields ? <ProblemNotice error={update.error} /> : null}
    </li>
  );
}
