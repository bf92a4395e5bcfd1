import { Combobox, useCombobox } from '@mantine/core';
import { type ReactNode, useState } from 'react';

type SearchMenuProps = {
  /** What is chosen, for screen readers: "Filter by". */
  label: string;
  options: readonly { value: string; label: string }[];
  onPick: (value: string) => void;
  /** The button; gets what opens the menu. */
  children: (button: { onClick: () => void; 'aria-expanded': boolean }) => ReactNode;
};

/** A menu long enough to need a search field: type, arrow, Enter. */
export function SearchMenu({ label, options, onPick, children }: SearchMenuProps) {
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch('');
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const wanted = search.trim().toLowerCase();
  const shown = options.filter((option) => option.label.toLowerCase().includes(wanted));
  return (
    <Combobox
      store={combobox}
      width={240}
      position="bottom-start"
      shadow="md"
      withinPortal
      onOptionSubmit={(value) => {
        combobox.closeDropdown();
        onPick(value);
      }}
    >
      <Combobox.Target withAriaAttributes={false} withKeyboardNavigation={false}>
        {children({ onClick: () => combobox.toggleDropdown(), 'aria-expanded': combobox.dropdownOpened })}
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
          placeholder={label}
          aria-label={label}
        />
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }}>
          {shown.map((option) => (
            <Combobox.Option key={option.value} value={option.value}>
              {option.label}
            </Combobox.Option>
          ))}
          {shown.length === 0 ? <Combobox.Empty>No such field</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
