import { Button, Loader, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { When } from '../../../web/parts/when.tsx';
import { asProblem, fieldErrors } from '../../../web/problem.ts';
import { minPasswordLength } from '../contract.ts';
import { signIn } from './auth.ts';
import { roleWords } from './choices.ts';
import { Entrance } from './entrance.tsx';

const pageState = z.object({ key: z.string().catch('') });

/** The page of an invitation's link: someone new makes an account, someone known signs in; then both are members. */
export function InvitationPage() {
  const [{ key }] = useUrlState(pageState);
  const invitation = useQuery(api.workspace.invitations.lookUp.queryOptions({ input: { key: key || '-' } }));
  if (invitation.isPending) {
    return (
      <Entrance title="Invitation">
        <div role="status" aria-label="Looking at the invitation">
          <Loader size="sm" color="ink" aria-hidden />
        </div>
      </Entrance>
    );
  }
  if (invitation.error) {
    return (
      <Entrance title="Invitation">
        <Stack>
          <ProblemNotice error={invitation.error} />
          <Button component="a" href="/sign-in" variant="default">
            Sign in
          </Button>
        </Stack>
      </Entrance>
    );
  }
  const { workspaceName, role, invitedBy, email, expiresAt, hasAccount } = invitation.data;
  const lead = (
    <>
      {invitedBy ?? 'An admin'} invites {email} as {roleWords[role].label}: {roleWords[role].does}. Good until{' '}
      <When at={expiresAt} style="date" />.
    </>
  );
  return (
    <Entrance title={`Join ${workspaceName}`} lead={lead}>
      {hasAccount ? <JoinKnown linkKey={key} email={email} /> : <JoinNew linkKey={key} email={email} />}
    </Entrance>
  );
}

const enter = (signedIn: boolean) => window.location.assign(signedIn ? '/' : '/sign-in');

function JoinNew({ linkKey, email }: { linkKey: string; email: string }) {
  const form = useForm({ mode: 'uncontrolled', initialValues: { name: '', password: '' } });
  const accept = useMutation(
    api.workspace.invitations.accept.mutationOptions({
      onSuccess: ({ signedIn }) => enter(signedIn),
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <form onSubmit={form.onSubmit((values) => accept.mutate({ key: linkKey, ...values }))}>
      <Stack>
        {accept.error && !asProblem(accept.error).fields ? <ProblemNotice error={accept.error} /> : null}
        <TextInput label="E-mail" value={email} readOnly autoComplete="username" />
        <TextInput
          label="Your name"
          autoComplete="name"
          required
          withAsterisk={false}
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <PasswordInput
          label="Choose a password"
          description={`At least ${minPasswordLength} characters`}
          autoComplete="new-password"
          minLength={minPasswordLength}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={accept.isPending}>
          Join
        </Button>
      </Stack>
    </form>
  );
}

function JoinKnown({ linkKey, email }: { linkKey: string; email: string }) {
  const [password, setPassword] = useState('');
  const accept = useMutation(api.workspace.invitations.accept.mutationOptions());
  const join = useMutation({
    mutationFn: async () => {
      await signIn({ email, password });
      await accept.mutateAsync({ key: linkKey });
    },
    onSuccess: () => enter(true),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        join.mutate();
      }}
    >
      <Stack>
        <ProblemNotice error={join.error} />
        <TextInput label="E-mail" value={email} readOnly autoComplete="username" />
        <PasswordInput
          label="Your password"
          description="You have an account here already"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={join.isPending}>
          Sign in and join
        </Button>
      </Stack>
    </form>
  );
}
