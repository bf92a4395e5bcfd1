import { Button, Group, MultiSelect, Select, Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { BoardAddress, BoardSchedule, ScheduleInput } from '../../board/contract.ts';
import classes from './board.module.css';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }));
const days = Array.from({ length: 28 }, (_, nth) => ({ value: String(nth + 1), label: `day ${nth + 1}` }));

type Lists = { members: { id: string; name: string; address: string }[]; addresses: BoardAddress[] };

const inputOf = (schedule: BoardSchedule | null): ScheduleInput => ({
  cadence: schedule?.cadence ?? 'monthly',
  weekday: schedule?.weekday ?? 1,
  dayOfMonth: schedule?.dayOfMonth ?? 1,
  hour: schedule?.hour ?? 8,
  about: schedule?.about ?? 'running',
  paper: schedule?.paper ?? 'a4',
  isOn: schedule?.isOn ?? true,
  memberIds: schedule?.memberIds ?? [],
  addressIds: schedule?.addressIds ?? [],
});

export function ScheduleForm({
  schedule,
  lists,
  onDone,
}: {
  schedule: BoardSchedule | null;
  lists: Lists;
  onDone: () => void;
}) {
  const queryClient = useQueryClient();
  const [input, setInput] = useState(() => inputOf(schedule));
  const change = (part: Partial<ScheduleInput>) => setInput((now) => ({ ...now, ...part }));
  const save = useMutation({
    mutationFn: () =>
      schedule === null
        ? client.results.board.createSchedule(input)
        : client.results.board.updateSchedule({ ...input, id: schedule.id }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.results.board.listSchedules.key() });
      onDone();
    },
  });
  return (
    <form
      className={classes.schedule}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <WhenFields input={input} change={change} />
      <MultiSelect
        label="Members"
        searchable
        data={lists.members.map(({ id, name, address }) => ({ value: id, label: `${name} (${address})` }))}
        value={input.memberIds}
        onChange={(memberIds) => change({ memberIds })}
      />
      {lists.addresses.length > 0 ? (
        <MultiSelect
          label="Outside the workspace"
          searchable
          data={lists.addresses.map(({ id, name, address }) => ({
            value: id,
            label: `${name} (${address})`,
          }))}
          value={input.addressIds}
          onChange={(addressIds) => change({ addressIds })}
        />
      ) : null}
      <Switch
        label="It goes out"
        checked={input.isOn}
        onChange={(event) => change({ isOn: event.currentTarget.checked })}
      />
      <ProblemNotice error={save.error} />
      <Group gap="xs">
        <Button type="submit" size="xs" loading={save.isPending}>
          Save
        </Button>
        <Button variant="subtle" size="xs" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}

function WhenFields({
  input,
  change,
}: {
  input: ScheduleInput;
  change: (part: Partial<ScheduleInput>) => void;
}) {
  return (
    <div className={classes.fields}>
      <Select
        label="How often"
        allowDeselect={false}
        data={[
          { value: 'weekly', label: 'Every week' },
          { value: 'monthly', label: 'Every month' },
          { value: 'quarterly', label: 'Every quarter' },
        ]}
        value={input.cadence}
        onChange={(value) => value && change({ cadence: value })}
      />
      {input.cadence === 'weekly' ? (
        <Select
          label="On"
          allowDeselect={false}
          data={weekdays.map((label, nth) => ({ value: String(nth + 1), label }))}
          value={String(input.weekday)}
          onChange={(value) => change({ weekday: Number(value ?? 1) })}
        />
      ) : (
        <Select
          label="On"
          allowDeselect={false}
          data={days}
          value={String(input.dayOfMonth)}
          onChange={(value) => change({ dayOfMonth: Number(value ?? 1) })}
        />
      )}
      <Select
        label="At"
        allowDeselect={false}
        data={hours}
        value={String(input.hour)}
        onChange={(value) => change({ hour: Number(value ?? 8) })}
      />
      <Select
        label="About"
        allowDeselect={false}
        data={[
          { value: 'running', label: 'the running quarter' },
          { value: 'last', label: 'the quarter before' },
        ]}
        value={input.about}
        onChange={(value) => value && change({ about: value })}
      />
      <Select
        label="Paper"
        allowDeselect={false}
        data={[
          { value: 'a4', label: 'A4' },
          { value: 'letter', label: 'Letter' },
        ]}
        value={input.paper}
        onChange={(value) => value && change({ paper: value })}
      />
    </div>
  );
}
