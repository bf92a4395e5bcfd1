import { Select } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Mapping } from '../mapping/contract.ts';
import classes from './columns.module.css';
import { longList } from './long-list.ts';
import type { Slot } from './mapping-places.ts';
import {
  asOther,
  leaveOut,
  placeLabel,
  placeValue,
  recordTitleOf,
  type TargetGroup,
} from './mapping-targets.ts';

type TargetPickerProps = {
  heading: string;
  mapping: Mapping;
  /** Where the column's values go now; null: nowhere. */
  slot: Slot | null;
  groups: readonly TargetGroup[];
  isException: boolean;
  /** Adds a place to those the column has. */
  isAlso?: boolean;
  onChoose: (value: string) => void;
  /** The reader has turned away from it. */
  onLeave?: () => void;
};

/**
 * What a column becomes. A button until it is pressed: a list of over a hundred places for each of hundreds of columns
 * would take seconds to draw.
 */
export function TargetPicker(props: TargetPickerProps) {
  const { heading, slot, isAlso } = props;
  const [opened, setOpened] = useState(isAlso ?? false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpened = useRef(false);
  useEffect(() => {
    if (wasOpened.current && !opened) button.current?.focus();
    wasOpened.current = opened;
  }, [opened]);
  const choices = choicesOf(props);
  if (opened) {
    return (
      <OpenPicker
        {...props}
        choices={choices}
        onClose={() => {
          if (!isAlso) setOpened(false);
          props.onLeave?.();
        }}
      />
    );
  }
  return (
    <button
      ref={button}
      type="button"
      className={classes.pick}
      data-unplaced={slot === null || undefined}
      aria-haspopup="listbox"
      aria-label={`${heading} becomes: ${choices.label}`}
      onClick={() => setOpened(true)}
    >
      {choices.label}
    </button>
  );
}

type Choices = { value: string; label: string; plain: { value: string; label: string }[] };

function choicesOf({ mapping, slot, groups, isException }: TargetPickerProps): Choices {
  const hasOthers = typeof mapping.otherColumns !== 'string';
  const plain = [
    ...(hasOthers ? [{ value: asOther, label: 'Custom field, like the others' }] : []),
    { value: leaveOut, label: 'Leave out' },
  ];
  if (!slot) {
    const value = hasOthers && !isException ? asOther : leaveOut;
    return { value, label: plain.find((each) => each.value === value)?.label ?? '', plain };
  }
  const value = placeValue(slot);
  const label = `${recordTitleOf(mapping, slot.record)} · ${slot.target.startsWith('custom.') ? 'Custom field' : placeLabel(mapping, slot)}`;
  const isListed = groups.some((group) => group.items.some((item) => item.value === value));
  return { value, label, plain: isListed ? plain : [...plain, { value, label }] };
}

function OpenPicker(props: TargetPickerProps & { choices: Choices; onClose: () => void }) {
  const { heading, groups, isAlso, choices, onChoose, onClose } = props;
  // Drawn once more, because only then the input knows the list it has opened and can tell a screen reader.
  const [, setIsListKnown] = useState(false);
  useEffect(() => setIsListKnown(true), []);
  const data = [
    ...(isAlso ? [] : choices.plain),
    ...groups.map(({ group, items }) => ({
      group,
      items: items.map((item) => ({ value: item.value, label: `${group} · ${item.label}` })),
    })),
  ];
  return (
    <Select
      aria-label={isAlso ? `What ${heading} becomes as well` : `What ${heading} becomes`}
      size="xs"
      data={data}
      // None, so that typing begins a search; what it is now stands in the placeholder.
      value={null}
      placeholder={isAlso ? 'as well …' : choices.label}
      onChange={(next) => {
        if (next !== null && next !== choices.value) onChoose(next);
      }}
      onDropdownClose={onClose}
      renderOption={({ option }) => option.label.split(' · ').at(-1) ?? option.label}
      searchable
      defaultDropdownOpened
      selectFirstOptionOnChange
      allowDeselect={false}
      comboboxProps={{ width: 300, position: 'bottom-start', withinPortal: false }}
      {...longList}
      autoFocus
    />
  );
}
