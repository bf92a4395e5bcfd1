import { Button, Checkbox, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { RecordPicker } from '../../people/ui/record-picker.tsx';
import type { Item } from './api-types.ts';
import { type FilterKey, type Filters, filterLabels } from './filters.ts';
import { dayOf } from './fold.ts';
import { knownTypes, typeName } from './words.ts';

type FilterFormProps = {
  of: FilterKey;
  filters: Filters;
  /** What is in the list now: its types and channels are offered too. */
  items: readonly Item[];
  onApply: (changes: Partial<Filters>) => void;
};

const widthPx = 270;

/** Asks what a filter is to be set to. */
export function FilterForm(props: FilterFormProps) {
  const { of, filters, onApply } = props;
  const width = { w: widthPx, maw: '80vw' } as const;
  switch (of) {
    case 'types':
      return <TypesForm {...props} />;
    case 'verified':
      return (
        <Radio.Group
          aria-label="Who counts"
          value={filters.verified ?? ''}
          onChange={(value) => onApply({ verified: value === 'no' ? 'no' : 'all' })}
        >
          <Stack gap={8} {...width}>
            <Radio
              value="all"
              size="xs"
              label="Also bots and colleagues"
              description="with the reason why each is not counted"
            />
            <Radio value="no" size="xs" label="Only bots and colleagues" />
          </Stack>
        </Radio.Group>
      );
    case 'channel':
      return <ChannelForm {...props} />;
    case 'from':
    case 'to':
      return <TimeForm {...props} />;
    case 'assetId':
      return <AssetForm {...props} />;
    case 'q':
      return <WordsForm {...props} />;
    default: {
      const refers = { personId: 'contact', teammateId: 'teammate', campaignId: 'campaign' } as const;
      const key = of === 'personId' || of === 'teammateId' ? of : 'campaignId';
      return (
        <Stack {...width}>
          <RecordPicker
            aria-label={filterLabels[of]}
            size="xs"
            refers={refers[key]}
            value={filters[key] ?? null}
            onChange={(value) => onApply({ [key]: value ?? undefined })}
            inPopover
            autoFocus
          />
        </Stack>
      );
    }
  }
}

function TypesForm({ filters, items, onApply }: FilterFormProps) {
  const [chosen, setChosen] = useState<readonly string[]>(filters.types?.split(',') ?? []);
  const [search, setSearch] = useState('');
  const seen = items.flatMap((item) => (item.what === 'interaction' ? [item.type] : []));
  const wanted = search.trim().toLowerCase();
  const types = [...new Set([...chosen, ...knownTypes, ...seen])].filter((type) =>
    typeName(type).toLowerCase().includes(wanted),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onApply({ types: chosen.length === 0 ? undefined : chosen.join(',') });
      }}
    >
      <Stack gap="sm" w={widthPx} maw="80vw">
        <TextInput
          size="xs"
          aria-label="Find a type"
          placeholder="Find a type"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-autofocus
        />
        <Checkbox.Group aria-label="Types" value={[...chosen]} onChange={setChosen}>
          <Stack gap={8} mah={240} style={{ overflowY: 'auto' }}>
            {types.map((type) => (
              <Checkbox key={type} size="xs" value={type} label={typeName(type)} />
            ))}
            {types.length === 0 ? <span className="mute">No type by that name.</span> : null}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button type="submit" size="xs" disabled={chosen.length === 0 && filters.types === undefined}>
            Apply
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const activityWeeks = 26;

function ChannelForm({ filters, items, onApply }: FilterFormProps) {
  const activity = useQuery(
    api.interactions.activity.queryOptions({ input: { weeks: activityWeeks }, staleTime: 60_000 }),
  );
  const seen = items.flatMap((item) => (item.what === 'interaction' && item.channel ? [item.channel] : []));
  const counted = activity.data?.weeks.map((week) => week.channel).filter((channel) => channel !== '') ?? [];
  const channels = [
    ...new Set([...counted, ...seen, ...(filters.channel ? [filters.channel] : [])]),
  ].toSorted();
  return (
    <Select
      aria-label="Channel"
      size="xs"
      w={widthPx}
      maw="80vw"
      placeholder="Find a channel"
      data={channels}
      value={filters.channel ?? null}
      onChange={(channel) => onApply({ channel: channel ?? undefined })}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear' }}
      nothingFoundMessage={activity.isPending ? 'Looking…' : 'No channel by that name'}
      comboboxProps={{ withinPortal: false }}
      withScrollArea={false}
      styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
      data-autofocus
    />
  );
}

const pauseMs = 150;
const shownAssets = 50;

function AssetForm({ filters, onApply }: FilterFormProps) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), pauseMs);
  const found = useQuery(
    api.content.library.list.queryOptions({
      input: { limit: shownAssets, state: 'all', ...(settled === '' ? {} : { search: settled }) },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Select
      aria-label="Asset"
      size="xs"
      w={widthPx}
      maw="80vw"
      placeholder="Find an asset"
      data={found.data?.items.map(({ id, title }) => ({ value: id, label: title })) ?? []}
      value={filters.assetId ?? null}
      onChange={(assetId) => onApply({ assetId: assetId ?? undefined })}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching ? 'Looking…' : 'No asset by that title'}
      comboboxProps={{ withinPortal: false }}
      withScrollArea={false}
      styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
      data-autofocus
    />
  );
}

const spans = [7, 30, 90] as const;

function TimeForm({ filters, onApply }: FilterFormProps) {
  const asDay = (value: string | undefined) =>
    value === undefined ? '' : dayOf(value.length > 10 ? value : `${value}T12:00:00`);
  const [from, setFrom] = useState(asDay(filters.from));
  const [to, setTo] = useState(asDay(filters.to));
  const isBackwards = from !== '' && to !== '' && to < from;
  const since = (days: number) => {
    const start = new Date();
    start.setDate(start.getDate() - days);
    onApply({ from: dayOf(start.toISOString()), to: undefined });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBackwards) onApply({ from: from || undefined, to: to || undefined });
      }}
    >
      <Stack gap="sm" w={widthPx} maw="80vw">
        <Group gap={6}>
          {spans.map((days) => (
            <Button key={days} size="compact-xs" variant="default" onClick={() => since(days)}>
              last {days} days
            </Button>
          ))}
        </Group>
        <TextInput
          type="date"
          size="xs"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          size="xs"
          label="Until and with"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={isBackwards ? 'This is before the first day.' : undefined}
        />
        <Group justify="flex-end">
          <Button type="submit" size="xs" disabled={isBackwards || (from === '' && to === '')}>
            Apply
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const leastLetters = 2;

function WordsForm({ filters, onApply }: FilterFormProps) {
  const [words, setWords] = useState(filters.q ?? '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim().length >= leastLetters) onApply({ q: words.trim() });
      }}
    >
      <Stack gap="sm" w={widthPx} maw="80vw">
        <TextInput
          size="xs"
          aria-label="Words in the subject, address or asset"
          placeholder="pricing"
          description="in the subject, address, type or asset"
          value={words}
          maxLength={200}
          onChange={(event) => setWords(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button type="submit" size="xs" disabled={words.trim().length < leastLetters}>
            Apply
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
