import { Button, NativeSelect, Select, TextInput } from '@mantine/core';
import { memo, useState } from 'react';
import { formatShare } from '../../../web/parts/money.tsx';
import { type CustomType, customTypes, type Mapping } from '../mapping/contract.ts';
import columnClasses from './columns.module.css';
import classes from './import.module.css';
import type { ColumnView } from './import-view.ts';
import { longList } from './long-list.ts';
import type { Place, Slot } from './mapping-places.ts';
import {
  asOther,
  leaveOut,
  placeLabel,
  placeValue,
  recordTitleOf,
  type TargetGroup,
} from './mapping-targets.ts';
import { TargetPicker } from './target-picker.tsx';
import { counted } from './words.ts';

export type ColumnEdit =
  | { kind: 'choose'; value: string; type: CustomType; instead: Place | null }
  | { kind: 'remove'; place: Place }
  | { kind: 'custom'; place: Place; change: { type?: CustomType; label?: string } }
  | { kind: 'since'; record: string; column: string };

type ColumnRowProps = {
  column: ColumnView;
  mapping: Mapping;
  slots: Slot[];
  isException: boolean;
  isCondition: boolean;
  groups: TargetGroup[];
  headings: string[];
  problems: string[];
  refused: number;
  onEdit: (heading: string, edit: ColumnEdit) => void;
};

function ColumnRowShown(props: ColumnRowProps) {
  const { column, mapping, slots, problems, refused, onEdit } = props;
  const [adding, setAdding] = useState(false);
  const [first, ...others] = slots;
  const said = [
    ...problems,
    ...doubtsAbout(column),
    ...(refused > 0
      ? [`${counted(refused, 'of the first rows', 'of the first rows')} would be refused for it.`]
      : []),
  ];
  const onAlso = (value: string) => {
    setAdding(false);
    if (value !== leaveOut && value !== asOther)
      onEdit(column.heading, { kind: 'choose', value, type: typeOf(column), instead: null });
  };
  return (
    <tr data-unplaced={slots.length === 0 || undefined}>
      <th scope="row">
        <span className={columnClasses.heading}>{column.heading || '(no heading)'}</span>
        <span className={columnClasses.lookNote}>{lookNote(column)}</span>
      </th>
      <td className={columnClasses.samples}>
        <Samples column={column} />
      </td>
      <td className={columnClasses.becomes}>
        <TargetPicker
          heading={column.heading}
          mapping={mapping}
          groups={props.groups}
          isException={props.isException}
          slot={first ?? null}
          onChoose={(value) =>
            onEdit(column.heading, { kind: 'choose', value, type: typeOf(column), instead: first ?? null })
          }
        />
        {first ? <SlotDetails {...props} slot={first} /> : null}
        {others.map((slot) => (
          <div key={placeValue(slot)} className={columnClasses.also}>
            <span>
              and {recordTitleOf(mapping, slot.record)} · {placeLabel(mapping, slot)}
            </span>
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={`Take ${column.heading} out of ${placeLabel(mapping, slot)}`}
              onClick={() => onEdit(column.heading, { kind: 'remove', place: slot })}
            >
              ×
            </Button>
          </div>
        ))}
        {props.isCondition ? (
          <span className={columnClasses.lookNote}>decides which rows or values count</span>
        ) : null}
        {said.map((message) => (
          <span
            key={message}
            className={classes.said}
            role={problems.includes(message) ? 'alert' : undefined}
          >
            {message}
          </span>
        ))}
        {adding ? (
          <TargetPicker
            heading={column.heading}
            mapping={mapping}
            groups={props.groups}
            isException={props.isException}
            slot={null}
            isAlso
            onChoose={onAlso}
            onLeave={() => setAdding(false)}
          />
        ) : first ? (
          <Button
            variant="subtle"
            size="compact-xs"
            className={`${columnClasses.alsoButton} ${columnClasses.quietButton}`}
            onClick={() => setAdding(true)}
          >
            and also …
          </Button>
        ) : (
          <Suggested {...props} />
        )}
      </td>
    </tr>
  );
}

/** Drawn again only for what it shows: a file may have hundreds of columns. */
export const ColumnRow = memo(ColumnRowShown, (before, after) => signatureOf(before) === signatureOf(after));

