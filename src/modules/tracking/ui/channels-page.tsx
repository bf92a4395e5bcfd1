import { Button, Group, TagsInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { api } from '../../../web/api.ts';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import settings from '../../workspace/ui/settings/settings.module.css';
import type { ChannelRule, ChannelTable } from '../settings/contract.ts';
import { ChannelRules } from './channel-rules.tsx';
import { ChannelTrialForm, useChannelTrial } from './channel-trial.tsx';
import { lackOf } from './rule-draft.ts';
import classes from './tracking.module.css';
import { TrackingFrame } from './tracking-frame.tsx';

type Table = Omit<ChannelTable, 'changedAt'> & { changedAt: string | null };

/** Which channel a visit counts for: the table, a visit to try it with, and its changes. */
export function ChannelsPage() {
  const table = useQuery(api.tracking.settings.getChannels.queryOptions());
  return (
    <TrackingFrame
      title="Channels"
      answer={table.data ? answerOf(table.data) : 'Channels'}
      sub="The first rule that holds says the channel. Visits from your own site have none of their own: the session's first page has said it. What is in the log keeps its channel; changes hold for what arrives from now on."
    >
      <ProblemNotice error={table.error} onRetry={() => void table.refetch()} />
      {table.data ? <Editor key={String(table.data.changedAt)} table={table.data} /> : null}
    </TrackingFrame>
  );
}

function answerOf({ isDefault, rules }: Table): string {
  const channels = new Set(rules.map(({ channel }) => channel)).size;
  return isDefault
    ? `A visit counts for one of ${channels} channels, by GA4's default channel groups.`
    : `A visit counts for one of ${channels} channels, by a table of your own.`;
}

function Editor({ table }: { table: Table }) {
  const mayChange = useMay('tracking:write');
  const [rules, setRules] = useState<ChannelRule[]>(table.rules);
  const [hosts, setHosts] = useState<string[]>(table.internalHosts);
  const trial = useChannelTrial({ rules, internalHosts: hosts });
  const isChanged = JSON.stringify([rules, hosts]) !== JSON.stringify([table.rules, table.internalHosts]);
  return (
    <>
      <ChannelTrialForm trial={trial} rules={rules} />
      <ChannelRules rules={rules} onChange={mayChange ? setRules : undefined} trial={trial.data ?? null} />
      <KnownSites sites={table.knownSites} />
      <div className={`${settings.block} ${settings.narrow}`}>
        <TagsInput
          label="Your other sites"
          description="A visitor who comes from one of these comes from you: a shop, a help centre, a payment page"
          placeholder={mayChange ? 'pay.example.com' : undefined}
          disabled={!mayChange}
          splitChars={[',', ' ', ';']}
          value={hosts}
          onChange={setHosts}
        />
      </div>
      {mayChange ? (
        <Actions
          table={table}
          rules={rules}
          hosts={hosts}
          isChanged={isChanged}
          onDiscard={() => {
            setRules(table.rules);
            setHosts(table.internalHosts);
          }}
        />
      ) : null}
    </>
  );
}

/** Whose names stand behind "site is search" and the like. */
function KnownSites({ sites }: { sites: Table['knownSites'] }) {
  return (
    <details className={`${settings.block} ${settings.medium}`}>
      <summary>Which sites are known, and of which kind</summary>
      <dl className={classes.letterFacts} style={{ marginTop: 10 }}>
        {Object.entries(sites).map(([kind, names]) => (
          <Fragment key={kind}>
            <dt>{kind}</dt>
            <dd>{names.join(', ')}</dd>
          </Fragment>
        ))}
      </dl>
      <p className="mute">
        Another site is a rule of its own on “referring site” or “source”, above the one it would fall to.
      </p>
    </details>
  );
}

function Actions(of: {
  table: Table;
  rules: ChannelRule[];
  hosts: string[];
  isChanged: boolean;
  onDiscard: () => void;
}) {
  const { table, rules, hosts, isChanged, onDiscard } = of;
  const ask = useConfirm();
  const cache = useQueryClient();
  const saved = async (message: string) => {
    await cache.invalidateQueries({ queryKey: api.tracking.settings.getChannels.key() });
    notifications.show({ message });
  };
  const save = useMutation(
    api.tracking.settings.changeChannels.mutationOptions({
      onSuccess: () => saved('The channel table is saved.'),
    }),
  );
  const reset = useMutation(
    api.tracking.settings.resetChannels.mutationOptions({
      onSuccess: () => saved("GA4's default channel groups are in force again."),
    }),
  );
  const confirmReset = async () => {
    const answer = await ask({
      title: "Take GA4's default channel groups again?",
      body: 'Your own rules are dropped; the audit log keeps what they were. Your other sites stay.',
      action: 'Take the defaults',
      danger: true,
    });
    if (answer) reset.mutate(undefined);
  };
  const lack = rules.map(lackOf).find((text) => text !== null) ?? null;
  return (
    <>
      <ProblemNotice error={save.error ?? reset.error} withFields />
      <Group gap="sm">
        <Button
          disabled={!isChanged || lack !== null}
          loading={save.isPending}
          onClick={() => save.mutate({ rules, internalHosts: hosts })}
        >
          Save
        </Button>
        {isChanged ? (
          <Button variant="default" onClick={onDiscard}>
            Discard changes
          </Button>
        ) : null}
        {table.isDefault ? null : (
          <Button variant="default" loading={reset.isPending} onClick={() => void confirmReset()}>
            Reset to GA4's defaults
          </Button>
        )}
        <span className="mute" role="status">
          {isChanged && lack !== null ? lack : null}
          {!isChanged && table.changedAt ? (
            <>
              last changed <When at={table.changedAt} /> by {table.changedBy ?? 'someone'}
            </>
          ) : null}
        </span>
      </Group>
    </>
  );
}
