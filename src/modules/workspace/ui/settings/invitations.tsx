import { Button, Group, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { CopyField } from '../../../../web/parts/copy-field.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { asProblem, fieldErrors } from '../../../../web/problem.ts';
import { type Role, roles } from '../../access.ts';
import type { Invitation } from '../../contract.ts';
import { roleChoices, roleWords } from '../choices.ts';
import classes from './settings.module.css';

/** Invites by link, and lists the links that wait. */
export function Invitations() {
  const cache = useQueryClient();
  const waiting = useQuery(api.workspace.invitations.list.queryOptions({ input: { limit: 200 } }));
  const form = useForm<{ email: string; role: Role }>({
    mode: 'uncontrolled',
    initialValues: { email: '', role: 'sales' },
    transformValues: (values) => ({
      ...values,
      role: roles.find((role) => role === values.role) ?? 'viewer',
    }),
  });
  const invite = useMutation(
    api.workspace.invitations.create.mutationOptions({
      onSuccess: async () => {
        form.setFieldValue('email', '');
        await cache.invalidateQueries({ queryKey: api.workspace.invitations.key() });
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <section className={`${classes.block} ${classes.medium}`}>
      <h2>Invite a colleague</h2>
      <form onSubmit={form.onSubmit((values) => invite.mutate(values))}>
        <Group align="flex-end" gap="sm" mb="md">
          <TextInput
            label="E-mail"
            type="email"
            required
            withAsterisk={false}
            style={{ flex: '1 1 220px' }}
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <Select
            label="Role"
            data={roleChoices}
            allowDeselect={false}
            style={{ flex: '1 1 260px' }}
            key={form.key('role')}
            {...form.getInputProps('role')}
          />
          <Button type="submit" loading={invite.isPending}>
            Make a link
          </Button>
        </Group>
      </form>
      {invite.error && !asProblem(invite.error).fields ? <ProblemNotice error={invite.error} /> : null}
      {invite.data ? (
        <div className={classes.secret} role="status">
          <p>
            Send this link to {invite.data.email}. It is shown only now, and good until{' '}
            <When at={invite.data.expiresAt} style="date" />.
          </p>
          <CopyField label="invitation link" value={invite.data.link} />
        </div>
      ) : null}
      {waiting.data && waiting.data.items.length > 0 ? (
        <ul className={classes.rows} aria-label="Invitations that wait">
          {waiting.data.items.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const cache = useQueryClient();
  const revoke = useMutation(
    api.workspace.invitations.revoke.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: api.workspace.invitations.key() }),
    }),
  );
  return (
    <li className={classes.row}>
      <div className={classes.rowMain}>
        <div className={classes.rowName}>{invitation.email}</div>
        <div className={classes.rowDetail}>
          {roleWords[invitation.role].label} · invited by {invitation.invitedBy ?? 'someone'}{' '}
          <When at={invitation.createdAt} /> ·{' '}
          {invitation.expired ? (
            'its time is over'
          ) : (
            <>
              good until <When at={invitation.expiresAt} style="date" />
            </>
          )}
        </div>
        <ProblemNotice error={revoke.error} />
      </div>
      <Button
        variant="default"
        size="xs"
        loading={revoke.isPending}
        onClick={() => revoke.mutate({ invitationId: invitation.id })}
        aria-label={`Withdraw the invitation of ${invitation.email}`}
      >
        Withdraw
      </Button>
    </li>
  );
}
