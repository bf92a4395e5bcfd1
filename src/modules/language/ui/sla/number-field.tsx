import { NumberInput } from '@mantine/core';

type NumberFieldProps = {
  label: string;
  unit: string;
  value: number | null;
  /** Left empty: promises nothing. Without it an empty field keeps its last number. */
  onChange: (value: number | null) => void;
  placeholder?: string;
  min?: number;
  max?: number;
  decimals?: boolean;
  description?: string;
  error?: string | undefined;
  disabled: boolean;
};

/** A number of a promise with its unit behind it. */
export function NumberField({ unit, value, onChange, decimals = false, ...rest }: NumberFieldProps) {
  return (
    <NumberInput
      {...rest}
      value={value ?? ''}
      suffix={` ${unit}`}
      allowDecimal={decimals}
      allowNegative={(rest.min ?? 0) < 0}
      decimalScale={2}
      hideControls
      clampBehavior="none"
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}
