import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type Ref, useEffect, useState } from 'react';
import { client } from '../../../web/api.ts';
import { type Choice, useChoices } from '../../people/ui/use-choices.ts';
import type { Chosen } from './draft.ts';

const shownChoices = 12;
const pauseMs = 120;

type FieldProps = {
  label: string;
  placeholder: string;
  value: readonly Chosen[];
  onChange: (value: Chosen[]) => void;
  /** Offered before anything is typed. */
  offered?: readonly Chosen[];
  error?: string | undefined;
  description?: string;
  inputRef?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
  /** After something was chosen by Enter. */
  onEntered?: () => void;
};

const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** People of theirs: whoever is known by the name typed, or somebody new by their address. */
export function PeopleField(props: FieldProps) {
  const [search, setSearch] = useState('');
  const { choices, searching } = useChoices('contact', search, search.trim() !== '');
  const typed = search.trim().toLowerCase();
  const isNew =
    emailPattern.test(typed) &&
    !searching &&
    !choices.some(({ detail }) => detail?.toLowerCase().endsWith(typed));
  const fresh = isNew ? [{ value: `new:${typed}`, label: typed, detail: 'somebody new' }] : [];
  return (
    <Field
      {...props}
      search={search}
      onSearch={setSearch}
      choices={[...choices, ...fresh]}
      searching={searching}
    />
  );
}

export function TeammatesField(props: FieldProps) {
  const [search, setSearch] = useState('');
  const { choices, searching } = useChoices('teammate', search);
  return <Field {...props} search={search} onSearch={setSearch} choices={choices} searching={searching} />;
}

/** Assets by title; one that is not there yet is made by its title. */
export function AssetsField(props: FieldProps) {
  const [search, setSearch] = useState('');
  const typed = search.trim();
  const [settled] = useDebouncedValue(typed, pauseMs);
  const found = useQuery({
    queryKey: ['content', 'library', 'choices', settled],
    queryFn: ({ signal }) =>
      client.content.library.list(
        { limit: shownChoices, ...(settled === '' ? {} : { search: settled }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  const choices = (found.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }));
  const searching = found.isFetching || settled !== typed;
  const isNew =
    typed !== '' && !searching && !choices.some(({ label }) => label.toLowerCase() === typed.toLowerCase());
  const fresh = isNew ? [{ value: `new:${typed}`, label: typed, detail: 'something new' }] : [];
  return (
    <Field
      {...props}
      search={search}
      onSearch={setSearch}
      choices={[...choices, ...fresh]}
      searching={searching}
    />
  );
}

const keyOf = ({ id, name }: Chosen): string => id ?? `new:${name}`;
const chosenOf = ({ value, label }: Choice): Chosen => ({
  id: value.startsWith('new:') ? null : value,
  name: label,
});

type Searched = FieldProps & {
  search: string;
  onSearch: (search: string) => void;
  choices: readonly Choice[];
  searching: boolean;
};

/** Type-ahead for several. Enter takes what stands first, also when it is pressed before the answer is there. */
function Field(props: Searched) {
  const { value, onChange, search, onSearch, choices, searching, offered = [], onEntered } = props;
  const [entered, setEntered] = useState(false);
  const picked = new Set(value.map(keyOf));
  const begun = search.trim() !== '';
  const shown = (begun ? choices : offered.length > 0 ? offered.map(choiceOf) : choices)
    .filter((one) => !picked.has(one.value))
    .slice(0, shownChoices);
  const [first] = shown;
  const add = (choice: Choice) => {
    onChange([...value, chosenOf(choice)]);
    onSearch('');
    onEntered?.();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was entered is taken once its answer is there.
  useEffect(() => {
    if (!entered || searching) return;
    setEntered(false);
    if (begun && first) add(first);
  }, [entered, searching, first?.value]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.metaKey || event.ctrlKey || !begun) return;
    if (document.querySelector('[data-combobox-selected]')) return;
    event.preventDefault();
    event.stopPropagation();
    setEntered(true);
  };
  const data = [...value.map(choiceOf), ...shown];
  return (
    <MultiSelect
      ref={props.inputRef}
      data-autofocus={props.autoFocus || undefined}
      label={props.label}
      description={props.description}
      placeholder={value.length === 0 ? props.placeholder : ''}
      error={props.error}
      data={data.map(({ value: id, label }) => ({ value: id, label }))}
      value={[...picked]}
      onChange={(ids) => {
        const next = ids.flatMap((id) => data.find((one) => one.value === id) ?? []);
        onChange(next.map(chosenOf));
        if (next.length > value.length) {
          onSearch('');
          onEntered?.();
        }
      }}
      searchable
      searchValue={search}
      onSearchChange={onSearch}
      filter={({ options }) => options.filter((one) => 'value' in one && !picked.has(String(one.value)))}
      hidePickedOptions
      openOnFocus={offered.length > 0 || begun}
      onKeyDownCapture={onKeyDown}
      renderOption={({ option }) => <Option choice={shown.find((one) => one.value === option.value)} />}
      nothingFoundMessage={begun ? (searching ? 'Looking…' : 'Nobody and nothing by that name') : undefined}
      withScrollArea={false}
      styles={{ options: { maxHeight: 240, overflowY: 'auto' } }}
    />
  );
}

const choiceOf = (one: Chosen): Choice => ({ value: keyOf(one), label: one.name });

function Option({ choice }: { choice: Choice | undefined }) {
  if (!choice) return null;
  return (
    <span style={{ minWidth: 0 }}>
      {choice.label}
      {choice.detail ? <span className="mute"> · {choice.detail}</span> : null}
    </span>
  );
}
