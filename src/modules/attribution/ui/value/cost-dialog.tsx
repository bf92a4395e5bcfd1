import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useWorkspace } from '../../../../web/session.ts';

/** Records what was spent, on what and over which days. */
export function CostDialog({ onClose }: { onClose: () => void }) {
  const { currency } = useWorkspace();
  const client = useQueryClient();
  const choices = useQuery(api.results.value.baseline.queryOptions());
  const [on, setOn] = useState<string | null>(null);
  const [fromOn, setFromOn] = useState('');
  const [toOn, setToOn] = useState('');
  const [amount, setAmount] = useState<number | string>('');
  const [what, setWhat] = useState('');
  const save = useMutation(
    api.results.value.costs.create.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: api.results.value.key() });
        onClose();
      },
    }),
  );
  const isReady = on !== null && fromOn !== '' && typeof amount === 'number' && amount !== 0;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const submit = () => {
    if (on === null || typeof amount !== 'number') return;
    const isChannel = on.startsWith('channel:');
    const key = on.slice(on.indexOf(':') + 1);
    save.mutate({
      subject: isChannel ? 'channel' : 'campaign',
      ...(isChannel ? { channel: key } : { recordId: key }),
      fromOn,
      toOn: toOn || fromOn,
      amountMinor: Math.round(amount * 10 ** digits),
      ...(what.trim() === '' ? {} : { what: what.trim() }),
    });
  };
  return (
    <Modal opened onClose={onClose} title="Record a cost" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">
          <Select
            label="Spent on"
            searchable
            required
            value={on}
            onChange={setOn}
            data={[
              {
                group: 'Campaigns',
                items: (choices.data?.choices.campaigns ?? []).map(({ id, name }) => ({
                  value: `campaign:${id}`,
                  label: name,
                })),
              },
              {
                group: 'Channels',
                items: (choices.data?.choices.channels ?? []).map(({ key, label }) => ({
                  value: `channel:${key}`,
                  label,
                })),
              },
            ]}
          />
          <Group grow>
            <TextInput
              type="date"
              label="First day"
              required
              value={fromOn}
              onChange={(event) => setFromOn(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              label="Last day"
              value={toOn}
              error={toOn !== '' && toOn < fromOn ? 'Is before the first' : undefined}
              onChange={(event) => setToOn(event.currentTarget.value)}
            />
          </Group>
          <NumberInput
            label={`Amount in ${currency}`}
            required
            value={amount}
            onChange={setAmount}
            decimalScale={digits}
            thousandSeparator
            hideControls
          />
          <TextInput
            label="What for"
            description="Two equal amounts on the same days are told apart by it."
            maxLength={200}
            value={what}
            onChange={(event) => setWhat(event.currentTarget.value)}
          />
          <ProblemNotice error={save.error} withFields />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!isReady} loading={save.isPending}>
              Record
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
