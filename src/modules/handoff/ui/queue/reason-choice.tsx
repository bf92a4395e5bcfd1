import { type KeyboardEvent, useEffect, useRef } from 'react';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import classes from './dialogs.module.css';
import type { RejectReason } from './use-reject-reasons.ts';

type ReasonChoiceProps = {
  reasons: readonly RejectReason[];
  value: string;
  onChange: (key: string) => void;
  /** A number was pressed: on to the next field. */
  onPicked: () => void;
  definition: string | null;
};

const numbered = 9;

/** The agreed reasons, each with its number: a key picks it. */
export function ReasonChoice({ reasons, value, onChange, onPicked, definition }: ReasonChoiceProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const count = reasons.length;
  useEffect(() => {
    if (count === 0) return;
    const inputs = box.current?.querySelectorAll<HTMLInputElement>('input');
    const checked = [...(inputs ?? [])].find((input) => input.checked);
    (checked ?? inputs?.[0])?.focus();
  }, [count]);
  const onKeyDown = (event: KeyboardEvent) => {
    const reason = /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined;
    if (!reason || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    onChange(reason.key);
    onPicked();
  };
  return (
    <fieldset ref={box} className={classes.reasons} data-brief onKeyDown={onKeyDown}>
      <legend>
        {definition ? <DefinedTerm term={definition}>Why?</DefinedTerm> : 'Why?'}{' '}
        <span className="mute">a number picks</span>
      </legend>
      {reasons.map((reason, place) => (
        <label key={reason.key} className={classes.reason} title={reason.meaning}>
          <input
            type="radio"
            name="reject-reason"
            value={reason.key}
            checked={value === reason.key}
            onChange={() => onChange(reason.key)}
          />
          <span className={classes.number} aria-hidden="true">
            {place < numbered ? place + 1 : ''}
          </span>
          <span>
            <strong>{reason.label}</strong>
            <span className={classes.meaning}>
              {reason.meaning}{' '}
              {reason.againAfterDays === null
                ? 'Not to be offered again.'
                : `May be offered again after ${reason.againAfterDays} days.`}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
