import { useId } from 'react';
import classes from './parts.module.css';

type Option<Value extends string> = { value: Value; label: string; tone?: 'marketing' | 'sales' | 'shared' };

type SegmentedProps<Value extends string> = {
  /** What is being chosen, for screen readers: "Lens". */
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly Option<Value>[];
};

/** A few ways of seeing the same, one at a time; the arrow keys walk through them. */
export function Segmented<Value extends string>({ label, value, onChange, options }: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset className={classes.segmented}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={classes.segment} data-tone={option.tone}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
