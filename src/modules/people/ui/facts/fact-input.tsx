import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import type { CustomValue } from '../api-types.ts';
import { minorUnits } from '../filter-words.ts';
import { RecordPicker } from '../record-picker.tsx';
import type { Fact } from './fact.ts';

type FactInputProps<Changes> = {
  fact: Fact<Changes>;
  value: CustomValue;
  onChange: (value: CustomValue) => void;
  error?: string | undefined;
};

/** The input that a field's kind asks for. */
export function FactInput<Changes>({ fact, value, onChange, error }: FactInputProps<Changes>) {
  const common = { size: 'xs' as const, 'aria-label': fact.label, error, 'data-autofocus': true };
  if (fact.kind === 'ref' && fact.refers) {
    return (
      <RecordPicker
        refers={fact.refers}
        aria-label={fact.label}
        size="xs"
        autoFocus
        known={fact.known ?? null}
        value={typeof value === 'string' ? value : null}
        onChange={(next) => onChange(next)}
        error={error}
      />
    );
  }
  if (fact.kind === 'number' || fact.kind === 'money') {
    const unit = fact.kind === 'money' && fact.currency ? minorUnits(fact.currency) : 1;
    return (
      <NumberInput
        {...common}
        hideControls
        autoFocus
        thousandSeparator=","
        value={typeof value === 'number' ? value / unit : ''}
        onChange={(next) => onChange(next === '' ? null : Math.round(Number(next) * unit * 1e6) / 1e6)}
        rightSection={
          fact.currency && fact.kind === 'money' ? <span className="mute">{fact.currency}</span> : null
        }
        rightSectionWidth={44}
      />
    );
  }
  if (fact.kind === 'boolean' || fact.options) {
    const data =
      fact.kind === 'boolean'
        ? [
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ]
        : (fact.options ?? []);
    return (
      <NativeSelect
        {...common}
        autoFocus
        value={String(value ?? '')}
        data={[{ value: '', label: '–' }, ...data]}
        onChange={(event) => {
          const next = event.currentTarget.value;
          if (next === '') onChange(null);
          else onChange(fact.kind === 'boolean' ? next === 'true' : next);
        }}
      />
    );
  }
  if (fact.long) {
    return (
      <Textarea
        {...common}
        autoFocus
        autosize
        minRows={3}
        maxRows={12}
        value={String(value ?? '')}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const isDay = fact.kind === 'date' || fact.kind === 'time';
  return (
    <TextInput
      {...common}
      autoFocus
      type={isDay ? 'date' : 'text'}
      value={isDay ? dayOf(value) : String(value ?? '')}
      onChange={(event) =>
        onChange(isDay ? ofDay(event.currentTarget.value, fact.kind) : event.currentTarget.value)
      }
    />
  );
}

/** A time as the reader's day. */
function dayOf(value: CustomValue): string {
  if (typeof value !== 'string' || value === '') return '';
  if (value.length === 10) return value;
  const at = new Date(value);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A day chosen for a time is its noon: the same day in most zones. */
function ofDay(text: string, kind: 'date' | 'time' | string): string | null {
  if (text === '') return null;
  return kind === 'time' ? new Date(`${text}T12:00:00`).toISOString() : text;
}
