import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Moving } from './gates-lens.tsx';
import type { FunnelStage } from './rows.ts';
import type { MoveOrder } from './use-move.ts';

type DialogProps = {
  moving: Moving | null;
  stages: readonly FunnelStage[];
  onClose: () => void;
  onMove: (order: MoveOrder) => void;
};

/** Asks where to, where a key asked; and why, always. */
export function MoveDialog({ moving, stages, onClose, onMove }: DialogProps) {
  return (
    <Modal opened={moving !== null} onClose={onClose} title={moving ? `Move ${moving.person.name}` : ''}>
      {moving ? (
        <MoveForm key={moving.person.id} moving={moving} stages={stages} onClose={onClose} onMove={onMove} />
      ) : null}
    </Modal>
  );
}

const leaves = 'left';

function MoveForm({ moving, stages, onClose, onMove }: DialogProps & { moving: Moving }) {
  const { person } = moving;
  const from = stages.findIndex((stage) => stage.key === person.stage);
  const [target, setTarget] = useState(moving.to ?? stages[from + 1]?.key ?? leaves);
  const [reason, setReason] = useState('');
  const toIndex = stages.findIndex((stage) => stage.key === target);
  const to = stages[toIndex];
  const isMissing = reason.trim().length < 3;
  const submit = () => {
    if (isMissing) return;
    if (target === leaves)
      onMove({ person, outcome: 'left', stage: person.stage ?? '', reason: reason.trim() });
    else
      onMove({
        person,
        outcome: toIndex > from ? 'reached' : 'returned',
        stage: target,
        reason: reason.trim(),
      });
  };
  const choices = [
    ...stages.flatMap((stage, index) =>
      index === from
        ? []
        : [{ value: stage.key, label: `${index > from ? 'On to' : 'Back to'} ${stage.name}` }],
    ),
    { value: leaves, label: `Goes no further than ${stages[from]?.name ?? 'this'}` },
  ];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <Select
          label="Where to"
          data={choices}
          value={target}
          onChange={(value) => value && setTarget(value)}
          allowDeselect={false}
        />
        {to && toIndex > from ? (
          <p className="mute" style={{ margin: 0 }}>
            The gate of {to.name}: {to.gate}.
          </p>
        ) : null}
        <Textarea
          label="Why?"
          placeholder={toIndex > from ? 'What let them through' : 'What happened'}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={500}
          required
          withAsterisk={false}
          data-autofocus
        />
      </Stack>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={isMissing}>
          Move
        </Button>
      </Group>
    </form>
  );
}
