import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { client } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import type { ChannelRule } from '../settings/contract.ts';
import { lackOf } from './rule-draft.ts';
import classes from './tracking.module.css';

const pageState = z.object({ url: z.string().catch(''), referrer: z.string().catch('') });
const typingMs = 250;

/** What the table, as it stands on the page, says to the visit in the address; nothing while there is none. */
export function useChannelTrial({
  rules,
  internalHosts,
}: {
  rules: readonly ChannelRule[];
  internalHosts: readonly string[];
}) {
  const [visit] = useUrlState(pageState);
  const ready = rules.filter((rule) => lackOf(rule) === null);
  const [input] = useDebouncedValue({ ...visit, rules: ready, internalHosts: [...internalHosts] }, typingMs);
  return useQuery({
    queryKey: ['channel-trial', JSON.stringify(input)],
    queryFn: () => client.tracking.settings.tryChannels({ ...input, url: withProtocol(input.url) }),
    enabled: input.url !== '' && visit.url !== '',
    placeholderData: visit.url === '' ? undefined : keepPreviousData,
    retry: false,
  });
}

/** Browsers' address bars hide it, and so do people. */
function withProtocol(url: string): string {
  return url.includes('://') ? url : `https://${url}`;
}

type Trial = ReturnType<typeof useChannelTrial>;

/** A visit to try the table with. */
export function ChannelTrialForm({ trial, rules }: { trial: Trial; rules: readonly ChannelRule[] }) {
  const [{ url, referrer }, set] = useUrlState(pageState);
  return (
    <section className={classes.trial} aria-label="Try the table">
      <div className={classes.trialFields}>
        <TextInput
          label="Try an address"
          placeholder="https://example.com/pricing?utm_source=linkedin&utm_medium=paid-social"
          value={url}
          onChange={(event) => set({ url: event.currentTarget.value }, { replace: true })}
        />
        <TextInput
          label="and where the visitor comes from"
          placeholder="https://www.google.com/"
          value={referrer}
          onChange={(event) => set({ referrer: event.currentTarget.value }, { replace: true })}
        />
      </div>
      <div className={classes.trialAnswer} role="status">
        {url === '' ? (
          <span className="mute">
            Paste the address of a page with its UTM parameters: the rule that decides is marked in the table
            below.
          </span>
        ) : trial.data ? (
          <Answer trial={trial.data} rules={rules} />
        ) : null}
        <ProblemNotice error={trial.error} />
      </div>
    </section>
  );
}

function Answer({ trial, rules }: { trial: NonNullable<Trial['data']>; rules: readonly ChannelRule[] }) {
  const facts = [
    trial.source && `source ${trial.source}`,
    trial.medium && `medium ${trial.medium}`,
    trial.campaign && `campaign ${trial.campaign}`,
    trial.kind && `a ${kindWords[trial.kind]}`,
    trial.clickId && `click id ${trial.clickId}`,
  ].filter(Boolean);
  const number = rules.findIndex(({ id }) => id === trial.ruleId) + 1;
  return (
    <>
      <strong>{trial.internal ? 'No channel of its own' : trial.channel}</strong>
      {trial.internal
        ? ': the visitor comes from your own site.'
        : number > 0
          ? `, by rule ${number}.`
          : ': no rule holds.'}
      <div className="mute">{facts.join(', ')}</div>
    </>
  );
}

const kindWords = {
  search: 'search engine',
  social: 'social network',
  video: 'video site',
  shopping: 'marketplace',
  mail: 'mail program',
  assistant: 'chat assistant',
} as const;
