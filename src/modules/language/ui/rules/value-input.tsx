import { MultiSelect, NumberInput, TagsInput, TextInput } from '@mantine/core';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import type { Rule, RuleField, RuleValue } from '../../rules/contract.ts';
import { valueForm } from './edit-rule.ts';
import classes from './rules.module.css';

export type ValueInputProps = {
  rule: Rule;
  field: RuleField;
  currency: string;
  readOnly: boolean;
  error: string | undefined;
  onChange: (value: RuleValue) => void;
};

const textsOf = (value: RuleValue): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');

const partOf = (value: RuleValue, at: number): string | number | null => {
  const one = Array.isArray(value) ? value[at] : value;
  return typeof one === 'string' || typeof one === 'number' ? one : null;
};

const currencyDigits = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

const suffixes: Partial<Record<RuleField['kind'], string>> = { days: ' days', percent: ' %', seconds: ' s' };

function OneValue(props: ValueInputProps & { at: number; label: string; value: string | number | null }) {
  const { field, currency, readOnly, error, value, label } = props;
  if (field.kind === 'date' || field.kind === 'time')
    return (
      <TextInput
        size="xs"
        type="date"
        className={classes.number}
        aria-label={label}
        value={typeof value === 'string' ? value : ''}
        disabled={readOnly}
        error={error}
        onChange={(event) => change(props, event.currentTarget.value)}
      />
    );
  const factor = field.kind === 'money' ? 10 ** currencyDigits(currency) : 1;
  return (
    <NumberInput
      size="xs"
      className={classes.number}
      aria-label={label}
      value={typeof value === 'number' ? value / factor : ''}
      disabled={readOnly}
      error={error}
      hideControls
      thousandSeparator=","
      prefix={field.kind === 'money' ? `${currency} ` : ''}
      suffix={suffixes[field.kind] ?? ''}
      onChange={(next) =>
        change(props, typeof next === 'number' ? Math.round(next * factor * 1_000) / 1_000 : null)
      }
    />
  );
}

function change(
  { rule, onChange, at }: ValueInputProps & { at: number },
  next: string | number | null,
): void {
  if (rule.operator !== 'between') {
    onChange(next);
    return;
  }
  const pair = [partOf(rule.value, 0), partOf(rule.value, 1)];
  pair[at] = next;
  onChange(pair.map((one) => one ?? ''));
}

function ListValue({ rule, field, readOnly, error, onChange }: ValueInputProps) {
  const value = textsOf(rule.value);
  const shared = {
    'aria-label': `${field.label}: values`,
    className: classes.list ?? '',
    size: 'xs' as const,
    value,
    disabled: readOnly,
    error,
    onChange: (next: string[]) => onChange(next),
  };
  const data = field.options?.map((option) => ({ value: option.value, label: option.label })) ?? [];
  const closed = field.kind !== 'text' && field.kind !== 'option';
  if (closed || (field.kind === 'option' && field.field.includes('.custom.') && data.length > 0)) {
    const strange = value.filter((one) => !data.some((option) => option.value === one));
    return (
      <MultiSelect
        {...shared}
        data={[
          ...data,
          ...strange.map((one) => ({ value: one, label: field.kind === 'ref' ? 'deleted' : one })),
        ]}
        placeholder={value.length === 0 ? 'Choose' : ''}
        searchable
        limit={100}
      />
    );
  }
  return (
    <TagsInput
      {...shared}
      data={data.map((option) => option.value)}
      placeholder={value.length === 0 ? 'Type a word, then Enter' : ''}
      acceptValueOnBlur
      limit={100}
    />
  );
}

/** What a rule compares with: words, names, numbers, amounts, dates, days, yes or no. */
export function ValueInput(props: ValueInputProps) {
  const { rule, field, readOnly, error, onChange } = props;
  const label = `${field.label}: value`;
  switch (valueForm(field, rule.operator)) {
    case 'none':
      return null;
    case 'days':
      return (
        <NumberInput
          size="xs"
          className={classes.number}
          aria-label={`${field.label}: days`}
          value={typeof rule.value === 'number' ? rule.value : ''}
          min={1}
          allowDecimal={false}
          hideControls
          suffix=" days"
          disabled={readOnly}
          error={error}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)}
        />
      );
    case 'boolean':
      return (
        <Segmented
          label={label}
          value={rule.value === false ? 'no' : 'yes'}
          options={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
          onChange={(next) => onChange(next === 'yes')}
        />
      );
    case 'list':
      return <ListValue {...props} />;
    case 'pair':
      return (
        <div className={classes.pair}>
          <OneValue {...props} at={0} label={`${field.label}: from`} value={partOf(rule.value, 0)} />
          <span className="mute">and</span>
          <OneValue
            {...props}
            at={1}
            label={`${field.label}: to`}
            value={partOf(rule.value, 1)}
            error={undefined}
          />
        </div>
      );
    case 'single':
      return <OneValue {...props} at={0} label={label} value={partOf(rule.value, 0)} />;
  }
}
