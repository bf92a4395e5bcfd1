import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';

const shown = 20;
const pauseMs = 150;

type AssetPickerProps = {
  label: string;
  value: string | null;
  known?: { id: string; title: string } | null;
  exclude?: string;
  onChange: (id: string | null) => void;
};

/** Chooses a piece that is in use, by typing part of its title. */
export function AssetPicker({ label, value, known, exclude, onChange }: AssetPickerProps) {
  const [search, setSearch] = useState(known?.title ?? '');
  const [settled] = useDebouncedValue(search.trim(), pauseMs);
  const found = useQuery(
    api.content.library.list.queryOptions({
      input: { limit: shown, ...(settled === '' || settled === known?.title ? {} : { search: settled }) },
      placeholderData: keepPreviousData,
    }),
  );
  const data = (found.data?.items ?? [])
    .filter(({ id }) => id !== exclude)
    .map(({ id, title }) => ({ value: id, label: title }));
  const withKnown =
    known && !data.some((one) => one.value === known.id)
      ? [{ value: known.id, label: known.title }, ...data]
      : data;
  return (
    <Select
      label={label}
      placeholder="Find a piece"
      data={withKnown}
      value={value}
      onChange={onChange}
      searchable
      clearable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching ? 'Looking…' : 'No piece by that title'}
      clearButtonProps={{ 'aria-label': 'Clear' }}
      withScrollArea={false}
      styles={{ options: { maxHeight: 220, overflowY: 'auto' } }}
      data-autofocus
    />
  );
}
