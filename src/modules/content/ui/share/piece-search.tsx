import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { type KeyboardEvent, type Ref, useEffect, useState } from 'react';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { Piece } from './kept.ts';
import classes from './share.module.css';
import { Thumbnail } from './thumbnail.tsx';
import { type FoundPiece, pieceOf, usePieceSearch } from './use-piece-search.ts';

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
  const [entered, setEntered] = useState(false);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { rows, searching, error } = usePieceSearch(search, chosen);
  const typed = search.trim();
  const change = (words: string) => {
    setSearch(words);
    onSearch(words);
    combobox.openDropdown();
  };
  const choose = (value: string) => {
    const row = rows.find(({ id }) => id === value);
    if (row) onChoose(pieceOf(row));
    else if (value === newValue) onChoose({ id: null, title: typed, type: null, shareable: false });
    change('');
    combobox.closeDropdown();
  };
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
      <Combobox.Target withExpandedAttribute>
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
          {rows.map((row) => (
            <Found key={row.id} row={row} />
          ))}
          <Others rows={rows} typed={typed} searching={searching} />
        </Combobox.Options>
        <ProblemNotice error={error} />
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Found({ row }: { row: FoundPiece }) {
  const { id, title, type, currentVersion } = row;
  const notes = [type, currentVersion?.state === 'ready' ? null : 'no file yet'];
  return (
    <Combobox.Option value={id}>
      <span className={classes.option}>
        <Thumbnail url={currentVersion?.thumbnailUrl ?? null} />
        <span>
          {title}
          <span className="mute">{notes.filter((note) => note !== null).map((note) => ` · ${note}`)}</span>
        </span>
      </span>
    </Combobox.Option>
  );
}

/** What is not in the library can still be named; or why nothing is offered. */
function Others({
  rows,
  typed,
  searching,
}: {
  rows: readonly FoundPiece[];
  typed: string;
  searching: boolean;
}) {
  const isKnown = rows.some(({ title }) => title.toLowerCase() === typed.toLowerCase());
  if (typed !== '' && !searching && !isKnown)
    return (
      <Combobox.Option value={newValue}>
        {typed} <span className="mute">· not in the library</span>
      </Combobox.Option>
    );
  if (rows.length > 0) return null;
  return (
    <Combobox.Empty>{searching ? 'Looking…' : 'The library has no other piece for buyers.'}</Combobox.Empty>
  );
}
