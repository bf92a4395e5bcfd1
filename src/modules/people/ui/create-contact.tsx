import { Modal, SimpleGrid, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../../web/api.ts';
import { fieldErrors } from '../../../web/problem.ts';
import type { Named } from './api-types.ts';
import { CreateForm } from './create-form.tsx';
import { RecordPicker } from './record-picker.tsx';

type CreateContactProps = { opened: boolean; onClose: () => void; account?: Named };

export function CreateContact({ opened, onClose, account }: CreateContactProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="New contact">
      {opened ? <ContactForm onClose={onClose} account={account ?? null} /> : null}
    </Modal>
  );
}

type Values = {
  firstName: string;
  lastName: string;
  email: string;
  title: string;
  accountId: string | null;
  ownerId: string | null;
};

function ContactForm({ onClose, account }: { onClose: () => void; account: Named | null }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    initialValues: {
      firstName: '',
      lastName: '',
      email: '',
      title: '',
      accountId: account?.id ?? null,
      ownerId: null,
    },
    validate: {
      lastName: (lastName, { firstName, email }) =>
        `${firstName}${lastName}${email}`.trim() === '' ? 'A name or an e-mail address, please.' : null,
    },
  });
  const create = useMutation(
    api.people.contacts.create.mutationOptions({
      onSuccess: (contact) => {
        void queryClient.invalidateQueries({ queryKey: api.people.key() });
        onClose();
        void navigate({ to: `/people/contacts/${contact.id}` });
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <CreateForm
      onSubmit={form.onSubmit(({ accountId, ...values }) =>
        // Left out, the company is found by the e-mail's domain.
        create.mutate({ ...values, ...(accountId === null ? {} : { accountId }) }),
      )}
      error={create.error}
      busy={create.isPending}
      action="Create the contact"
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput label="First name" {...form.getInputProps('firstName')} data-autofocus />
        <TextInput label="Last name" {...form.getInputProps('lastName')} />
      </SimpleGrid>
      <TextInput label="E-mail" type="email" {...form.getInputProps('email')} />
      <TextInput label="Title" {...form.getInputProps('title')} />
      <RecordPicker
        refers="account"
        label="Company"
        description={account ? undefined : 'Left blank, it is found by the domain of the e-mail address.'}
        known={account}
        value={form.values.accountId}
        onChange={(id) => form.setFieldValue('accountId', id)}
        error={form.errors.accountId}
      />
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
