import { ActionIcon, Button, Group, Modal, Skeleton, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { type Outcome, outcomes, type ReasonChoices } from '../../reasons/contract.ts';
import classes from './reasons.module.css';

/** The reasons to choose from, of won and of lost deals. */
export function ChoicesEditor({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const choices = useQuery(api.results.reasons.choices.queryOptions({ enabled: opened }));
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Reasons to choose from"
      size={680}
      fullScreen={small}
      returnFocus
    >
      <ProblemNotice error={choices.error} onRetry={() => void choices.refetch()} />
      {choices.data ? (
        <EditorForm choices={choices.data} onClose={onClose} />
      ) : choices.error ? null : (
        <Skeleton height={300} aria-label="Loading" />
      )}
    </Modal>
  );
}

type Line = { key?: string; label: string; id: string };
type Lines = Record<Outcome, Line[]>;

const linesOf = (choices: ReasonChoices): Lines => ({
  won: choices.won.filter(({ retired }) => !retired).map(({ key, label }) => ({ key, label, id: key })),
  lost: choices.lost.filter(({ retired }) => !retired).map(({ key, label }) => ({ key, label, id: key })),
});

function EditorForm({ choices, onClose }: { choices: ReasonChoices; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [lines, setLines] = useState(() => linesOf(choices));
  const save = useMutation({
    mutationFn: () => {
      const clean = (outcome: Outcome) =>
        lines[outcome]
          .filter(({ label }) => label.trim() !== '')
          .map(({ key, label }) => (key === undefined ? { label } : { key, label }));
      return client.results.reasons.saveChoices({ won: clean('won'), lost: clean('lost') });
    },
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: api.results.reasons.key() });
      notifications.show({ message: 'These are the reasons to choose from now.' });
      onClose();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p className="mute">
        The order is that of the digits. What was said with a reason keeps it, also when it is taken off here.
      </p>
      <div className={classes.halves}>
        {outcomes.map((outcome) => (
          <LinesOf
            key={outcome}
            outcome={outcome}
            lines={lines[outcome]}
            onChange={(changed) => setLines((now) => ({ ...now, [outcome]: changed }))}
          />
        ))}
      </div>
      <ProblemNotice error={save.error} withFields />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </Group>
    </form>
  );
}

type LinesProps = { outcome: Outcome; lines: readonly Line[]; onChange: (lines: Line[]) => void };

function LinesOf({ outcome, lines, onChange }: LinesProps) {
  const name = outcome === 'won' ? 'Won' : 'Lost';
  return (
    <fieldset className={classes.lines}>
      <legend>{name}</legend>
      {lines.map((line, nth) => (
        <div key={line.id} className={classes.line}>
          <span className={classes.lineNumber}>{nth + 1}</span>
          <TextInput
            aria-label={`Reason ${nth + 1} for ${outcome} deals`}
            value={line.label}
            maxLength={60}
            onChange={(event) => {
              const label = event.currentTarget.value;
              onChange(lines.map((one) => (one === line ? { ...one, label } : one)));
            }}
          />
          <ActionIcon
            variant="subtle"
            color="ink"
            aria-label={`Move “${line.label}” up`}
            disabled={nth === 0}
            onClick={() => onChange(movedUp(lines, nth))}
          >
            ↑
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="ink"
            aria-label={`Take “${line.label}” off`}
            disabled={lines.length === 1}
            onClick={() => onChange(lines.filter((one) => one !== line))}
          >
            ×
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => onChange([...lines, { label: '', id: crypto.randomUUID() }])}
      >
        Add a reason
      </Button>
    </fieldset>
  );
}

function movedUp(lines: readonly Line[], nth: number): Line[] {
  const moved = [...lines];
  const [line] = moved.splice(nth, 1);
  if (line) moved.splice(nth - 1, 0, line);
  return moved;
}
