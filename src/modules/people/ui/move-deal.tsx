import { Autocomplete, Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import type { DealDetail } from './api-types.ts';

type MoveDealProps = { deal: DealDetail; opened: boolean; onClose: () => void };

/** Moves a deal to another stage, wins it or loses it, and says why. */
export function MoveDeal({ deal, opened, onClose }: MoveDealProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Move ${deal.name}`}>
      {opened ? <MoveForm deal={deal} onClose={onClose} /> : null}
    </Modal>
  );
}

function MoveForm({ deal, onClose }: Omit<MoveDealProps, 'opened'>) {
  const queryClient = useQueryClient();
  const [status, setStatus] = useState(deal.status);
  const [stage, setStage] = useState(deal.stage ?? '');
  const [reason, setReason] = useState('');
  const known = [...new Set(deal.stageHistory.flatMap((one) => one.stage ?? []))];
  const update = useMutation(
    api.people.opportunities.update.mutationOptions({
      onSuccess: (detail) => {
        queryClient.setQueryData(
          api.people.opportunities.get.queryKey({ input: { opportunityId: deal.id } }),
          detail,
        );
        void queryClient.invalidateQueries({ queryKey: api.people.key() });
        onClose();
      },
    }),
  );
  const changed = status !== deal.status || stage.trim() !== (deal.stage ?? '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!changed) return;
        update.mutate({
          opportunityId: deal.id,
          expectedUpdatedAt: deal.updatedAt,
          status,
          stage,
          ...(reason.trim() === '' ? {} : { reason }),
        });
      }}
    >
      <Stack gap="md">
        <Group>
          <Segmented
            label="Status"
            value={status}
            onChange={setStatus}
            options={[
              { value: 'open', label: 'Open' },
              { value: 'won', label: 'Won' },
              { value: 'lost', label: 'Lost' },
            ]}
          />
        </Group>
        <Autocomplete label="Stage" data={known} value={stage} onChange={setStage} data-autofocus />
        <Textarea
          label={status === 'lost' ? 'Why was it lost?' : 'Why?'}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={1_000}
        />
        <ProblemNotice
          error={update.error}
          onRetry={() => {
            update.reset();
            void queryClient.invalidateQueries({ queryKey: api.people.opportunities.get.key() });
          }}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={update.isPending} disabled={!changed}>
            Move
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
