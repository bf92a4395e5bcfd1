import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { ButtonKey } from '../../../people/ui/button-key.tsx';

type FormFootProps = {
  action: string;
  pending: boolean;
  ready: boolean;
  error: unknown;
  color?: string;
  children?: ReactNode;
};

/** What ends every dialog of a move: what went wrong, and the button with its key. */
export function FormFoot({ action, pending, ready, error, color = 'sales', children }: FormFootProps) {
  return (
    <>
      <ProblemNotice error={error} withFields />
      <Group justify="flex-end" gap="sm">
        {children}
        <Button
          type="submit"
          color={color}
          loading={pending}
          disabled={!ready}
          rightSection={<ButtonKey keys="mod+Enter" />}
        >
          {action}
        </Button>
      </Group>
    </>
  );
}

const leastReason = 3;
export const saysEnough = (text: string): boolean => text.trim().length >= leastReason;
