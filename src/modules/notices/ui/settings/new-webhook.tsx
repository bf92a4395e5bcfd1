import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { CopyField } from '../../../../web/parts/copy-field.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { asProblem, fieldErrors } from '../../../../web/problem.ts';
import settings from '../../../workspace/ui/settings/settings.module.css';
import classes from './settings.module.css';

/** The kinds a new channel most likely wants: what nobody should miss. */
const usualKinds = ['overdue', 'came_back'];

export function NewWebhook() {
  const cache = useQueryClient();
  const kinds = useQuery(api.notices.preferences.queryOptions()).data?.kinds ?? [];
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', url: '', kinds: usualKinds },
    validate: { kinds: (chosen) => (chosen.length === 0 ? 'Choose at least one.' : null) },
  });
  const create = useMutation(
    api.webhooks.create.mutationOptions({
      onSuccess: async () => {
        form.reset();
        await cache.invalidateQueries({ queryKey: api.webhooks.key() });
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <h2>Tell another program</h2>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack gap="md">
          {create.error && !asProblem(create.error).fields ? <ProblemNotice error={create.error} /> : null}
          <TextInput
            label="Name"
            placeholder="Sales channel"
            required
            withAsterisk={false}
            maxLength={100}
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <TextInput
            label="Address"
            placeholder="https://hooks.slack.com/services/…"
            description="Kept encrypted, and not shown again."
            type="url"
            required
            withAsterisk={false}
            autoComplete="off"
            key={form.key('url')}
            {...form.getInputProps('url')}
          />
          <Checkbox.Group label="It is told when" key={form.key('kinds')} {...form.getInputProps('kinds')}>
            <div className={classes.kinds}>
              {kinds.map(({ name, event }) => (
                <Checkbox key={name} size="xs" value={name} label={event} />
              ))}
            </div>
          </Checkbox.Group>
          <div>
            <Button type="submit" loading={create.isPending}>
              Add webhook
            </Button>
          </div>
        </Stack>
      </form>
      {create.data ? (
        <div className={settings.secret} role="status" style={{ marginTop: 16 }}>
          <p>
            “{create.data.name}” is told from now on. Slack needs nothing more. A program of your own checks
            messages by this secret: copy it now, it is not shown again.
          </p>
          <CopyField label="Signing secret" value={create.data.secret} />
        </div>
      ) : null}
    </section>
  );
}
