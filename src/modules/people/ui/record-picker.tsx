import { Select } from '@mantine/core';
import { useState } from 'react';
import { type Choice, type Refers, useChoices } from './use-choices.ts';

export const searchWords: Record<Refers, string> = {
  teammate: 'Find a teammate',
  account: 'Find a company',
  campaign: 'Find a campaign',
  contact: 'Find a person',
  opportunity: 'Find a deal',
};

type PickerProps = {
  refers: Refers;
  label?: string;
  /** Where there is no visible label. */
  'aria-label'?: string;
  description?: string;
  error?: React.ReactNode;
  size?: 'xs' | 'sm';
  autoFocus?: boolean;
  /** Within a popover, whose click-outside would shut it. */
  inPopover?: boolean;
};

const withDetail = ({ option }: { option: { value: string; label: string } }, choices: readonly Choice[]) => {
  const detail = choices.find((one) => one.value === option.value)?.detail;
  return (
    <span style={{ minWidth: 0 }}>
      {option.label}
      {detail ? <span className="mute"> · {detail}</span> : null}
    </span>
  );
};

/** Chooses one record by typing part of its name. */
export function RecordPicker({
  refers,
  value,
  known,
  onChange,
  exclude,
  inPopover,
  autoFocus,
  ...rest
}: PickerProps & {
  value: string | null;
  /** The chosen record's name, where it is known already. */
  known?: { id: string; name: string } | null;
  onChange: (value: string | null, name: string) => void;
  exclude?: readonly string[];
}) {
  const [search, setSearch] = useState(known?.name ?? '');
  const [chosen, setChosen] = useState(known ?? null);
  const current = value !== null && chosen?.id === value ? chosen : null;
  const { choices, searching } = useChoices(refers, search === current?.name ? '' : search);
  const offered = choices.filter((one) => !exclude?.includes(one.value));
  const data =
    current && !offered.some((one) => one.value === current.id)
      ? [{ value: current.id, label: current.name }, ...offered]
      : offered;
  return (
    <Select
      {...rest}
      {...(autoFocus ? { autoFocus, 'data-autofocus': true } : {})}
      placeholder={searchWords[refers]}
      data={data.map(({ value: id, label }) => ({ value: id, label }))}
      value={value}
      onChange={(next) => {
        const name = data.find((one) => one.value === next)?.label ?? '';
        setChosen(next === null ? null : { id: next, name });
        onChange(next, name);
      }}
      searchable
      clearable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      renderOption={(item) => withDetail(item, data)}
      nothingFoundMessage={searching ? 'Looking…' : 'Nothing by that name'}
      comboboxProps={{ withinPortal: !inPopover }}
      clearButtonProps={{ 'aria-label': 'Clear' }}
      withScrollArea={false}
      styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
    />
  );
}
