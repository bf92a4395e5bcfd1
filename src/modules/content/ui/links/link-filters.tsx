import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type Ref, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import type { ShareLink } from '../share/api-types.ts';
import { forWords } from './link-words.ts';
import classes from './links.module.css';
import type { LinkState, Whose } from './links-state.ts';

type LinkFiltersProps = {
  state: LinkState;
  whose: Whose;
  onChange: (changes: Partial<LinkState>, options?: { replace: boolean }) => void;
  searchRef: Ref<HTMLInputElement>;
  /** The first of the list knows the names of what it is narrowed to. */
  first: ShareLink | undefined;
};

const pauseMs = 200;

/** Whose, in which state, for whom. */
export function LinkFilters({ state, whose, onChange, searchRef, first }: LinkFiltersProps) {
  const [words, setWords] = useState(state.q);
  const look = useDebouncedCallback(
    (q: string) => onChange({ q: q === '' ? undefined : q }, { replace: true }),
    pauseMs,
  );
  return (
    <div className={classes.filters}>
      <Segmented
        label="Whose links"
        value={whose}
        onChange={(next) => onChange({ whose: next })}
        options={[
          { value: 'mine', label: 'Mine' },
          { value: 'all', label: 'Everybody’s' },
        ]}
      />
      <Segmented
        label="Read or not"
        value={state.read ?? 'any'}
        onChange={(next) => onChange({ read: next === 'any' ? undefined : next })}
        options={[
          { value: 'any', label: 'All' },
          { value: 'true', label: 'Read' },
          { value: 'false', label: 'Not yet' },
        ]}
      />
      <Segmented
        label="State"
        value={state.state ?? 'any'}
        onChange={(next) => onChange({ state: next === 'any' ? undefined : next })}
        options={[
          { value: 'any', label: 'Any state' },
          { value: 'open', label: 'Open' },
          { value: 'expired', label: 'Ended' },
          { value: 'revoked', label: 'Taken back' },
        ]}
      />
      <FilterChips>
        <PersonChip state={state} onChange={onChange} first={first} />
        <OtherChips state={state} onChange={onChange} first={first} />
      </FilterChips>
      <TextInput
        ref={searchRef}
        className={classes.search}
        aria-label="Search in the links"
        placeholder="Search"
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          look(event.currentTarget.value.trim());
        }}
      />
    </div>
  );
}

type ChipProps = Pick<LinkFiltersProps, 'state' | 'onChange' | 'first'>;

function PersonChip({ state, onChange, first }: ChipProps) {
  const { contactId } = state;
  const person = useQuery(
    api.people.contacts.get.queryOptions({
      input: { contactId: contactId ?? '' },
      enabled: contactId !== undefined,
    }),
  );
  const name = person.data?.name || (contactId && first?.contact ? forWords(first) : 'one person');
  return (
    <FilterChip
      label="For"
      value={contactId === undefined ? 'anybody' : name}
      {...(contactId === undefined ? {} : { onClear: () => onChange({ contactId: undefined }) })}
    >
      {(close) => (
        <RecordPicker
          refers="contact"
          aria-label="For whom"
          value={contactId ?? null}
          known={contactId === undefined ? null : { id: contactId, name }}
          inPopover
          autoFocus
          onChange={(id) => {
            onChange({ contactId: id ?? undefined });
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

/** What another page narrowed the list to. */
function OtherChips({ state, onChange, first }: ChipProps) {
  const piece = useQuery(
    api.content.library.get.queryOptions({
      input: { assetId: state.assetId ?? '' },
      enabled: state.assetId !== undefined,
      staleTime: 60_000,
    }),
  );
  return (
    <>
      {state.assetId ? (
        <FilterChip
          label="Piece"
          value={piece.data?.title ?? '…'}
          onClear={() => onChange({ assetId: undefined })}
        />
      ) : null}
      {state.accountId ? (
        <FilterChip
          label="Company"
          value={first?.account?.name ?? 'one company'}
          onClear={() => onChange({ accountId: undefined })}
        />
      ) : null}
      {state.opportunityId ? (
        <FilterChip
          label="Deal"
          value={first?.opportunity?.name ?? 'one deal'}
          onClear={() => onChange({ opportunityId: undefined })}
        />
      ) : null}
      {state.teammateId ? (
        <FilterChip
          label="Shared by"
          value={first?.createdBy.teammate?.name ?? 'one teammate'}
          onClear={() => onChange({ teammateId: undefined })}
        />
      ) : null}
    </>
  );
}
