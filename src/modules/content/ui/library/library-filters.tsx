import { Select } from '@mantine/core';
import { AddFilter, FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { useNames } from '../../../people/ui/use-choices.ts';
import type { Overview } from './api-types.ts';
import {
  type FilterKey,
  filterKeys,
  type LibraryState,
  libraryState,
  noFilters,
  type SetLibrary,
} from './library-state.ts';
import { audienceWords, formatWords, sortWords, stageName, stateWords } from './words.ts';

type FiltersProps = { state: LibraryState; set: SetLibrary; overview: Overview | undefined };

const labels: Record<FilterKey, string> = {
  type: 'Type',
  format: 'Made as',
  audience: 'For',
  persona: 'Persona',
  stage: 'Stage',
  owner: 'Owner',
  campaign: 'Campaign',
  state: 'State',
};

type Choice = { value: string; label: string };

const ofWords = (words: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
const plain = (words: readonly string[]): Choice[] => words.map((word) => ({ value: word, label: word }));

function choicesOf(key: FilterKey, overview: Overview | undefined): Choice[] {
  switch (key) {
    case 'format':
      return ofWords(formatWords);
    case 'audience':
      return ofWords(audienceWords);
    case 'state':
      return ofWords(stateWords);
    case 'type':
      return plain(overview?.types ?? []);
    case 'persona':
      return plain(overview?.personas ?? []);
    case 'stage':
      return (overview?.buyingStages ?? []).map(({ key: value, name }) => ({ value, label: name }));
    case 'owner':
      return (overview?.owners ?? []).map(({ id, name }) => ({ value: id, label: name }));
    case 'campaign':
      return (overview?.campaigns ?? []).map(({ id, name }) => ({ value: id, label: name }));
  }
}

/** What narrows the list, and its order; all of it stands in the address. */
export function LibraryFilters({ state, set, overview }: FiltersProps) {
  const nameOf = useNames([
    ...(state.owner ? [{ refers: 'teammate' as const, id: state.owner }] : []),
    ...(state.campaign ? [{ refers: 'campaign' as const, id: state.campaign }] : []),
  ]);
  const shownOf = (key: FilterKey): string => {
    const value = state[key] ?? '';
    if (key === 'owner' || key === 'campaign') return nameOf(value);
    if (key === 'stage') return stageName(value, overview?.buyingStages ?? []);
    return choicesOf(key, overview).find((one) => one.value === value)?.label ?? value;
  };
  // A value that is none leaves the address with the next reading of it.
  const apply = (key: FilterKey, value: string | null) =>
    set({ [key]: libraryState.shape[key].parse(value ?? undefined) });
  const picked = filterKeys.filter((key) => state[key] !== undefined);
  const options = filterKeys
    .filter((key) => state[key] === undefined && choicesOf(key, overview).length > 0)
    .flatMap((key) =>
      choicesOf(key, overview).length <= 3 || key === 'state'
        ? choicesOf(key, overview).map(({ value, label }) => ({
            value: `${key}:${value}`,
            label: `${labels[key]}: ${label}`,
          }))
        : [{ value: key, label: labels[key] }],
    );
  return (
    <FilterChips>
      {picked.map((key) => (
        <FilterChip
          key={key}
          label={labels[key]}
          value={shownOf(key)}
          onClear={() => set({ [key]: undefined })}
        >
          {(close) => (
            <Select
              aria-label={labels[key]}
              size="xs"
              w={260}
              maw="80vw"
              data={choicesOf(key, overview)}
              value={state[key] ?? null}
              onChange={(value) => {
                apply(key, value);
                close();
              }}
              searchable
              data-autofocus
              comboboxProps={{ withinPortal: false }}
              withScrollArea={false}
              styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
            />
          )}
        </FilterChip>
      ))}
      {picked.length > 1 ? (
        <AddFilter
          label="Clear all"
          options={[{ value: 'all', label: 'Clear all filters' }]}
          onAdd={() => set(noFilters)}
        />
      ) : null}
      <AddFilter
        options={options}
        onAdd={(what) => {
          const [key = '', ...value] = what.split(':');
          const filter = filterKeys.find((each) => each === key);
          if (!filter) return;
          apply(filter, value.length > 0 ? value.join(':') : (choicesOf(filter, overview)[0]?.value ?? null));
        }}
      />
      <SortChip state={state} set={set} />
    </FilterChips>
  );
}

function SortChip({ state, set }: { state: LibraryState; set: SetLibrary }) {
  const sort = state.sort ?? 'title';
  return (
    <FilterChip label="Order" value={sortWords[sort]}>
      {(close) => (
        <Select
          aria-label="Order"
          size="xs"
          w={200}
          data={ofWords(sortWords)}
          value={sort}
          onChange={(value) => {
            const next = libraryState.shape.sort.parse(value ?? undefined);
            set({ sort: next === 'title' ? undefined : next });
            close();
          }}
          data-autofocus
          comboboxProps={{ withinPortal: false }}
        />
      )}
    </FilterChip>
  );
}
