import { Checkbox, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { searchWords } from './record-picker.tsx';
import { type Choice, type Refers, useChoices, useNames } from './use-choices.ts';

type RecordChecklistProps = {
  label: string;
  refers: Refers;
  value: readonly string[];
  onChange: (value: string[]) => void;
};

/** Chooses several records: what is chosen stands first, what was typed finds more; Enter takes the first. */
export function RecordChecklist({ label, refers, value, onChange }: RecordChecklistProps) {
  const [search, setSearch] = useState('');
  const { choices, searching } = useChoices(refers, search);
  const nameOf = useNames(value.map((id) => ({ refers, id })));
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(new Map());
  const chosen = value.map((id): Choice => ({ value: id, label: seen.get(id) ?? nameOf(id) }));
  const others = choices.filter((choice) => !value.includes(choice.value));
  const toggle = (choice: Choice) => {
    setSeen(new Map(seen).set(choice.value, choice.label));
    onChange(
      value.includes(choice.value) ? value.filter((id) => id !== choice.value) : [...value, choice.value],
    );
  };
  return (
    <div>
      <TextInput
        size="xs"
        aria-label={searchWords[refers]}
        placeholder={searchWords[refers]}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-autofocus
        onKeyDown={(event) => {
          const [first] = others;
          if (event.key !== 'Enter' || search.trim() === '' || !first || searching) return;
          // Not the form's Enter yet.
          event.preventDefault();
          toggle(first);
          setSearch('');
        }}
      />
      <Stack gap={8} mt={10} mah={220} style={{ overflowY: 'auto' }} role="group" aria-label={label}>
        {[...chosen, ...others].map((choice) => (
          <Checkbox
            key={choice.value}
            size="xs"
            checked={value.includes(choice.value)}
            onChange={() => toggle(choice)}
            label={
              <>
                {choice.label}
                {choice.detail ? <span className="mute"> · {choice.detail}</span> : null}
              </>
            }
          />
        ))}
        {others.length === 0 && !searching ? <span className="mute">Nothing else by that name.</span> : null}
      </Stack>
    </div>
  );
}
