import { Modal, NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../../web/api.ts';
import { fieldErrors } from '../../../web/problem.ts';
import { useWorkspace } from '../../../web/session.ts';
import type { Named } from './api-types.ts';
import { CreateForm } from './create-form.tsx';
import { minorUnits } from './filter-words.ts';
import { RecordPicker } from './record-picker.tsx';

type CreateDealProps = { opened: boolean; onClose: () => void; account?: Named | null; contact?: Named };

/** A new deal; opened from a person's page, that person is the first of its buying group. */
export function CreateDeal({ opened, onClose, account, contact }: CreateDealProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="New deal">
      {opened ? <DealForm onClose={onClose} account={account ?? null} contact={contact ?? null} /> : null}
    </Modal>
  );
}

type Values = {
  name: string;
  accountId: string | null;
  amount: string | number;
  stage: string;
  expectedCloseOn: string;
  ownerId: string | null;
};

function DealForm({
  onClose,
  account,
  contact,
}: {
  onClose: () => void;
  account: Named | null;
  contact: Named | null;
}) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { currency } = useWorkspace();
  const form = useForm<Values>({
    initialValues: {
      name: '',
      accountId: account?.id ?? null,
      amount: '',
      stage: '',
      expectedCloseOn: '',
      ownerId: null,
    },
    validate: { name: (name) => (name.trim() === '' ? 'A name, please.' : null) },
  });
  const create = useMutation(
    api.people.opportunities.create.mutationOptions({
      onSuccess: (deal) => {
        void queryClient.invalidateQueries({ queryKey: api.people.key() });
        onClose();
        void navigate({ to: `/people/deals/${deal.id}` });
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  const submit = ({ amount, expectedCloseOn, ...values }: Values) =>
    create.mutate({
      ...values,
      amountMinor: amount === '' ? null : Math.round(Number(amount) * minorUnits(currency)),
      currency,
      expectedCloseOn: expectedCloseOn === '' ? null : expectedCloseOn,
      ...(contact ? { buyingGroup: [{ contactId: contact.id, isPrimary: true }] } : {}),
    });
  return (
    <CreateForm
      onSubmit={form.onSubmit(submit)}
      error={create.error}
      busy={create.isPending}
      action="Create the deal"
    >
      <TextInput label="Name" {...form.getInputProps('name')} data-autofocus />
      <RecordPicker
        refers="account"
        label="Company"
        known={account}
        value={form.values.accountId}
        onChange={(id) => form.setFieldValue('accountId', id)}
        error={form.errors.accountId}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <NumberInput
          label={`Amount in ${currency}`}
          thousandSeparator=","
          hideControls
          {...form.getInputProps('amount')}
        />
        <TextInput label="Expected close" type="date" {...form.getInputProps('expectedCloseOn')} />
        <TextInput label="Stage" placeholder="Proposal" {...form.getInputProps('stage')} />
        <RecordPicker
          refers="teammate"
          label="Owner"
          value={form.values.ownerId}
          onChange={(id) => form.setFieldValue('ownerId', id)}
          error={form.errors.ownerId}
        />
      </SimpleGrid>
    </CreateForm>
  );
}
