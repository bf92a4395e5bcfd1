import {
  Button,
  Group,
  Modal,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  Stack,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { digitsOf } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { sendable } from '../../../../web/sendable.ts';
import { useWorkspace } from '../../../../web/session.ts';
import type { BaselineSetting } from './api-types.ts';
import classes from './value.module.css';

type Kind = 'channel' | 'campaigns' | 'assumed';

/** Says what marketing is held against. */
export function BaselineDialog({ onClose }: { onClose: () => void }) {
  const query = useQuery(api.results.value.baseline.queryOptions());
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title="What marketing is held against"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {query.data ? <BaselineForm setting={query.data} onClose={onClose} /> : null}
    </Modal>
  );
}

const percentOf = (rate: number | undefined): number | string =>
  rate === undefined ? '' : Math.round(rate * 10_000) / 100;

function BaselineForm({ setting, onClose }: { setting: BaselineSetting; onClose: () => void }) {
  const { currency } = useWorkspace();
  const client = useQueryClient();
  const stages = useQuery(api.people.lifecycle.listStages.queryOptions()).data?.items.slice(1) ?? [];
  const [kind, setKind] = useState<Kind>(setting.kind === 'none' ? 'channel' : setting.kind);
  const [channel, setChannel] = useState(setting.channel);
  const [campaignIds, setCampaignIds] = useState<string[]>(setting.campaignIds);
  const [name, setName] = useState(setting.name);
  const [rates, setRates] = useState<Record<string, number>>(setting.assumedRates);
  const [days, setDays] = useState<Record<string, number>>(setting.assumedDays);
  const digits = digitsOf(currency);
  const [cost, setCost] = useState<number | string>(
    setting.costPerLeadMinor === null ? '' : setting.costPerLeadMinor / 10 ** digits,
  );
  const [source, setSource] = useState(setting.source ?? '');
  const [salesChannels, setSalesChannels] = useState<string[]>(setting.salesChannels);
  const [testsKey, setTestsKey] = useState(setting.testsKey);
  const save = useMutation(
    api.results.value.setBaseline.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: api.results.key() });
        onClose();
      },
    }),
  );
  const channels = setting.choices.channels.map(({ key, label }) => ({ value: key, label }));
  const labelOf = channels.find(({ value }) => value === channel)?.label;
  const submit = () =>
    save.mutate({
      kind,
      ...(kind === 'channel' && channel ? { channel, name: labelOf ?? channel } : {}),
      ...(kind === 'campaigns' ? { campaignIds, ...(name ? { name } : {}) } : {}),
      ...(kind === 'assumed' ? { name } : {}),
      // Kept with any kind, so that going back to what was assumed finds it.
      assumedRates: rates,
      assumedDays: days,
      costPerLeadMinor: typeof cost === 'number' ? Math.round(cost * 10 ** digits) : null,
      source: source.trim() === '' ? null : source.trim(),
      salesChannels,
      testsKey,
    });
  return (
    <form {...sendable(submit)}>
      <Stack gap="sm">
        <Radio.Group label="The alternative is" value={kind} onChange={(word) => setKind(asKind(word))}>
          <Stack gap="xs" mt="xs">
            <Radio value="channel" label="A channel of the data" description="Its leads, as they went." />
            <Radio value="campaigns" label="Campaigns of the data" description="A list bought twice, say." />
            <Radio
              value="assumed"
              label="Assumed"
              description="You say what such leads cost and how many convert; marked as assumed everywhere."
            />
          </Stack>
        </Radio.Group>
        {kind === 'channel' ? (
          <Select label="Channel" data={channels} value={channel} onChange={setChannel} searchable required />
        ) : null}
        {kind === 'campaigns' ? (
          <MultiSelect
            label="Campaigns"
            data={setting.choices.campaigns.map((each) => ({ value: each.id, label: each.name }))}
            value={campaignIds}
            onChange={setCampaignIds}
            searchable
          />
        ) : null}
        {kind === 'channel' ? null : (
          <TextInput
            label="What it is called"
            value={name}
            maxLength={120}
            required={kind === 'assumed'}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {kind === 'assumed' ? (
          <fieldset className={classes.rates}>
            <legend>Of a hundred such leads, how many get to</legend>
            {stages.map((stage) => (
              <Group key={stage.key} grow gap="xs" wrap="nowrap">
                <NumberInput
                  label={stage.name}
                  suffix=" %"
                  min={0}
                  max={100}
                  decimalScale={2}
                  hideControls
                  value={percentOf(rates[stage.key])}
                  onChange={(percent) =>
                    setRates(withNumber(rates, stage.key, typeof percent === 'number' ? percent / 100 : null))
                  }
                />
                <NumberInput
                  label="within"
                  aria-label={`Days to ${stage.name}`}
                  suffix=" days"
                  min={0}
                  max={3_650}
                  hideControls
                  value={days[stage.key] ?? ''}
                  onChange={(number) =>
                    setDays(withNumber(days, stage.key, typeof number === 'number' ? number : null))
                  }
                />
              </Group>
            ))}
          </fieldset>
        ) : null}
        <Group grow align="start">
          <NumberInput
            label={`One of its leads costs, in ${currency}`}
            description="Empty: what is recorded of it"
            min={0}
            decimalScale={digits}
            hideControls
            value={cost}
            onChange={setCost}
          />
          <TextInput
            label="Where this is known from"
            description="An offer, a bill, last year"
            maxLength={500}
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
        </Group>
        <MultiSelect
          label="Sales’ own channels"
          description="No part of what marketing brings"
          data={channels}
          value={salesChannels.filter((key) => channels.some(({ value }) => value === key))}
          onChange={setSalesChannels}
        />
        <Select
          label="A lead worth offering meets the tests of"
          data={setting.choices.tests.map(({ key, word }) => ({ value: key, label: word }))}
          value={testsKey}
          onChange={(key) => setTestsKey(key ?? testsKey)}
          allowDeselect={false}
        />
        <ProblemNotice error={save.error} withFields />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function withNumber(
  numbers: Record<string, number>,
  key: string,
  number: number | null,
): Record<string, number> {
  const { [key]: _old, ...others } = numbers;
  return number === null ? others : { ...others, [key]: number };
}

const asKind = (word: string): Kind => (word === 'campaigns' || word === 'assumed' ? word : 'channel');
