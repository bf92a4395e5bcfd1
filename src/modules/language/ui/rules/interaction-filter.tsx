import { ActionIcon, Button, Menu, MultiSelect, NumberInput, TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { InteractionFilter } from '../../rules/contract.ts';
import classes from './rules.module.css';
import type { Catalogue, Choice } from './use-rule-catalogue.ts';

type FilterProps = {
  value: InteractionFilter;
  catalogue: Catalogue;
  readOnly: boolean;
  /** By the name of the condition: `campaignIds`. */
  errorOf: (name: string) => string | undefined;
  onChange: (value: InteractionFilter) => void;
};

type ListName =
  | 'types'
  | 'kinds'
  | 'directions'
  | 'channels'
  | 'campaignIds'
  | 'assetIds'
  | 'assetTypes'
  | 'topics'
  | 'pages';
type Condition = {
  name: ListName;
  label: string;
  free?: true;
  choices: (catalogue: Catalogue) => readonly Choice[];
};

const kinds = [
  { value: 'content', label: 'With content' },
  { value: 'person', label: 'With a person' },
];
const directions = [
  { value: 'inbound', label: 'From them' },
  { value: 'outbound', label: 'From us' },
];

const conditions: readonly Condition[] = [
  { name: 'types', label: 'Types', free: true, choices: ({ interactions }) => interactions.types },
  { name: 'pages', label: 'Pages with', free: true, choices: () => [] },
  { name: 'assetIds', label: 'Content', choices: ({ interactions }) => interactions.assets },
  {
    name: 'assetTypes',
    label: 'Kinds of content',
    free: true,
    choices: ({ interactions }) => interactions.assetTypes,
  },
  { name: 'campaignIds', label: 'Campaigns', choices: ({ interactions }) => interactions.campaigns },
  { name: 'channels', label: 'Channels', free: true, choices: ({ interactions }) => interactions.channels },
  { name: 'topics', label: 'Topics', free: true, choices: ({ interactions }) => interactions.topics },
  { name: 'kinds', label: 'With whom', choices: () => kinds },
  { name: 'directions', label: 'From whom', choices: () => directions },
];

const without = (filter: InteractionFilter, name: keyof InteractionFilter): InteractionFilter => {
  const { [name]: _, ...rest } = filter;
  return rest;
};

function withList(filter: InteractionFilter, name: ListName, list: string[]): InteractionFilter {
  const rest = without(filter, name);
  if (name === 'kinds')
    return { ...rest, kinds: list.filter((one) => one === 'content' || one === 'person') };
  if (name === 'directions')
    return { ...rest, directions: list.filter((one) => one === 'inbound' || one === 'outbound') };
  return { ...rest, [name]: list };
}

function ListCondition({ condition, ...props }: FilterProps & { condition: Condition }) {
  const { value, catalogue, readOnly, errorOf, onChange } = props;
  const { name, label } = condition;
  const chosen = value[name] ?? [];
  const choices = condition.choices(catalogue);
  const shared = {
    'aria-label': label,
    className: classes.conditionValue ?? '',
    size: 'xs' as const,
    value: [...chosen],
    disabled: readOnly,
    error: errorOf(name),
    onChange: (next: string[]) => onChange(withList(value, name, next)),
  };
  // A type not seen yet may be named all the same; what has an id is picked.
  const strange = chosen.filter((one) => !choices.some((choice) => choice.value === one));
  const data = [
    ...choices.map((choice) => ({ value: choice.value, label: choice.label })),
    ...strange.map((one) => ({ value: one, label: name.endsWith('Ids') ? 'deleted' : one })),
  ];
  return condition.free && name !== 'types' ? (
    <TagsInput
      {...shared}
      data={choices.map((choice) => choice.value)}
      placeholder={chosen.length ? '' : 'Type, then Enter'}
      acceptValueOnBlur
      limit={100}
    />
  ) : (
    <MultiSelect {...shared} data={data} searchable limit={100} placeholder={chosen.length ? '' : 'Choose'} />
  );
}

function NumberCondition(
  props: FilterProps & {
    name: 'withinDays' | 'completionAtLeast';
    label: string;
    suffix: string;
    most: number;
  },
) {
  const { value, name, label, suffix, most, readOnly, errorOf, onChange } = props;
  // Emptied to type another number: what was there holds until one is typed, or comes back.
  const [isEmpty, setIsEmpty] = useState(false);
  return (
    <NumberInput
      aria-label={label}
      size="xs"
      className={classes.number}
      value={isEmpty ? '' : (value[name] ?? '')}
      onBlur={() => setIsEmpty(false)}
      min={1}
      max={most}
      allowDecimal={false}
      hideControls
      suffix={suffix}
      disabled={readOnly}
      error={errorOf(name)}
      onChange={(next) => {
        setIsEmpty(typeof next !== 'number');
        if (typeof next === 'number') onChange({ ...value, [name]: next });
      }}
    />
  );
}

/** Which interactions are meant: what was chosen stands one below the other, the rest waits behind "Narrow down". */
export function InteractionFilterInput(props: FilterProps) {
  const { value, readOnly, onChange } = props;
  const set = conditions.filter(({ name }) => value[name] !== undefined);
  const numbers = [
    { name: 'completionAtLeast' as const, label: 'Seen to at least', suffix: ' %', most: 100, start: 80 },
    { name: 'withinDays' as const, label: 'In the last', suffix: ' days', most: 3_650, start: 30 },
  ];
  const missing = [
    ...conditions
      .filter(({ name }) => value[name] === undefined)
      .map(({ name, label }) => ({ name, label, start: [] as string[] | number })),
    ...numbers.filter(({ name }) => value[name] === undefined),
  ];
  const line = (name: keyof InteractionFilter, label: string, input: React.ReactNode) => (
    <div key={name} className={classes.condition}>
      <span className={classes.conditionLabel}>{label}</span>
      {input}
      {!readOnly && (
        <ActionIcon
          size="sm"
          variant="subtle"
          aria-label={`Leave out: ${label}`}
          onClick={() => onChange(without(value, name))}
        >
          ×
        </ActionIcon>
      )}
    </div>
  );
  return (
    <div className={classes.filter}>
      {set.length === 0 && <p className={classes.anything}>Any interaction, besides what we only sent.</p>}
      {set.map((condition) =>
        line(condition.name, condition.label, <ListCondition {...props} condition={condition} />),
      )}
      {numbers.map((number) =>
        value[number.name] === undefined
          ? null
          : line(number.name, number.label, <NumberCondition {...props} {...number} />),
      )}
      {!readOnly && missing.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="compact-xs" variant="subtle" className={classes.add}>
              + Narrow down
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {missing.map(({ name, label, start }) => (
              <Menu.Item key={name} onClick={() => onChange({ ...value, [name]: start })}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
