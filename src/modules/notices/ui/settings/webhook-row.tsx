import { Button, Menu, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { CopyField } from '../../../../web/parts/copy-field.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import settings from '../../../workspace/ui/settings/settings.module.css';
import { Deliveries } from './deliveries.tsx';
import { EditWebhook } from './edit-webhook.tsx';
import classes from './settings.module.css';

export type Webhook = Awaited<ReturnType<typeof client.webhooks.list>>['items'][number];

function useWebhookActions() {
  const cache = useQueryClient();
  const onSuccess = () => cache.invalidateQueries({ queryKey: api.webhooks.key() });
  return {
    update: useMutation(api.webhooks.update.mutationOptions({ onSuccess })),
    remove: useMutation(api.webhooks.remove.mutationOptions({ onSuccess })),
    test: useMutation(api.webhooks.test.mutationOptions()),
    renew: useMutation(api.webhooks.renewSecret.mutationOptions({ onSuccess })),
  };
}

export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { update, remove, test, renew } = useWebhookActions();
  const ask = useConfirm();
  const [open, setOpen] = useState<'deliveries' | 'edit' | null>(null);
  const toggle = (what: 'deliveries' | 'edit') => setOpen((now) => (now === what ? null : what));
  const webhookId = webhook.id;
  const confirmRemoval = async () => {
    const answer = await ask({
      title: `Remove “${webhook.name}”?`,
      body: 'It is told nothing more, and what waits for it goes with it.',
      action: 'Remove',
      danger: true,
    });
    if (answer) remove.mutate({ webhookId });
  };
  return (
    <li className={settings.row}>
      <div className={settings.rowMain}>
        <div className={settings.rowName}>{webhook.name}</div>
        <Facts webhook={webhook} />
        {test.data ? (
          <div className={test.data.delivered ? 'ok' : 'late'} role="status">
            {test.data.delivered ? 'The test arrived. ' : 'The test did not arrive. '}
            {test.data.words}
          </div>
        ) : null}
        <ProblemNotice error={update.error ?? remove.error ?? test.error ?? renew.error} />
      </div>
      <div className={settings.rowActions}>
        <Switch
          classNames={{ thumb: classes.thumb }}
          label="On"
          aria-label={`${webhook.name} is told`}
          checked={webhook.isOn}
          disabled={update.isPending}
          onChange={(event) => update.mutate({ webhookId, isOn: event.currentTarget.checked })}
        />
        <Button
          variant="default"
          size="xs"
          loading={test.isPending}
          aria-label={`Send a test to ${webhook.name}`}
          onClick={() => test.mutate({ webhookId })}
        >
          Send a test
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" size="xs" aria-label={`More for ${webhook.name}`}>
              More
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => toggle('deliveries')}>Last messages</Menu.Item>
            <Menu.Item onClick={() => toggle('edit')}>Change</Menu.Item>
            <Menu.Item onClick={() => renew.mutate({ webhookId })}>New signing secret</Menu.Item>
            <Menu.Divider />
            <Menu.Item color="late" onClick={() => void confirmRemoval()}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {renew.data ? (
        <div className={settings.secret} role="status" style={{ flex: '1 0 100%' }}>
          <p>The new secret, shown once. For a day messages carry both signatures, the old and the new.</p>
          <CopyField label="Signing secret" value={renew.data.secret} />
        </div>
      ) : null}
      {open === 'edit' ? <EditWebhook webhook={webhook} onDone={() => setOpen(null)} /> : null}
      {open === 'deliveries' ? <Deliveries webhookId={webhookId} /> : null}
    </li>
  );
}

function Facts({ webhook }: { webhook: Webhook }) {
  const { host, kinds, offReason, isOn, lastError, lastErrorAt, lastSentAt, waiting } = webhook;
  const known = useQuery(api.notices.preferences.queryOptions()).data?.kinds ?? [];
  const labels = kinds.map((name) => known.find((kind) => kind.name === name)?.event ?? name);
  return (
    <>
      <div className={settings.rowDetail}>
        {host} · {labels.join(', ')}
      </div>
      <div className={settings.rowDetail}>
        {lastSentAt ? (
          <>
            last told <When at={lastSentAt} />
          </>
        ) : (
          'told nothing yet'
        )}
        {waiting > 0 ? ` · ${waiting} waiting` : ''}
      </div>
      {!isOn && offReason ? <div className="late">Turned off: {offReason}</div> : null}
      {lastError && (isOn || !offReason) ? (
        <div className="late">
          <When at={lastErrorAt} />: {lastError}
        </div>
      ) : null}
    </>
  );
}
