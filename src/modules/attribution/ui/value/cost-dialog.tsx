import { Button, Group, Modal, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { digitsOf } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { sendable } from '../../../../web/sendable.ts';
import { useWorkspace } from '../../../../web/session.ts';
import { AssetPicker } from '../../../content/ui/library/asset-picker.tsx';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';

const subjects = [
  { value: 'campaign', label: 'A campaign' },
  { value: 'channel', label: 'A channel' },
  { value: 'asset', label: 'A piece' },
  { value: 'teammate', label: 'A teammate' },
] as const;
type Subject = (typeof subjects)[number]['value'];

/** Records what was spent, on what and over which days. */
export function CostDialog({ onClose }: { onClose: () => void }) {
  const { currency } = useWorkspace();
  const client = useQueryClient();
  const choices = useQuery(api.results.value.baseline.queryOptions());
  const [subject, setSubject] = useState<Subject>('campaign');
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
  const isReady =
    on !== null &&
    fromOn !== '' &&
    (toOn === '' || toOn >= fromOn) &&
    typeof amount === 'number' &&
    amount !== 0;
  const digits = digitsOf(currency);
  const submit = () => {
    if (!isReady || typeof amount !== 'number') return;
    save.mutate({
      subject,
      ...(subject === 'channel' ? { channel: on } : { recordId: on }),
      fromOn,
      toOn: toOn || fromOn,
      amountMinor: Math.round(amount * 10 ** digits),
      ...(what.trim() === '' ? {} : { what: what.trim() }),
    });
  };
  return (
    <Modal opened onClose={onClose} title="Record a cost" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form {...sendable(submit)}>
        <Stack gap="sm">
          <Radio.Group
            label="Spent on"
            value={subject}
            onChange={(word) => {
              setSubject(subjects.find(({ value }) => value === word)?.value ?? 'campaign');
              setOn(null);
            }}
          >
            <Group gap="md" mt={4}>
              {subjects.map(({ value, label }) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </Group>
          </Radio.Group>
          {subject === 'channel' ? (
            <Select
              label="Channel"
              searchable
              required
              value={on}
              onChange={setOn}
              data={(choices.data?.choices.channels ?? []).map(({ key, label }) => ({ value: key, label }))}
            />
          ) : subject === 'asset' ? (
            <AssetPicker label="Piece" value={on} onChange={setOn} />
          ) : (
            <RecordPicker
              key={subject}
              refers={subject}
              label={subject === 'campaign' ? 'Campaign' : 'Teammate'}
              value={on}
              onChange={setOn}
            />
          )}
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
