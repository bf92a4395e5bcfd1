import { Radio, Stack } from '@mantine/core';
import { PeriodForm } from '../../../../web/parts/period-form.tsx';

type Period = 'quarters' | 'all' | 'custom';
type Basis = 'result' | 'touch';

type Changes = {
  period?: Period | undefined;
  from?: string | undefined;
  to?: string | undefined;
  basis?: Basis | undefined;
};

type Props = {
  period: Period;
  /** As it was answered; undefined until it was. */
  range: { from: string | null; to: string | null } | undefined;
  /** What has to lie in the period; left out where only results can. */
  basis?: Basis;
  onChange: (changes: Changes) => void;
};

const presets = [
  ['quarters', 'Last four quarters and this one'],
  ['all', 'All time'],
] as const;

/** The period of results: whole quarters, everything, or any days. */
export function ResultsPeriodForm({ period, range, basis, onChange }: Props) {
  return (
    <PeriodForm
      presets={presets}
      chosen={period}
      range={range}
      onPreset={(key) =>
        onChange({ period: key === 'quarters' ? undefined : key, from: undefined, to: undefined })
      }
      onDays={({ from, to }) => onChange({ period: 'custom', from, to })}
    >
      {basis ? (
        <Radio.Group
          label="What lies in the period"
          value={basis}
          onChange={(word) => onChange({ basis: word === 'touch' ? 'touch' : undefined })}
        >
          <Stack gap="sm" mt="sm">
            <Radio
              value="result"
              label="The result"
              description="Deals that closed in the period, with all that led to them."
            />
            <Radio
              value="touch"
              label="The touchpoint"
              description="What buyers met in the period, whenever the deal closed."
            />
          </Stack>
        </Radio.Group>
      ) : null}
    </PeriodForm>
  );
}
