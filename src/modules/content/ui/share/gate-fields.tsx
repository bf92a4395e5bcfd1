import { Checkbox, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import type { EmailGate } from './api-types.ts';
import { dayIn, type Gates } from './gates.ts';
import classes from './share.module.css';

type GateFieldsProps = {
  gates: Gates;
  onChange: (changes: Partial<Gates>) => void;
  /** Without mail no code can be sent. */
  mayVerify: boolean;
  errors: Record<string, string>;
};

const usualSpans = [
  { days: 7, label: 'a week' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
];

/** Who may read, for how long, and what they may do. */
export function GateFields({ gates, onChange, mayVerify, errors }: GateFieldsProps) {
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label="Before it opens"
          value={gates.emailGate}
          error={errors.emailGate}
          onChange={(event) => onChange({ emailGate: emailGateOf(event.currentTarget.value) })}
          data={[
            { value: 'none', label: 'no question' },
            { value: 'ask', label: 'ask for their address' },
            {
              value: 'verify',
              label: mayVerify ? 'send a code to their address' : 'send a code (needs mail to be set up)',
              disabled: !mayVerify,
            },
          ]}
        />
        <LastDay gates={gates} onChange={onChange} error={errors.expiresAt} />
      </div>
      {gates.emailGate === 'none' ? null : <Lists gates={gates} onChange={onChange} errors={errors} />}
      <div className={classes.checks}>
        <Checkbox
          label="May be downloaded"
          checked={gates.mayDownload}
          onChange={(event) => onChange({ mayDownload: event.currentTarget.checked })}
        />
        {gates.mayDownload ? (
          <Checkbox
            label="Their address is written over the download"
            checked={gates.watermark}
            onChange={(event) => onChange({ watermark: event.currentTarget.checked })}
          />
        ) : null}
      </div>
    </>
  );
}

const emailGateOf = (word: string): EmailGate => (word === 'ask' || word === 'verify' ? word : 'none');

function LastDay({
  gates,
  onChange,
  error,
}: Pick<GateFieldsProps, 'gates' | 'onChange'> & { error: string | undefined }) {
  return (
    <div>
      <TextInput
        type="date"
        label="Last day (optional)"
        min={dayIn(0)}
        value={gates.lastDay}
        error={error}
        onChange={(event) => onChange({ lastDay: event.currentTarget.value })}
      />
      <div className={classes.spans}>
        {usualSpans.map(({ days, label }) => (
          <button key={days} type="button" onClick={() => onChange({ lastDay: dayIn(days) })}>
            {label}
          </button>
        ))}
        {gates.lastDay === '' ? null : (
          <button type="button" onClick={() => onChange({ lastDay: '' })}>
            no end
          </button>
        )}
      </div>
    </div>
  );
}

const betweenAddresses = [',', ';', ' '];

function Lists({ gates, onChange, errors }: Pick<GateFieldsProps, 'gates' | 'onChange' | 'errors'>) {
  const field = (key: 'allowed' | 'denied', label: string, placeholder: string) => (
    <TagsInput
      label={label}
      placeholder={gates[key].length === 0 ? placeholder : ''}
      value={gates[key]}
      onChange={(value) => onChange({ [key]: value })}
      splitChars={betweenAddresses}
      acceptValueOnBlur
      error={errorOf(errors, key)}
    />
  );
  return (
    <div className={classes.pair}>
      {field('allowed', 'Only these', 'acme.com, ada@acme.com')}
      {field('denied', 'Never these', 'a competitor’s domain')}
    </div>
  );
}

/** What is wrong with one of a list is told at the list. */
function errorOf(errors: Record<string, string>, key: string): string | undefined {
  return Object.entries(errors).find(([path]) => path === key || path.startsWith(`${key}.`))?.[1];
}
