import { NumberInput } from '@mantine/core';

const digitsOf = (currency: string) =>
  new Intl.NumberFormat(undefined, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
  2;

type AmountFieldProps = {
  label: string;
  currency: string;
  valueMinor: number | null;
  /** The workspace's own, shown while nothing else is set. */
  onChange: (valueMinor: number | null) => void;
  description?: string;
  placeholder?: string;
};

/** Money as people write it; kept in minor units. */
export function AmountField({ currency, valueMinor, onChange, ...rest }: AmountFieldProps) {
  const unit = 10 ** digitsOf(currency);
  return (
    <NumberInput
      {...rest}
      value={valueMinor === null ? '' : valueMinor / unit}
      suffix={` ${currency}`}
      thousandSeparator=" "
      allowNegative={false}
      decimalScale={digitsOf(currency)}
      hideControls
      onChange={(value) => onChange(typeof value === 'number' ? Math.round(value * unit) : null)}
    />
  );
}
