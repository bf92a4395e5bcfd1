import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';

type CreateFormProps = {
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  error: unknown;
  busy: boolean;
  action: string;
  children: ReactNode;
};

/** The frame of the dialogs that make a record. */
export function CreateForm({ onSubmit, error, busy, action, children }: CreateFormProps) {
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        {children}
        <ProblemNotice error={error} />
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
