import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { useWorkspace } from '../../../web/session.ts';
import { type FilterClause, type FilterOperator, type ListField, operatorsOf } from '../lists/contract.ts';
import { minorUnits, operatorWords } from './filter-words.ts';
import { RecordChecklist } from './record-checklist.tsx';
import { RecordPicker } from './record-picker.tsx';

type Value = string | number | boolean;
type Draft = { op: FilterOperator; value: Value | undefined; values: Value[] };

type FilterFormProps = {
  field: ListField;
  clause: FilterClause | null;
  onApply: (clause: FilterClause) => void;
};

/** Asks what a field is to be: the question, and the value its kind needs. */
export function FilterForm({ field, clause, onApply }: FilterFormProps) {
  const { currency } = useWorkspace();
  const unit = field.kind === 'money' ? minorUnits(currency) : 1;
  const [draft, setDraft] = useState<Draft>(() => draftOf(field, clause, unit));
  const finished = clauseOf(field, draft, unit);
  const operators = offeredOperators(field, clause);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (finished) onApply(finished);
      }}
    >
      <Stack gap="sm" w={260} maw="80vw">
        <NativeSelect
          aria-label={`${field.label}: which question`}
          size="xs"
          value={draft.op}
          data={operators.map((op) => ({ value: op, label: `${field.label} ${operatorWords[op]}` }))}
          onChange={(event) => {
            const op = operators.find((one) => one === event.currentTarget.value);
            if (op) setDraft({ ...draft, op });
          }}
        />
        <ValueInput field={field} draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
        <Group justify="flex-end">
          <Button type="submit" size="xs" disabled={!finished}>
            Apply
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** "Is" says nothing that "is any of" does not, where one chooses from a list. */
function offeredOperators(field: ListField, clause: FilterClause | null): FilterOperator[] {
  const chooses = field.kind === 'option' || field.kind === 'ref';
  return operatorsOf[field.kind].filter((op) => !(chooses && op === 'equals') || clause?.op === 'equals');
}

const inDays: readonly FilterOperator[] = ['last_days', 'next_days', 'more_than_days_ago'];
const usualDays = 30;

function draftOf(field: ListField, clause: FilterClause | null, unit: number): Draft {
  const first = operatorsOf[field.kind][0] ?? 'equals';
  if (!clause) {
    const value = inDays.includes(first) ? usualDays : field.kind === 'boolean' ? true : undefined;
    return { op: first, value, values: [] };
  }
  const shown = (value: Value) => (field.kind === 'money' ? Number(value) / unit : value);
  return {
    op: clause.op,
    value: clause.value === undefined ? undefined : shown(clause.value),
    values: (clause.values ?? []).map(shown),
  };
}

/** The clause that the draft makes; null as long as something is missing. */
function clauseOf(field: ListField, draft: Draft, unit: number): FilterClause | null {
  const { op } = draft;
  if (op === 'blank' || op === 'not_blank') return { field: field.key, op };
  const scaled = (value: Value) => (field.kind === 'money' ? Math.round(Number(value) * unit) : value);
  const isThere = (value: Value | undefined): value is Value => value !== undefined && value !== '';
  if (op === 'one_of' || op === 'between') {
    const values = draft.values.filter(isThere).map(scaled);
    const enough = op === 'between' ? values.length === 2 : values.length > 0;
    return enough ? { field: field.key, op, values } : null;
  }
  const value = inDays.includes(op) ? Number(draft.value) || undefined : draft.value;
  return isThere(value) ? { field: field.key, op, value: inDays.includes(op) ? value : scaled(value) } : null;
}

type ValueInputProps = { field: ListField; draft: Draft; onChange: (change: Partial<Draft>) => void };

