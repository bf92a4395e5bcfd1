import { Modal, SimpleGrid, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../../web/api.ts';
import { fieldErrors } from '../../../web/problem.ts';
import { CreateForm } from './create-form.tsx';
import { RecordPicker } from './record-picker.tsx';

export function CreateAccount({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New account">
      {opened ? <AccountForm onClose={onClose} /> : null}
    </Modal>
  );
}

type Values = { name: string; domain: string; industry: string; country: string; ownerId: string | null };

function AccountForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    initialValues: { name: '', domain: '', industry: '', country: '', ownerId: null },
    validate: { name: (name) => (name.trim() === '' ? 'A name, please.' : null) },
  });
  const create = useMutation(
    api.people.accounts.create.mutationOptions({
      onSuccess: (account) => {
        void queryClient.invalidateQueries({ queryKey: api.people.key() });
        onClose();
        void navigate({ to: `/people/accounts/${account.id}` });
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <CreateForm
      onSubmit={form.onSubmit((values) => create.mutate(values))}
      error={create.error}
      busy={create.isPending}
      action="Create the account"
    >
      <TextInput label="Name" {...form.getInputProps('name')} data-autofocus />
      <TextInput
        label="Domain"
        placeholder="example.com"
        description="People with an e-mail address of this domain are matched to it."
        {...form.getInputProps('domain')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput label="Industry" {...form.getInputProps('industry')} />
        <TextInput label="Country" {...form.getInputProps('country')} />
      </SimpleGrid>
      <RecordPicker
        refers="teammate"
        label="Owner"
        value={form.values.ownerId}
        onChange={(id) => form.setFieldValue('ownerId', id)}
        error={form.errors.ownerId}
      />
    </CreateForm>
  );
}
