import { type RefObject, useRef, useState } from 'react';
import { useKeys } from '../../../web/keys.ts';
import { FilterChip, FilterChips } from '../../../web/parts/filter-chips.tsx';
import partsClasses from '../../../web/parts/parts.module.css';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { ButtonKey } from '../../people/ui/button-key.tsx';
import { SearchMenu } from '../../people/ui/search-menu.tsx';
import type { Item, Scope } from './api-types.ts';
import { FilterForm } from './filter-form.tsx';
import {
  activeFilters,
  type FilterKey,
  type Filters,
  filterKeys,
  filterLabels,
  filterWords,
  noFilters,
} from './filters.ts';
import { useFilterNames } from './use-filter-names.ts';

export type SetFilters = (changes: Partial<Filters>, options?: { replace?: boolean }) => void;

type FilterBarProps = {
  scope: Scope;
  filters: Filters;
  onChange: SetFilters;
  items: readonly Item[];
  right?: React.ReactNode;
};

/** Offered by "+ filter"; kind has its switch, and an end belongs to its beginning. */
const offered = filterKeys.filter((key) => key !== 'kind' && key !== 'to');
const offeredLabels: Partial<Record<FilterKey, string>> = { from: 'Time', verified: 'Bots and colleagues' };

/** What narrows the list: both kinds or one, and a chip for each filter in force. */
export function FilterBar({ scope, filters, onChange, items, right }: FilterBarProps) {
  const [adding, setAdding] = useState<FilterKey | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const nameOf = useFilterNames(filters, items);
  const active = activeFilters(filters).filter((key) => key !== 'kind');
  const options = offered.filter((key) => !active.includes(key) && !(key === 'personId' && scope.contactId));
  useKeys('Timeline', [{ keys: 'f', label: 'Filter', run: () => add.current?.click() }]);
  const clear = (key: FilterKey) =>
    onChange({ [key]: undefined, ...(key === 'from' ? { to: undefined } : {}) });
  return (
    <FilterChips right={right}>
      <Segmented
        label="Kind of interaction"
        value={filters.kind ?? 'all'}
        onChange={(kind) => onChange({ kind: kind === 'all' ? undefined : kind })}
        options={[
          { value: 'all', label: 'Both' },
          { value: 'content', label: 'Content', tone: 'marketing' },
          { value: 'person', label: 'Person to person', tone: 'sales' },
        ]}
      />
      {active.map((key) => (
        <FilterChip
          key={key}
          label={filterLabels[key]}
          value={filterWords(key, filters, nameOf)}
          onClear={() => clear(key)}
        >
          {(close) => (
            <FilterForm
              of={key}
              filters={filters}
              items={items}
              onApply={(changes) => {
                onChange(changes);
                close();
              }}
            />
          )}
        </FilterChip>
      ))}
      {adding ? (
        <FilterChip
          key={`new ${adding}`}
          label={filterLabels[adding]}
          value="…"
          defaultOpened
          onShut={() => setAdding(null)}
        >
          {() => (
            <FilterForm
              of={adding}
              filters={filters}
              items={items}
              onApply={(changes) => {
                setAdding(null);
                onChange(changes);
              }}
            />
          )}
        </FilterChip>
      ) : null}
      <AddFilter options={options} button={add} onPick={setAdding} />
      {active.length > 1 ? (
        <button
          type="button"
          className={`${partsClasses.chip} ${partsClasses.chipText}`}
          onClick={() => onChange(noFilters)}
        >
          clear all
        </button>
      ) : null}
    </FilterChips>
  );
}

type AddFilterProps = {
  options: readonly FilterKey[];
  button: RefObject<HTMLButtonElement | null>;
  onPick: (key: FilterKey) => void;
};

function AddFilter({ options, button, onPick }: AddFilterProps) {
  return (
    <SearchMenu
      label="Filter by"
      options={options.map((key) => ({ value: key, label: offeredLabels[key] ?? filterLabels[key] }))}
      onPick={(value) => {
        const key = options.find((one) => one === value);
        if (key) onPick(key);
      }}
    >
      {(opens) => (
        <button
          ref={button}
          type="button"
          className={`${partsClasses.chip} ${partsClasses.chipText}`}
          {...opens}
        >
          + filter{' '}
          <span style={{ marginLeft: 6 }}>
            <ButtonKey keys="f" />
          </span>
        </button>
      )}
    </SearchMenu>
  );
}
