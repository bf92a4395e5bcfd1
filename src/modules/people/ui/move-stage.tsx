import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { asProblem } from '../../../web/problem.ts';
import type { ContactDetail } from './api-types.ts';
import { stageName } from './cells.tsx';
import { useStages } from './fields.ts';
import { movesFrom } from './moves.ts';
import { UndoNotice } from './undo-notice.tsx';

type Standing = Pick<ContactDetail, 'id' | 'name' | 'lifecycleStage' | 'lifecycleStatus'>;

type MoveStageProps = { contact: Standing; opened: boolean; onClose: () => void };

/** Moves a contact to another stage, with the reason. */
export function MoveStage({ contact, opened, onClose }: MoveStageProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Move ${contact.name}`}>
      {opened ? <MoveForm contact={contact} onClose={onClose} /> : null}
    </Modal>
  );
}

const leastReason = 3;

function MoveForm({ contact, onClose }: Omit<MoveStageProps, 'opened'>) {
  const stages = useStages();
  const moves = movesFrom(contact, stages);
  const [chosen, setChosen] = useState(moves[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.people.key() });
  const move = useMutation(
    api.people.lifecycle.moveContact.mutationOptions({
      onSuccess: ({ changeId, stage }) => {
        void refresh();
        onClose();
        const undo = async () => {
          if (!changeId) return;
          try {
            await client.people.lifecycle.undoMove({ id: contact.id, changeId });
            notifications.show({ message: `${contact.name} is back where they were.` });
          } catch (error) {
            notifications.show({ color: 'late', message: asProblem(error).detail });
          }
          await refresh();
        };
        const words = `${contact.name} is now at ${stageName(stage, stages) ?? 'no stage'}.`;
        const id = notifications.show({
          message: <UndoNotice words={words} onUndo={undo} onDone={() => notifications.hide(id)} />,
          autoClose: 12_000,
        });
      },
    }),
  );
  const target = moves.find((one) => one.id === chosen);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!target || reason.trim().length < leastReason) return;
        move.mutate({ id: contact.id, outcome: target.outcome, stage: target.stage, reason });
      }}
    >
      <Stack gap="md">
        <Radio.Group value={chosen} onChange={setChosen} aria-label="Where to">
          <Stack gap={8}>
            {moves.map((one) => (
              <Radio
                key={one.id}
                value={one.id}
                color="shared"
                label={one.label}
                description={one.gate ? `gate: ${one.gate}` : undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="Why?"
          placeholder="Need and budget heard on the call"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
        />
        <ProblemNotice error={move.error} />
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={move.isPending}
            disabled={!target || reason.trim().length < leastReason}
          >
            Move
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
