import { Button, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';

type Given = { wantedFrom: string; note: string };

type ProposeDialogProps = {
  opened: boolean;
  title: string;
  /** What "Why" begins with. */
  note?: string | undefined;
  onClose: () => void;
  pending: boolean;
  onPropose: (given: Given) => Promise<void>;
};

/** From which day it is to hold, and why: then both sides can sign. */
export function ProposeDialog({ opened, title, note, onClose, pending, onPropose }: ProposeDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Form note={note} onClose={onClose} pending={pending} onPropose={onPropose} />
    </Modal>
  );
}

function Form({ note, onClose, pending, onPropose }: Omit<ProposeDialogProps, 'opened' | 'title'>) {
  const [given, setGiven] = useState<Given>({ wantedFrom: '', note: note ?? '' });
  const [error, setError] = useState<unknown>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onPropose(given).catch(setError);
      }}
    >
      <p style={{ marginTop: 0 }}>
        Once proposed, its words stay as they are for good: the other side signs exactly what it reads.
      </p>
      <Textarea
        label="Why (optional)"
        description="Stands beside the text, in your side’s colour."
        value={given.note}
        onChange={(event) => setGiven({ ...given, note: event.currentTarget.value })}
        autosize
        minRows={2}
        maxLength={2_000}
        data-autofocus
      />
      <TextInput
        mt="md"
        type="date"
        label="From which day (optional)"
        description="Without a day it holds as soon as both sides have signed."
        value={given.wantedFrom}
        onChange={(event) => setGiven({ ...given, wantedFrom: event.currentTarget.value })}
      />
      <ProblemNotice error={error} withFields />
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={pending}>
          Propose
        </Button>
      </Group>
    </form>
  );
}