function signatureOf(props: ColumnRowProps): string {
  const { slots, mapping, isException, isCondition, problems, refused, column } = props;
  const details = slots.map((slot) => {
    const record = mapping.records[slot.record];
    return [
      slot,
      record?.custom[slot.target.slice('custom.'.length)],
      slot.target.startsWith('lifecycle') ? record?.lifecycle : null,
    ];
  });
  return JSON.stringify([
    column,
    details,
    isException,
    isCondition,
    problems,
    refused,
    typeof mapping.otherColumns,
    props.groups,
  ]);
}

function Samples({ column }: { column: ColumnView }) {
  if (column.samples.length === 0) return <span className="mute">blank</span>;
  return (
    <ul>
      {column.samples.slice(0, 3).map((sample) => (
        <li key={sample} title={sample}>
          {sample}
        </li>
      ))}
    </ul>
  );
}

const looks: Record<ColumnView['looksLike'], string> = {
  text: 'text',
  email: 'e-mail addresses',
  number: 'numbers',
  date: 'dates',
  boolean: 'yes or no',
  option: 'a few options',
  id: 'ids',
  blank: 'nothing in it',
};

function lookNote(column: ColumnView): string {
  const look = looks[column.looksLike];
  if (column.blank === 0 || column.looksLike === 'blank') return look;
  return `${look}, ${column.blank < 0.01 ? 'under 1 %' : formatShare(column.blank)} blank`;
}

/** What is odd about a column; that it is blank is said beside its heading already. */
export function doubtsAbout(column: ColumnView): string[] {
  return column.looksLike === 'blank' ? [] : column.problems;
}

function typeOf(column: ColumnView): CustomType {
  return customTypes.find((type) => type === column.looksLike) ?? 'text';
}

const typeLabels: Record<CustomType, string> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  boolean: 'Yes or no',
  option: 'Option',
};

function SlotDetails({ column, mapping, slot, headings, onEdit }: ColumnRowProps & { slot: Slot }) {
  const record = mapping.records[slot.record];
  if (!record) return null;
  if (slot.target.startsWith('custom.')) {
    const given = record.custom[slot.target.slice('custom.'.length)];
    const type = typeof given === 'object' ? given.type : 'text';
    return (
      <div className={columnClasses.details}>
        <NativeSelect
          size="xs"
          aria-label={`Type of the custom field for ${column.heading}`}
          data={customTypes.map((each) => ({ value: each, label: typeLabels[each] }))}
          value={type}
          onChange={(event) => {
            const chosen = customTypes.find((each) => each === event.currentTarget.value);
            if (chosen) onEdit(column.heading, { kind: 'custom', place: slot, change: { type: chosen } });
          }}
        />
        <TextInput
          size="xs"
          aria-label={`Name of the custom field for ${column.heading}`}
          value={placeLabel(mapping, slot)}
          maxLength={200}
          onChange={(event) =>
            onEdit(column.heading, {
              kind: 'custom',
              place: slot,
              change: { label: event.currentTarget.value },
            })
          }
        />
      </div>
    );
  }
  if (slot.target === 'lifecycle.stage') {
    const given = record.lifecycle?.at;
    const at = typeof given === 'object' && 'column' in given ? given.column : given;
    return (
      <Select
        size="xs"
        label="In that stage since"
        data={[...new Set(headings)]}
        value={typeof at === 'string' ? at : null}
        placeholder={typeof at === 'string' ? undefined : 'as the mapping says'}
        allowDeselect={false}
        searchable
        {...longList}
        onChange={(value) =>
          value && onEdit(column.heading, { kind: 'since', record: slot.record, column: value })
        }
      />
    );
  }
  const shared = slot.columns.filter((name) => name !== column.heading);
  if (shared.length === 0) return null;
  return (
    <span className={columnClasses.lookNote}>the first that is not blank of {slot.columns.join(', ')}</span>
  );
}

function Suggested({ column, groups, onEdit }: ColumnRowProps) {
  const { suggestion } = column;
  if (!suggestion) return null;
  const wanted = `${suggestion.record}|${suggestion.target}`;
  const fits = (value: string) => value === wanted || value.startsWith(`${wanted}.`);
  const group = groups.find((each) => each.items.some((item) => fits(item.value)));
  const option = group?.items.find((item) => fits(item.value));
  if (!group || !option) return null;
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      className={columnClasses.alsoButton}
      onClick={() =>
        onEdit(column.heading, { kind: 'choose', value: option.value, type: typeOf(column), instead: null })
      }
    >
      Suggested: {group.group} · {option.label}
    </Button>
  );
}
