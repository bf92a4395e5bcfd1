import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { CopyField } from '../../../../web/parts/copy-field.tsx';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { asProblem, fieldErrors } from '../../../../web/problem.ts';
import { useMe } from '../../../../web/session.ts';
import { isPermission } from '../../access.ts';
import type { ApiToken } from '../../contract.ts';
import classes from './settings.module.css';
import { SettingsFrame } from './settings-frame.tsx';

export function TokensPage() {
  const tokens = useQuery(api.workspace.apiTokens.list.queryOptions({ input: { limit: 200 } }));
  const items = tokens.data?.items;
  return (
    <SettingsFrame
      title="API tokens"
      answer={
        items
          ? `${items.length === 0 ? 'No token opens' : items.length === 1 ? 'One token opens' : `${items.length} tokens open`} this workspace to other programs.`
          : 'API tokens'
      }
      sub={
        <>
          A token may do what its scopes say, never more than its maker. What can be called stands in the{' '}
          <Link to="/api-reference">API reference</Link>.
        </>
      }
    >
      <NewToken />
      <section className={`${classes.block} ${classes.medium}`}>
        <h2>Tokens</h2>
        <ProblemNotice error={tokens.error} onRetry={() => void tokens.refetch()} />
        {items?.length === 0 ? (
          <EmptyState heading="No tokens yet">
            Make one above for a script, a dashboard or another program.
          </EmptyState>
        ) : null}
        {items && items.length > 0 ? (
          <ul className={classes.rows}>
            {items.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </ul>
        ) : null}
      </section>
    </SettingsFrame>
  );
}

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'one year' },
  { value: '', label: 'until revoked' },
];

const expiryOf = (days: string): string | undefined =>
  days === '' ? undefined : new Date(Date.now() + Number(days) * 86_400_000).toISOString();

function NewToken() {
  const { permissions } = useMe();
  const cache = useQueryClient();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      name: '',
      days: '90',
      scopes: permissions.filter((name) => name.endsWith(':read')).map(String),
    },
    validate: { scopes: (scopes) => (scopes.length === 0 ? 'Pick at least one thing it may do.' : null) },
  });
  const create = useMutation(
    api.workspace.apiTokens.create.mutationOptions({
      onSuccess: async () => {
        form.setFieldValue('name', '');
        await cache.invalidateQueries({ queryKey: api.workspace.apiTokens.key() });
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  const submit = form.onSubmit(({ name, days, scopes }) => {
    create.mutate({ name, scopes: scopes.filter(isPermission), expiresAt: expiryOf(days) });
  });
  return (
    <section className={`${classes.block} ${classes.medium}`}>
      <h2>Make a token</h2>
      <form onSubmit={submit}>
        <Stack gap="md">
          {create.error && !asProblem(create.error).fields ? <ProblemNotice error={create.error} /> : null}
          <Group align="flex-end" gap="sm">
            <TextInput
              label="Name"
              placeholder="What it is for"
              required
              withAsterisk={false}
              maxLength={100}
              style={{ flex: '1 1 240px' }}
              key={form.key('name')}
              {...form.getInputProps('name')}
            />
            <Select
              label="Good for"
              data={lifetimes}
              allowDeselect={false}
              w={150}
              key={form.key('days')}
              {...form.getInputProps('days')}
            />
          </Group>
          <Checkbox.Group label="It may" key={form.key('scopes')} {...form.getInputProps('scopes')}>
            <div className={classes.scopes}>
              {permissions.map((permission) => (
                <Checkbox key={permission} size="xs" value={permission} label={permission} />
              ))}
            </div>
          </Checkbox.Group>
          <div>
            <Button type="submit" loading={create.isPending}>
              Make token
            </Button>
          </div>
        </Stack>
      </form>
      {create.data ? (
        <div className={classes.secret} role="status" style={{ marginTop: 16 }}>
          <p>This is “{create.data.name}”. Copy it now: it is not shown again.</p>
          <CopyField label="API token" value={create.data.secret} />
        </div>
      ) : null}
    </section>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const ask = useConfirm();
  const cache = useQueryClient();
  const revoke = useMutation(
    api.workspace.apiTokens.revoke.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: api.workspace.apiTokens.key() }),
    }),
  );
  const confirm = async () => {
    const answer = await ask({
      title: `Revoke “${token.name}”?`,
      body: 'Programs that use it are refused from now on. This cannot be undone.',
      action: 'Revoke',
      danger: true,
    });
    if (answer) revoke.mutate({ apiTokenId: token.id });
  };
  return (
    <li className={classes.row}>
      <div className={classes.rowMain}>
        <div className={classes.rowName}>
          {token.name} <code className="mute">{token.start}…</code>
        </div>
        <div className={classes.rowDetail}>{token.scopes.join(', ')}</div>
        <div className={classes.rowDetail}>
          made by {token.createdBy ?? 'someone'} <When at={token.createdAt} /> ·{' '}
          {token.lastUsedAt ? (
            <>
              last used <When at={token.lastUsedAt} />
            </>
          ) : (
            'never used'
          )}{' '}
          ·{' '}
          {token.expiresAt ? (
            <>
              good until <When at={token.expiresAt} style="date" />
            </>
          ) : (
            'good until revoked'
          )}
        </div>
        <ProblemNotice error={revoke.error} />
      </div>
      <Button
        variant="default"
        size="xs"
        loading={revoke.isPending}
        onClick={() => void confirm()}
        aria-label={`Revoke ${token.name}`}
      >
        Revoke
      </Button>
    </li>
  );
}
