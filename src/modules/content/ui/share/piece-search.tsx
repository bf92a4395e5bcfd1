import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type Ref, useEffect, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { Piece } from './kept.ts';
import classes from './share.module.css';
import { Thumbnail } from './thumbnail.tsx';

const shownPieces = 8;
const pauseMs = 120;
const newValue = 'new';

type PieceSearchProps = {
  label: string;
  /** What is chosen already is not offered again. */
  chosen: readonly Piece[];
  onChoose: (piece: Piece) => void;
  /** Told what was looked for, so that what is missing can be asked for in the same words. */
  onSearch: (words: string) => void;
  inputRef: Ref<HTMLInputElement>;
};

/** Any other piece of the library by its title; or one that is not there, to log that it was sent. */
export function PieceSearch({ label, chosen, onChoose, onSearch, inputRef }: PieceSearchProps) {
  const [search, setSearch] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const typed = search.trim();
  const [settled] = useDebouncedValue(typed, pauseMs);
  const found = useQuery(
    api.content.library.list.queryOptions({
      input: {
        audience: 'buyer',
        sort: settled === '' ? 'newest' : 'title',
        limit: shownPieces,
        ...(settled === '' ? {} : { search: settled }),
      },
      placeholderData: keepPreviousData,
    }),
  );
  const searching = found.isFetching || settled !== typed;
  const rows = (found.data?.items ?? []).filter(({ id }) => !chosen.some((one) => one.id === id));
  const isKnown = rows.some(({ title }) => title.toLowerCase() === typed.toLowerCase());
  const change = (words: string) => {
    setSearch(words);
    onSearch(words);
    combobox.openDropdown();
  };
  const choose = (value: string) => {
    const row = rows.find(({ id }) => id === value);
    if (row) {
      onChoose({
        id: row.id,
        title: row.title,
        type: row.type,
        shareable: row.currentVersion?.state === 'ready',
      });
    } else if (value === newValue) onChoose({ id: null, title: typed, type: null, shareable: false });
    change('');
    combobox.closeDropdown();
  };
  const [entered, setEntered] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: Enter takes what stands first once the answer is there.
  useEffect(() => {
    if (!entered || searching) return;
    setEntered(false);
    const [first] = rows;
    if (first && typed !== '') choose(first.id);
  }, [entered, searching]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    if (typed !== '' && combobox.getSelectedOptionIndex() === -1) setEntered(true);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target>
        <TextInput
          ref={inputRef}
          label={label}
          placeholder="Words of its title"
          value={search}
          onChange={(event) => change(event.currentTarget.value)}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={onKeyDown}
          maxLength={200}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options className={classes.options} aria-label={label}>
          {rows.map(({ id, title, type, currentVersion }) => (
            <Combobox.Option key={id} value={id}>
              <span className={classes.option}>
                <Thumbnail url={currentVersion?.thumbnailUrl ?? null} />
                <span>
                  {title}
                  <span className="mute">
                    {[type, currentVersion?.state === 'ready' ? null : 'no file yet']
                      .filter((part) => part !== null)
                      .map((part) => ` · ${part}`)}
                  </span>
                </span>
              </span>
            </Combobox.Option>
          ))}
          {typed !== '' && !searching && !isKnown ? (
            <Combobox.Option value={newValue}>
              {typed} <span className="mute">· not in the library</span>
            </Combobox.Option>
          ) : null}
          {searching && rows.length === 0 ? <Combobox.Empty>Looking…</Combobox.Empty> : null}
          {!searching && rows.length === 0 && typed === '' ? (
            <Combobox.Empty>The library has no other piece for buyers.</Combobox.Empty>
          ) : null}
        </Combobox.Options>
        <ProblemNotice error={found.error} />
      </Combobox.Dropdown>
    </Combobox>
  );
}
