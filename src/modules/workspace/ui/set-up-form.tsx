import { Button, Fieldset, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { asProblem, fieldErrors } from '../../../web/problem.ts';
import { minPasswordLength, type WorkspaceSummary } from '../contract.ts';
import { browserCurrency, browserTimeZone, currencies, timeZones } from './choices.ts';

type SetUpFormProps = {
  linkKey: string;
  /** The workspace that automation made, where there is one: its settings are the starting point. */
  workspace: WorkspaceSummary | null;
};

/** Who you are, and the company whose data this will be. */
export function SetUpForm({ linkKey, workspace }: SetUpFormProps) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      name: '',
      email: '',
      password: '',
      workspaceName: workspace?.name ?? '',
      currency: workspace?.currency ?? browserCurrency(),
      timeZone: workspace?.timeZone ?? browserTimeZone(),
    },
    validate: {
      password: (value) =>
        value.length < minPasswordLength
          ? `At least ${minPasswordLength} characters; a few words are easiest to keep.`
          : null,
    },
  });
  const complete = useMutation(
    api.workspace.setUp.complete.mutationOptions({
      // A full load: the session is new, and everything asked before was asked as nobody.
      onSuccess: ({ signedIn }) => window.location.assign(signedIn ? '/welcome' : '/sign-in?next=/welcome'),
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <form onSubmit={form.onSubmit((values) => complete.mutate({ key: linkKey, ...values }))}>
      <Stack gap="lg">
        {complete.error && !asProblem(complete.error).fields ? (
          <ProblemNotice error={complete.error} />
        ) : null}
        <Fieldset legend="You">
          <Stack gap="md">
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
              <TextInput
                label="Your name"
                autoComplete="name"
                required
                withAsterisk={false}
                key={form.key('name')}
                {...form.getInputProps('name')}
              />
              <TextInput
                label="Your e-mail"
                type="email"
                autoComplete="username"
                required
                withAsterisk={false}
                key={form.key('email')}
                {...form.getInputProps('email')}
              />
            </SimpleGrid>
            <PasswordInput
              label="Password"
              description={`At least ${minPasswordLength} characters`}
              autoComplete="new-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
          </Stack>
        </Fieldset>
        <Fieldset legend="Your company">
          <Stack gap="md">
            <TextInput
              label="Workspace name"
              description="The company's name, as your colleagues know it"
              autoComplete="organization"
              required
              withAsterisk={false}
              key={form.key('workspaceName')}
              {...form.getInputProps('workspaceName')}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
              <Select
                label="Currency"
                description="Deals in others keep their own"
                data={currencies}
                searchable
                limit={60}
                allowDeselect={false}
                key={form.key('currency')}
                {...form.getInputProps('currency')}
              />
              <Select
                label="Time zone"
                description="Where a day begins and ends"
                data={timeZones}
                searchable
                limit={60}
                allowDeselect={false}
                key={form.key('timeZone')}
                {...form.getInputProps('timeZone')}
              />
            </SimpleGrid>
          </Stack>
        </Fieldset>
        <Button type="submit" loading={complete.isPending}>
          Set up
        </Button>
      </Stack>
    </form>
  );
}
