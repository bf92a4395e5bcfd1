import { Button, Group, Loader, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { CopyField } from '../../../../web/parts/copy-field.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import type { WriteKey } from '../../contract.ts';
import classes from './settings.module.css';
import { SettingsFrame } from './settings-frame.tsx';

export function TrackingPage() {
  const keys = useQuery(api.workspace.writeKeys.list.queryOptions({ input: { limit: 200 } }));
  const mayChange = useMay('workspace:admin');
  const items = keys.data?.items ?? [];
  const inUse = items.filter((key) => key.revokedAt === null);
  const current = inUse[0];
  return (
    <SettingsFrame
      title="Tracking"
      answer={
        inUse.length === 0
          ? 'Make a write key, then send what buyers do as it happens.'
          : `${inUse.length === 1 ? 'One write key lets' : `${inUse.length} write keys let`} your site and products send what buyers do.`
      }
      sub="A write key can only record interactions; it reads nothing, so it may stand where others see it."
    >
      {current ? <SendAndListen writeKey={current.key} /> : null}
      <section className={`${classes.block} ${classes.medium}`}>
        <h2>Write keys</h2>
        <ProblemNotice error={keys.error} onRetry={() => void keys.refetch()} />
        {mayChange && keys.data ? (
          <NewKey first={items.length === 0} />
        ) : inUse.length === 0 ? (
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
    </SettingsFrame>
  );
}

function curlOf(writeKey: string): string {
  return `curl -X POST ${window.location.origin}/api/v1/interactions \\
  -H 'Authorization: Bearer ${writeKey}' \\
  -H 'Content-Type: application/json' \\
  -d '{
    "kind": "content",
    "type": "page_view",
    "email": "buyer@example.com",
    "channel": "organic",
    "url": "https://example.com/pricing",
    "source": "website",
    "externalId": "visit-1"
  }'`;
}

function SendAndListen({ writeKey }: { writeKey: string }) {
  return (
    <section className={`${classes.block} ${classes.medium}`}>
      <h2>Send an interaction</h2>
      <p className="mute">
        From your site's server, your product or any script. Whoever is not known yet is kept by the e-mail
        address or an <code>anonymousId</code>; the same <code>externalId</code> again changes nothing. All
        fields stand in the{' '}
        <Link to="/api-reference" search={{ op: 'interactions.recordInteraction' }}>
          API reference
        </Link>
        .
      </p>
      <CopyField label="command" value={curlOf(writeKey)} block />
      <Listener />
    </section>
  );
}

const pollMs = 2_000;

/** Waits for what arrives after the page was opened. */
function Listener() {
  const [openedAt] = useState(() => Date.now());
  const latest = useQuery({
    ...api.interactions.listInteractions.queryOptions({ input: { limit: 1 } }),
    staleTime: 0,
    refetchInterval: pollMs,
  });
  const newest = latest.data?.items[0];
  const heard = newest && new Date(newest.receivedAt).getTime() > openedAt ? newest : null;
  return (
    <div className={classes.listen} style={{ marginTop: 12 }} role="status">
      {heard ? (
        <span>
          <strong className="ok">Heard:</strong> {heard.type} from{' '}
          {heard.contact?.name ?? 'someone not known yet'}, <When at={heard.receivedAt} />. The tracker is
          connected.
        </span>
      ) : (
        <>
          <Loader size="xs" color="ink" aria-hidden />
          <span className="mute">Listening for the first event…</span>
        </>
      )}
    </div>
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
