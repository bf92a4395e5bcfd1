import { Checkbox, Stack, TextInput } from '@mantine/core';
import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AddFilter, FilterChip } from './filter-chips.tsx';
import classes from './filter-forms.module.css';
import { formatCount } from './money.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** Of each field the values that are wanted, as it stands in the address. */
export type FieldFilter = Readonly<Record<string, string | string[]>>;

type Field = { key: string; label: string };

/** A value that a field has somewhere, and how many have it where that is known. */
type FieldValue = { key: string; label: string; count?: number };

/** What asks for the values there are of a field, under all the other filters. */
type ValuesQuery<Answer, Failure> = (
  field: string,
  others: FieldFilter,
) => UseQueryOptions<Answer, Failure, FieldValue[]>;

type FieldFiltersProps<One extends Field, Answer, Failure> = {
  fields: readonly One[];
  filter: FieldFilter;
  /** Undefined where nothing is filtered any more. */
  onChange: (filter: Record<string, string | string[]> | undefined) => void;
  valuesQuery: ValuesQuery<Answer, Failure>;
  /** Shown whether they are set or not; every other field is a press away. */
  alwaysShown?: readonly string[];
  /** Whether the address holds ids of this field, whose names have to be asked for. */
  needsNames?: (key: string) => boolean;
  /** How a field is called where one is added. */
  labelToAdd?: (field: One) => string;
};

/** A chip for each field that is filtered by, and a button to filter by another. */
export function FieldFilters<One extends Field, Answer, Failure>(
  props: FieldFiltersProps<One, Answer, Failure>,
) {
  const { fields, filter, onChange, valuesQuery, alwaysShown = [] } = props;
  const { needsNames = () => true, labelToAdd = ({ label }) => label } = props;
  const [added, setAdded] = useState<string[]>([]);
  const shown = fields.filter(({ key }) => alwaysShown.includes(key) || key in filter || added.includes(key));
  return (
    <>
      {shown.map((field) => {
        const { [field.key]: own = [], ...others } = filter;
        return (
          <FieldChip
            key={field.key}
            field={field}
            values={[own].flat()}
            query={valuesQuery(field.key, others)}
            needsNames={needsNames(field.key)}
            isNew={added.includes(field.key)}
            onChange={(values) => {
              const [first] = values;
              const next =
                first === undefined
                  ? others
                  : { ...others, [field.key]: values.length === 1 ? first : [...values] };
              onChange(Object.keys(next).length === 0 ? undefined : next);
            }}
          />
        );
      })}
      <AddFilter
        options={fields
          .filter((field) => !shown.includes(field))
          .map((field) => ({ value: field.key, label: labelToAdd(field) }))}
        onAdd={(key) => setAdded((now) => [...now, key])}
      />
    </>
  );
}

type FieldFormProps<Answer, Failure> = {
  field: Field;
  values: readonly string[];
  query: UseQueryOptions<Answer, Failure, FieldValue[]>;
  onChange: (values: readonly string[]) => void;
};

type FieldChipProps<Answer, Failure> = FieldFormProps<Answer, Failure> & {
  needsNames: boolean;
  isNew: boolean;
};

function FieldChip<Answer, Failure>(props: FieldChipProps<Answer, Failure>) {
  const { needsNames, isNew, ...form } = props;
  const { field, values, query, onChange } = form;
  const named = useQuery({ ...query, enabled: needsNames && values.length > 0 });
  const isWaiting = needsNames && named.isPending;
  const nameOf = (value: string) => {
    const known = named.data?.find(({ key }) => key === value)?.label;
    return known ?? (isWaiting ? '…' : value === '' ? '(none)' : value);
  };
  const [first, ...more] = values.map(nameOf);
  const text = first === undefined ? 'all' : more.length === 0 ? first : `${first} + ${more.length}`;
  return (
    <FilterChip
      label={field.label}
      value={text}
      defaultOpened={isNew}
      {...(values.length > 0 ? { onClear: () => onChange([]) } : {})}
    >
      {() => <FieldForm {...form} />}
    </FilterChip>
  );
}

const shownValues = 60;

function FieldForm<Answer, Failure>(props: FieldFormProps<Answer, Failure>) {
  const { field, values, query, onChange } = props;
  const [search, setSearch] = useState('');
  const asked = useQuery(query);
  const wanted = search.trim().toLowerCase();
  const matching = asked.data?.filter(({ label }) => label.toLowerCase().includes(wanted)) ?? [];
  const toggle = (key: string, isOn: boolean) =>
    onChange(isOn ? [...values, key] : values.filter((value) => value !== key));
  return (
    <Stack gap="sm" miw={240} maw={340}>
      <TextInput
        aria-label={`Search ${field.label}`}
        placeholder={`Search ${field.label.toLowerCase()}`}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-autofocus
      />
      <ProblemNotice error={asked.error} onRetry={() => void asked.refetch()} />
      <div className={classes.values}>
        {asked.isPending ? <p className="mute">Reading…</p> : null}
        {asked.data && matching.length === 0 ? <p className="mute">Nothing by that name.</p> : null}
        {matching.slice(0, shownValues).map(({ key, label, count }) => (
          <Checkbox
            key={key}
            checked={values.includes(key)}
            onChange={(event) => toggle(key, event.currentTarget.checked)}
            label={
              <span className={classes.value}>
                <span>{label === '' ? '(none)' : label}</span>
                {count === undefined ? null : <span className="mute">{formatCount(count)}</span>}
              </span>
            }
          />
        ))}
        {matching.length > shownValues ? (
          <p className="mute">And {formatCount(matching.length - shownValues)} more: search for them.</p>
        ) : null}
      </div>
    </Stack>
  );
}
