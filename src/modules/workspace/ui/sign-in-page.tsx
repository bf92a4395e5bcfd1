import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { z } from 'zod';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { safeDestination, signIn } from './auth.ts';
import { Entrance } from './entrance.tsx';

const pageState = z.object({ next: z.string().catch('/') });

export function SignInPage() {
  const [{ next }] = useUrlState(pageState);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  // A full load, so that nothing of an earlier session stays in memory.
  const submit = useMutation({
    mutationFn: signIn,
    onSuccess: () => window.location.assign(safeDestination(next)),
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate({ email, password });
  };
  return (
    <Entrance title="Sign in" lead="New here? Ask an admin of your workspace for an invitation link.">
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <ProblemNotice error={submit.error} />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            data-autofocus
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={submit.isPending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
