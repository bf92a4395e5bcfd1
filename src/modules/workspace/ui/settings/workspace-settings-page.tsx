import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { fieldErrors } from '../../../../web/problem.ts';
import { useMay, useWorkspace } from '../../../../web/session.ts';
import { currencies, timeZones } from '../choices.ts';
import classes from './settings.module.css';
import { SettingsFrame } from './settings-frame.tsx';

export function WorkspaceSettingsPage() {
  const workspace = useWorkspace();
  const mayChange = useMay('workspace:admin');
  const settings = useQuery(api.workspace.settings.get.queryOptions());
  return (
    <SettingsFrame
      title="Workspace"
      answer={`${workspace.name} counts in ${workspace.currency}, its days begin in ${workspace.timeZone}.`}
      sub={
        settings.data ? (
          <>
            Made <When at={settings.data.createdAt} style="date" />. Deals keep the currency they were made
            in.
          </>
        ) : null
      }
    >
      {mayChange ? <WorkspaceForm key={workspace.id} /> : <p className="mute">An admin can change this.</p>}
    </SettingsFrame>
  );
}

function WorkspaceForm() {
  const { name, currency, timeZone } = useWorkspace();
  const cache = useQueryClient();
  const form = useForm({ mode: 'uncontrolled', initialValues: { name, currency, timeZone } });
  const update = useMutation(
    api.workspace.settings.update.mutationOptions({
      onSuccess: async (_, input) => {
        form.setInitialValues({ ...form.getValues(), ...input });
        form.resetDirty();
        notifications.show({ message: 'Saved.' });
        await cache.invalidateQueries();
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <form className={classes.narrow} onSubmit={form.onSubmit((values) => update.mutate(values))}>
      <Stack gap="md">
        <ProblemNotice error={update.error} />
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={200}
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <Select
          label="Currency"
          description="What sums are shown in"
          data={currencies}
          searchable
          limit={60}
          allowDeselect={false}
          key={form.key('currency')}
          {...form.getInputProps('currency')}
        />
        <Select
          label="Time zone"
          description="Where a day of the figures begins and ends"
          data={timeZones}
          searchable
          limit={60}
          allowDeselect={false}
          key={form.key('timeZone')}
          {...form.getInputProps('timeZone')}
        />
        <div>
          <Button type="submit" loading={update.isPending}>
            Save
          </Button>
        </div>
      </Stack>
    </form>
  );
}
