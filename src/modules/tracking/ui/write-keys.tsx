import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import { CopyField } from '../../../web/parts/copy-field.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import type { WriteKey } from '../../workspace/contract.ts';
import classes from '../../workspace/ui/settings/settings.module.css';

/** The keys that let a site or program send; making and revoking them is the admins'. */
export function WriteKeys({ items }: { items: readonly WriteKey[] }) {
  const mayChange = useMay('workspace:admin');
  return (
    <section className={`${classes.block} ${classes.medium}`}>
      <h2>Write keys</h2>
      <p className="mute">
        A write key can only send; it reads nothing, so it may stand where others see it.
      </p>
      {mayChange ? (
        <NewKey first={items.length === 0} />
      ) : items.every(({ revokedAt }) => revokedAt !== null) ? (
        <p className="mute">An admin can make one.</p>
      ) : null}
      {items.length > 0 ? (
        <ul className={classes.rows}>
          {items.map((key) => (
            <KeyRow key={key.id} writeKey={key} mayChange={mayChange} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function NewKey({ first }: { first: boolean }) {
  const [name, setName] = useState(first ? 'Website' : '');
  const cache = useQueryClient();
  const create = useMutation(
    api.workspace.writeKeys.create.mutationOptions({
      onSuccess: async () => {
        setName('');
        await cache.invalidateQueries({ queryKey: api.workspace.writeKeys.key() });
      },
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name });
      }}
    >
      <ProblemNotice error={create.error} />
      <Group align="flex-end" gap="sm" mb="md">
        <TextInput
          label="Name of a new key"
          required
          withAsterisk={false}
          maxLength={100}
          style={{ flex: '1 1 220px', maxWidth: 360 }}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant={first ? 'filled' : 'default'} loading={create.isPending}>
          Make write key
        </Button>
      </Group>
    </form>
  );
}

function KeyRow({ writeKey, mayChange }: { writeKey: WriteKey; mayChange: boolean }) {
  const ask = useConfirm();
  const cache = useQueryClient();
  const revoke = useMutation(
    api.workspace.writeKeys.revoke.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: api.workspace.writeKeys.key() }),
    }),
  );
  const confirm = async () => {
    const answer = await ask({
      title: `Revoke “${writeKey.name}”?`,
      body: 'What still sends with it is refused from now on. This cannot be undone.',
      action: 'Revoke',
      danger: true,
    });
    if (answer) revoke.mutate({ writeKeyId: writeKey.id });
  };
  return (
    <li className={classes.row}>
      <div className={classes.rowMain}>
        <div className={classes.rowName}>{writeKey.name}</div>
        <div className={classes.rowDetail}>
          made by {writeKey.createdBy ?? 'someone'} <When at={writeKey.createdAt} />
          {writeKey.revokedAt ? (
            <>
              {' '}
              · revoked <When at={writeKey.revokedAt} />
            </>
          ) : null}
        </div>
        <ProblemNotice error={revoke.error} />
      </div>
      {writeKey.revokedAt === null ? (
        <div className={classes.rowActions}>
          <CopyField label={`write key ${writeKey.name}`} value={writeKey.key} />
          {mayChange ? (
            <Button
              variant="default"
              size="xs"
              loading={revoke.isPending}
              onClick={() => void confirm()}
              aria-label={`Revoke ${writeKey.name}`}
            >
              Revoke
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