function ValueInput(props: ValueInputProps) {
  const { field, draft, onChange } = props;
  const { op } = draft;
  if (op === 'blank' || op === 'not_blank') return null;
  if (inDays.includes(op)) {
    return (
      <NumberInput
        size="xs"
        aria-label="Days"
        suffix=" days"
        min={1}
        max={3_650}
        allowDecimal={false}
        value={Number(draft.value) || ''}
        onChange={(value) => onChange({ value })}
      />
    );
  }
  if (op === 'between') return <BetweenInput {...props} />;
  if (op === 'one_of') return <OneOfInput {...props} />;
  if (field.kind === 'ref' && field.refers) {
    return (
      <RecordPicker
        aria-label={field.label}
        size="xs"
        inPopover
        refers={field.refers}
        value={typeof draft.value === 'string' ? draft.value : null}
        onChange={(value) => onChange({ value: value ?? undefined })}
      />
    );
  }
  if (field.kind === 'boolean') {
    return (
      <Segmented
        label={field.label}
        value={draft.value === false || draft.value === 'false' ? 'no' : 'yes'}
        onChange={(value) => onChange({ value: value === 'yes' })}
        options={[
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
      />
    );
  }
  if (field.kind === 'option') {
    return (
      <NativeSelect
        size="xs"
        aria-label={field.label}
        value={String(draft.value ?? '')}
        data={[{ value: '', label: 'Choose' }, ...(field.options ?? [])]}
        onChange={(event) => onChange({ value: event.currentTarget.value })}
      />
    );
  }
  return (
    <ScalarInput
      field={field}
      label={field.label}
      value={draft.value}
      onChange={(value) => onChange({ value })}
    />
  );
}

function BetweenInput({ field, draft, onChange }: ValueInputProps) {
  const [from, to] = draft.values;
  return (
    <Group gap="sm" grow>
      <ScalarInput
        field={field}
        label="From"
        value={from}
        onChange={(value) => onChange({ values: [value, to ?? ''] })}
      />
      <ScalarInput
        field={field}
        label="To"
        value={to}
        onChange={(value) => onChange({ values: [from ?? '', value] })}
      />
    </Group>
  );
}

function OneOfInput({ field, draft, onChange }: ValueInputProps) {
  const values = draft.values.map(String);
  if (field.kind === 'ref' && field.refers) {
    return (
      <RecordChecklist
        label={field.label}
        refers={field.refers}
        value={values}
        onChange={(next) => onChange({ values: next })}
      />
    );
  }
  if (field.options) {
    return (
      <Checkbox.Group
        aria-label={field.label}
        value={values}
        onChange={(next) => onChange({ values: [...next] })}
      >
        <Stack gap={8} mah={260} style={{ overflowY: 'auto' }}>
          {field.options.map((option) => (
            <Checkbox key={option.value} size="xs" value={option.value} label={option.label} />
          ))}
        </Stack>
      </Checkbox.Group>
    );
  }
  return (
    <TagsInput
      size="xs"
      aria-label={field.label}
      placeholder={values.length === 0 ? 'Type, then Enter' : ''}
      value={values}
      onChange={(next) => onChange({ values: next })}
      acceptValueOnBlur
    />
  );
}

type ScalarInputProps = {
  field: ListField;
  label: string;
  value: Value | undefined;
  onChange: (value: Value) => void;
};

function ScalarInput({ field, label, value, onChange }: ScalarInputProps) {
  const { currency } = useWorkspace();
  if (field.kind === 'number' || field.kind === 'money') {
    return (
      <NumberInput
        size="xs"
        aria-label={label}
        placeholder={label}
        value={value === undefined || value === '' ? '' : Number(value)}
        onChange={onChange}
        thousandSeparator=","
        rightSection={field.kind === 'money' ? <span className="mute">{currency}</span> : null}
        rightSectionWidth={field.kind === 'money' ? 44 : 0}
        hideControls
      />
    );
  }
  const type = field.kind === 'date' || field.kind === 'time' ? 'date' : 'text';
  return (
    <TextInput
      size="xs"
      type={type}
      aria-label={label}
      placeholder={label}
      value={String(value ?? '').slice(0, type === 'date' ? 10 : undefined)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
