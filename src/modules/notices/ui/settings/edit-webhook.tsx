import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { asProblem, fieldErrors } from '../../../../web/problem.ts';
import classes from './settings.module.css';
import type { Webhook } from './webhook-row.tsx';

export function EditWebhook({ webhook, onDone }: { webhook: Webhook; onDone: () => void }) {
  const cache = useQueryClient();
  const known = useQuery(api.notices.preferences.queryOptions()).data?.kinds ?? [];
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: webhook.name, url: '', kinds: webhook.kinds },
    validate: { kinds: (chosen) => (chosen.length === 0 ? 'Choose at least one.' : null) },
  });
  const save = useMutation(
    api.webhooks.update.mutationOptions({
      onSuccess: async () => {
        await cache.invalidateQueries({ queryKey: api.webhooks.key() });
        onDone();
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  const submit = form.onSubmit(({ url, ...values }) =>
    save.mutate({ webhookId: webhook.id, ...values, ...(url === '' ? {} : { url }) }),
  );
  return (
    <form onSubmit={submit} style={{ flex: '1 0 100%' }}>
      <Stack gap="sm">
        {save.error && !asProblem(save.error).fields ? <ProblemNotice error={save.error} /> : null}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          {...form.getInputProps('name')}
          key={form.key('name')}
        />
        <TextInput
          label="Address"
          type="url"
          placeholder={`${webhook.host}/…, as it is`}
          autoComplete="off"
          key={form.key('url')}
          {...form.getInputProps('url')}
        />
        <Checkbox.Group label="It is told when" key={form.key('kinds')} {...form.getInputProps('kinds')}>
          <div className={classes.kinds}>
            {known.map(({ name, event }) => (
              <Checkbox key={name} size="xs" value={name} label={event} />
            ))}
          </div>
        </Checkbox.Group>
        <Group gap="sm">
          <Button type="submit" size="xs" loading={save.isPending}>
            Save
          </Button>
          <Button variant="default" size="xs" onClick={onDone}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
