import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import classes from './add/add.module.css';

type FormFootProps = {
  action: string;
  pending: boolean;
  error: unknown;
  ready?: boolean;
  color?: string;
  children?: ReactNode;
};

export function FormFoot({
  action,
  pending,
  error,
  ready = true,
  color = 'marketing',
  children,
}: FormFootProps) {
  return (
    <>
      <ProblemNotice error={error} withFields />
      <div className={classes.foot}>
        <span className="mute">{children}</span>
        <Button
          type="submit"
          color={color}
          loading={pending}
          disabled={!ready}
          rightSection={<ButtonKey keys="mod+Enter" />}
        >
          {action}
        </Button>
      </div>
    </>
  );
}
