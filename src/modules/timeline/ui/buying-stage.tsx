import { Button, Group, Modal, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import { ButtonKey } from '../../people/ui/button-key.tsx';
import type { BuyingStage } from './api-types.ts';
import classes from './buying-stage.module.css';
import { dayOf } from './fold.ts';
import { useRecordBuyingStage } from './use-buying-stage.ts';

type Of = { contactId: string } | { opportunityId: string };

/** Where the buyer is in their purchase, and the way to say so. */
export function BuyingStageControl({ of }: { of: Of }) {
  const mayMove = useMay('lifecycle:move');
  const [opened, { open, close }] = useDisclosure(false);
  const stages = useQuery(api.timeline.buyingStages.list.queryOptions({ staleTime: 5 * 60_000 }));
  const changes = useQuery(
    api.timeline.buyingStages.listChanges.queryOptions({ input: { ...of, limit: 1 } }),
  );
  const all = stages.data?.items ?? [];
  const current = changes.data?.current ?? null;
  const position = all.find((stage) => stage.key === current?.stage)?.position ?? 0;
  useKeys('Timeline', [{ keys: 'b', label: "Record the buyer's stage", run: open }], mayMove);
  return (
    <section aria-label="Buying stage" className={classes.control}>
      <div className={classes.row}>
        <ol className={classes.stages} aria-label="Stages of the purchase">
          {all.map((stage) => (
            <li
              key={stage.key}
              data-past={stage.position <= position || undefined}
              aria-current={stage.key === current?.stage ? 'step' : undefined}
            >
              {stage.name}
            </li>
          ))}
        </ol>
        {mayMove ? (
          <Button size="compact-sm" variant="default" onClick={open} rightSection={<ButtonKey keys="b" />}>
            Record stage
          </Button>
        ) : null}
      </div>
      {current ? (
        <div>
          The buyer is in <b className="shared">{current.stageName}</b> since{' '}
          <When at={current.at} style="date" />
          {current.reason ? <span className="mute"> · {current.reason}</span> : null}
        </div>
      ) : (
        <div className="mute">
          {changes.isPending ? '' : 'Nobody has recorded yet where the buyer is in their purchase.'}
        </div>
      )}
      <Modal opened={opened} onClose={close} title="Where is the buyer in their purchase?">
        {opened ? <RecordForm of={of} stages={all} current={current?.stage ?? null} onDone={close} /> : null}
      </Modal>
    </section>
  );
}

type RecordFormProps = {
  of: Of;
  stages: readonly BuyingStage[];
  current: string | null;
  onDone: () => void;
};

function RecordForm({ of, stages, current, onDone }: RecordFormProps) {
  const after = stages.findIndex((stage) => stage.key === current) + 1;
  const [stage, setStage] = useState((stages[after] ?? stages[0])?.key ?? '');
  const [reason, setReason] = useState('');
  const today = dayOf(new Date().toISOString());
  const [day, setDay] = useState(today);
  const record = useRecordBuyingStage(onDone);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const why = reason.trim();
        record.mutate({
          ...of,
          stage,
          ...(day === today || day === '' ? {} : { at: new Date(`${day}T12:00:00`).toISOString() }),
          ...(why === '' ? {} : { reason: why }),
        });
      }}
    >
      <Stack gap="md">
        <Radio.Group value={stage} onChange={setStage} aria-label="Buying stage">
          <Stack gap={8}>
            {stages.map((one) => (
              <Radio
                key={one.key}
                value={one.key}
                color="shared"
                label={`${one.name}${one.key === current ? ' (now)' : ''}`}
                description={one.steps.join(', ')}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="How do you know? (optional)"
          placeholder="They compare us with two others"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
        />
        <TextInput
          type="date"
          label="Since"
          value={day}
          max={today}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <ProblemNotice error={record.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={record.isPending} disabled={stage === ''}>
            Record
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
